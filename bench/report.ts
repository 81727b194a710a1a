import { BASELINES, type Command } from "./commands.ts";
import type { Machine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Session } from "./session.ts";
import type { Outcome } from "./targets.ts";

/** What is known of a command before it runs. */
export interface Candidate {
  readonly command: Command;
  readonly there: boolean;
  readonly version: string;
}

/** All that one run of the benchmark found out. */
export interface Report {
  readonly machine: Machine;
  readonly options: Options;
  readonly candidates: readonly Candidate[];
  readonly sessions: readonly Session[];
  readonly outcomes: readonly Outcome[];
}

/** A line on the machine and the run. */
export function formatMachine({ processor, cores, kernel, deno }: Machine, rounds: number): string {
  return `${processor}, ${cores} cores, Linux ${kernel}, Deno ${deno}; medians of ${rounds} interleaved rounds.`;
}

/** The table of the commands: what each name stands for, and what is not there. */
export function formatCandidates(candidates: readonly Candidate[]): string {
  const rows = candidates.map(({ command: { name, line, needs }, there, version }) => [
    name,
    `\`${line}\``,
    there ? version : `not there: ${needs.what} (${needs.from})`,
  ]);
  return formatTable(["name", "command", "version"], rows, 3);
}

const HEAD = ["command", "median ms", "fastest–slowest", "cpu ms", "peak MiB", "lines", "× tool", "× C"];

/** The table of one load, with ratios to the tool and to the C reader of each command's family. */
export function formatSession({ load, extent, entries, timings: { summaries, failures } }: Session): string {
  const rows = entries.flatMap(({ command: { name, family } }) => {
    const summary = summaries.get(name);
    if (summary === undefined) return [];
    const { wall, fastest, slowest, cpu, peak, lines } = summary;
    const { tool, limit } = BASELINES[family];
    return [[
      name,
      formatNumber(wall),
      `${formatNumber(fastest)}–${formatNumber(slowest)}`,
      formatNumber(cpu),
      formatNumber(peak),
      String(lines),
      formatRatio(wall, summaries.get(tool)?.wall),
      formatRatio(wall, summaries.get(limit)?.wall),
    ]];
  });
  const { processes, mappings, bytes, descriptors } = extent;
  return [
    `### ${load.name}\n`,
    `${processes} processes, ${mappings} mappings (${formatNumber(bytes / 1e6)} MB), ${descriptors} descriptors.\n`,
    formatTable(HEAD, rows, 1),
    ...[...failures].map(([name, reason]) => `${name} failed: ${reason}\n`),
  ].join("\n");
}

/** The table of the targets. */
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

/** Everything, every single run included. */
export function formatJson({ machine, options, candidates, sessions, outcomes }: Report): string {
  const { rounds, stale } = options;
  const commands = candidates.map(({ command: { name, family, line }, there, version }) => {
    return { name, family, line, there, version: version === "" ? null : version };
  });
  const loads = sessions.map(({ load, extent, timings: { runs, summaries, failures } }) => ({
    ...load,
    extent,
    timings: [...summaries].map(([command, summary]) => ({ command, ...summary, runs: runs.get(command) })),
    failures: Object.fromEntries(failures),
  }));
  const units = { wall: "ms", fastest: "ms", slowest: "ms", cpu: "ms", peak: "MiB", lines: "1" };
  return `${JSON.stringify({ machine, rounds, stale, units, commands, loads, targets: outcomes }, undefined, 2)}\n`;
}

function formatRatio(value: number, base: number | undefined): string {
  return base === undefined ? "" : formatNumber(value / base);
}

/** Three digits, or as many as there are before the point. */
function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
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
