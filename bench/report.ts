import { BASELINES, type Family } from "./commands.ts";
import { type Growth, predict } from "./growth.ts";
import type { Stale } from "./loads.ts";
import type { Machine } from "./machine.ts";
import type { Session } from "./session.ts";
import type { Outcome } from "./targets.ts";

/** A command, and whether it was to be had. */
export interface Candidate {
  readonly name: string;
  readonly family: Family;
  readonly line: string;
  /** What it lacks on this machine, or null. */
  readonly missing: string | null;
  /** Null where it cannot tell. */
  readonly version: string | null;
}

/** All that one run of the benchmark found out, every single run included: what `--json` writes. */
export interface Report {
  readonly machine: Machine;
  readonly rounds: number;
  readonly stale: Stale;
  readonly units: Readonly<Record<string, string>>;
  readonly commands: readonly Candidate[];
  readonly loads: readonly Session[];
  /** By name why a load could not be set up. */
  readonly leftOut: Readonly<Record<string, string>>;
  readonly targets: readonly Outcome[];
  readonly growth: readonly Growth[];
}

/** The units of the measures in a report. */
export const UNITS = { wall: "ms", fastest: "ms", slowest: "ms", cpu: "ms", peak: "MiB", lines: "1" };

/** Formats a report as Markdown, as `deno fmt` would. */
export function formatReport({ machine, rounds, commands, loads, leftOut, targets, growth }: Report): string {
  return [
    formatMachine(machine, rounds),
    formatCandidates(commands),
    ...loads.map((session) => formatSession(session, commands)),
    ...Object.entries(leftOut).map(([name, reason]) => formatLeftOut(name, reason)),
    formatOutcomes(targets),
    ...(growth.length > 0 ? [formatGrowth(growth)] : []),
  ].join("\n");
}

/** Formats what the figures depend on besides the programs. */
export function formatMachine({ processor, cores, kernel, deno }: Machine, rounds: number): string {
  const head = ["processor", "processors", "Linux", "Deno", "rounds"];
  return formatTable(head, [[processor, String(cores), kernel, deno, String(rounds)]], 5);
}

/** Formats what the name of each command stands for, and what is not there. */
export function formatCandidates(candidates: readonly Candidate[]): string {
  const rows = candidates.map(({ name, line, missing, version }) => [
    name,
    code(line),
    missing === null ? version ?? "" : `left out: ${missing}`,
  ]);
  return formatTable(["name", "command", "version"], rows, 3);
}

const HEAD = ["command", "median ms", "fastest–slowest", "cpu ms", "peak MiB", "lines", "× tool", "× C"];

/** Formats one load, with ratios to the tool and to the C reader of each command's family. */
export function formatSession(
  { name, extent, timings, failures }: Session,
  candidates: readonly Candidate[],
): string {
  const wallOf = (name: string): number | undefined => timings.find(({ command }) => command === name)?.wall;
  const rows = timings.map(({ command, wall, fastest, slowest, cpu, peak, lines }) => {
    const { tool, limit } = BASELINES[candidates.find(({ name }) => name === command)!.family];
    return [
      command,
      formatNumber(wall),
      `${formatNumber(fastest)}–${formatNumber(slowest)}`,
      formatNumber(cpu),
      formatNumber(peak),
      String(lines),
      formatRatio(wall, wallOf(tool)),
      formatRatio(wall, wallOf(limit)),
    ];
  });
  const { processes, threads, mappings, bytes, descriptors } = extent;
  const failed = Object.entries(failures).map(([command, reason]) => [command, code(reason)]);
  return [
    `### ${name}\n`,
    `${processes} processes, ${threads} threads, ${mappings} mappings (${formatNumber(bytes / 1e6)} MB), ` +
    `${descriptors} descriptors.\n`,
    formatTable(HEAD, rows, 1),
    ...(failed.length > 0 ? [formatTable(["command", "why it failed"], failed, 2)] : []),
  ].join("\n");
}

/** Formats why there are no figures of a load. */
export function formatLeftOut(name: string, reason: string): string {
  return `### ${name}\n\n${formatTable(["left out"], [[code(reason)]], 1)}`;
}

/** Formats how the targets came out. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ title, value, limit, verdict }) => [
    title,
    formatNumber(value),
    formatNumber(limit),
    `${Math.round(100 * value / limit)} %`,
    verdict,
  ]);
  return `### Targets\n\n${formatTable(["target", "measured", "limit", "of the limit", "verdict"], rows, 1)}`;
}

/** Formats how the time grows: the model, what it misses of each measured point, and what it says of larger machines. */
export function formatGrowth(growth: readonly Growth[]): string {
  const models = growth.map(({ tool, start, serial, shared }) => [
    tool,
    formatNumber(start),
    formatNumber(1000 * serial),
    formatNumber(1000 * shared),
  ]);
  const fits = growth.flatMap(({ tool, measured, ...model }) =>
    measured.map((point) => {
      const wall = predict(model, point);
      const sizes = [point.processes, point.processors, point.threads].map(String);
      return [tool, ...sizes, formatNumber(point.wall), formatNumber(wall), formatPercent(point.wall / wall - 1)];
    })
  );
  const guesses = growth.flatMap(({ tool, extrapolated }) =>
    extrapolated.map(({ processes, processors, threads, wall }) => [
      tool,
      ...[processes, processors, threads].map(String),
      `≈ ${formatNumber(wall)}`,
    ])
  );
  const sizes = ["tool", "processes", "processors", "threads"];
  return [
    "### Growth\n",
    formatTable(["tool", "start ms", "serial µs", "shared µs"], models, 1),
    formatTable([...sizes, "measured ms", "model ms", "residual"], fits, 1),
    "### Extrapolated, not measured\n",
    formatTable([...sizes, "model ms"], guesses, 1),
  ].join("\n");
}

function formatRatio(value: number, base: number | undefined): string {
  return base === undefined ? "" : formatNumber(value / base);
}

function formatPercent(share: number): string {
  return `${share < 0 ? "-" : "+"}${Math.abs(100 * share).toFixed(1)} %`;
}

/** Three digits, or as many as there are before the point. */
function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** What stands in a table must be free of what ends a cell or a span of code. */
function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** A Markdown table; the first columns are text, the others are numbers and end at the right. */
function formatTable(head: readonly string[], rows: readonly (readonly string[])[], texts: number): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const rule = widths.map((width, column) => column < texts ? "-".repeat(width) : `${"-".repeat(width - 1)}:`);
  return [head, rule, ...rows].map((row) => {
    const cells = row.map((cell, at) => at < texts ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!));
    return `| ${cells.join(" | ")} |\n`;
  }).join("");
}
