// Formats many hosts on one screen.
import { countHosts, findFleet, type Fleet, type FleetFailure, type FleetGroup } from "../advice/fleet.ts";
import type { HostResult } from "../model/report.ts";
import type { HostsOptions } from "./hosts.ts";
import { escapeText, shortenText } from "./escape.ts";
import { formatCommands } from "./restart.ts";
import { formatAge, formatBytes, formatCount, formatProcesses } from "./quantities.ts";

/**
 * Formats many hosts on one screen: those with the same plan in one line, then those that need a reboot, those that are
 * clean by count, those that could not be scanned, with the reason, and those whose recording is old. At most 60 lines,
 * whatever the hosts say.
 */
export function formatSummary(results: readonly HostResult[], { now }: HostsOptions): string {
  const fleet = findFleet(results, now);
  const lines = [
    formatTotals(fleet),
    ...section("To do", fleet.groups.map(formatGroup), "group"),
    ...section(
      "To reboot",
      fleet.reboots.map(({ reason, names }) => formatLine(names, escapeText(shortenText(reason, REASON_WIDTH)))),
      "reason",
    ),
    ...section(
      "Failed",
      fleet.failed.map(formatFailure),
      "host",
    ),
    ...section("Not of today", describeAges(fleet).map(({ names, what }) => formatLine(names, what)), "line"),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The hosts of each kind in numbers. */
function formatTotals({ hosts, groups, reboots, unknownReboots, clean, uncertain, held, failed }: Fleet): string {
  const parts = [
    `${countHosts(groups)} with stale processes`,
    `${clean.length} clean`,
    ...(uncertain.length === 0 ? [] : [`${uncertain.length} not fully readable`]),
    `${countHosts(reboots)} to reboot`,
    ...(unknownReboots.length === 0 ? [] : [`${unknownReboots.length} where that is not known`]),
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ...(held === 0 ? [] : [`${formatBytes(held)} held by deleted files`]),
  ];
  return `${formatCount(hosts, "host")}: ${parts.join(", ")}`;
}

/** A heading and a line each; of too many lines the last ones are counted. */
function section(heading: string, lines: readonly string[], noun: string): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES - 1) : lines;
  const more = lines.length - shown.length;
  return [
    "",
    `${heading}:`,
    ...shown.map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  … and ${formatCount(more, `more ${noun}`, `more ${noun}s`)}: see --format html or json`]),
  ];
}

/** The reason, which says itself where it is about a file. */
function formatFailure({ name, error }: FleetFailure): string {
  const reason = shortenText(error, REASON_WIDTH);
  return error.includes(name) ? reason : `${shortenText(name, NAME_WIDTH)}: ${reason}`;
}

function formatGroup({ names, plan, stale }: FleetGroup): string {
  const commands = formatCommands(plan);
  const others = plan.filter(({ argv }) => argv === null).length;
  const parts = [
    ...commands,
    ...(others === 0 ? [] : [`${formatCount(others, "entry", "entries")} without a command`]),
    ...(commands.length + others === 0 ? [`${formatProcesses(stale)}, no plan`] : []),
  ];
  return formatLine(names, shortenText(parts.join("; "), PLAN_WIDTH));
}

/** Says of hosts that their recordings are not of today. */
export function describeAges(
  { old, oldest, future }: Fleet,
): readonly { readonly names: readonly string[]; readonly what: string }[] {
  return [
    { names: old, what: `recorded more than 2 days ago, the oldest ${formatAge(oldest)}` },
    { names: future, what: "recorded in the future: a clock is wrong" },
  ].filter(({ names }) => names.length > 0);
}

/** How many hosts, what about them, and which they are. */
function formatLine(names: readonly string[], what: string): string {
  return `${formatCount(names.length, "host")}: ${what} — ${formatNames(names)}`;
}

/** Formats names in order, runs of numbers by their ends: `db-1, web-000 … web-019`; of too many the last are counted. */
export function formatNames(names: readonly string[]): string {
  const runs: string[][] = [];
  for (const name of names.toSorted()) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && isNext(last, name)) runs.at(-1)!.push(name);
    else runs.push([name]);
  }
  const texts = runs.flatMap((run) => run.length < 3 ? run : [`${run[0]} … ${run.at(-1)}`]);
  const shown = texts.slice(0, MOST_NAMES).map((text) => shortenText(text, 2 * NAME_WIDTH));
  const more = texts.length - shown.length;
  return shown.join(", ") + (more === 0 ? "" : `, … and ${more} more`);
}

/** Whether a name is another with its last number one higher, written with as many digits. */
function isNext(name: string, next: string): boolean {
  const [, head, digits, tail] = LAST_NUMBER.exec(name) ?? [];
  if (digits === undefined) return false;
  return next === `${head}${String(Number(digits) + 1).padStart(digits.length, "0")}${tail}`;
}

const LAST_NUMBER = /^(.*?)([0-9]{1,9})([^0-9]*)$/s;

const MOST_LINES = 16;
const MOST_NAMES = 6;
const NAME_WIDTH = 40;
const REASON_WIDTH = 120;
const PLAN_WIDTH = 240;
