import { visibleFindings } from "../scan/group.ts";
import { findUnits, formatIgnored, formatUnit } from "./check_units.ts";
import { countReport, type Counts } from "../advice/counts.ts";
import type { Report, Thresholds } from "../model/report.ts";
import { formatBytes, formatCount, formatProcesses } from "./quantities.ts";

/** The exit status of a check: OK, WARNING, CRITICAL, UNKNOWN. */
export type CheckStatus = 0 | 1 | 2 | 3;

/**
 * For Nagios, Icinga and `mon`: a line with the state, a summary, and after `|` the performance data; then a line a
 * unit, those of the system first, and with `--all` a line for each rule that explains something, which is not counted.
 * No text from a process has in it what means something to a shell, or to the monitor (`|`).
 * Format: Nagios Plugin API, Monitoring Plugins Development Guidelines.
 */
export function formatCheck(report: Report): string {
  const { mode, scan, findings } = report;
  const counts = countReport(report);
  const units = findUnits(visibleFindings(findings, false));
  const services = units.filter(({ owner }) => owner.kind !== "none").length;
  const { word } = judge(counts, report.thresholds);
  const summary = `${mode.name.toUpperCase()} ${word} - ${summarize(report, counts, services)}`;
  const lines = [
    `${summary} | ${formatPerformance(report, counts)}`,
    ...units.map((unit) => formatUnit(unit, scan)),
    ...formatIgnored(findings),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The exit status that goes with {@linkcode formatCheck}. */
export function checkStatus(report: Report): CheckStatus {
  return judge(countReport(report), report.thresholds).status;
}

interface State {
  readonly status: CheckStatus;
  readonly word: string;
  readonly applies: (counts: Counts, thresholds: Thresholds) => boolean;
}

/** The worst first: that something could not be read must not hide what was found. */
const STATES: readonly State[] = [
  { status: 2, word: "CRITICAL", applies: ({ system }, { critical }) => system >= critical },
  { status: 1, word: "WARNING", applies: ({ stale }, { warning }) => stale >= warning },
  {
    status: 3,
    word: "UNKNOWN",
    applies: ({ unreadable, processes, hidden }) => hidden || unreadable > 0 || processes === 0,
  },
  { status: 0, word: "OK", applies: () => true },
];

function judge(counts: Counts, thresholds: Thresholds): State {
  return STATES.find(({ applies }) => applies(counts, thresholds))!;
}

/** Numbers only: what is shown, mailed and texted most must not be up to a process. */
function summarize({ mode: { nouns } }: Report, counts: Counts, services: number): string {
  const { processes, unreadable, stale, system, held } = counts;
  const from = services === 0 ? "" : ` of ${formatCount(services, "service")}`;
  const found = stale === 0
    ? `no ${nouns[1]} in ${formatProcesses(processes - unreadable)}`
    : `${formatProcesses(stale)}${from} ${stale === 1 ? "uses" : "use"} ${nouns[1]}` +
      ` (${system} system, ${stale - system} other)`;
  const space = held === 0 ? "" : `, ${formatBytes(held)} held`;
  const missed = unreadable === 0 ? "" : `; ${unreadable} of ${formatProcesses(processes)} could not be read`;
  const others = counts.hidden ? "; processes of other users are hidden" : "";
  return found + space + missed + others;
}

/** `label=value;warning;critical;minimum;maximum`. A plain number as a threshold means: more than that. */
function formatPerformance({ thresholds: { warning, critical }, duration }: Report, counts: Counts): string {
  const { processes, unreadable, stale, system, held } = counts;
  return [
    `stale=${stale};${warning - 1};;0;${processes}`,
    `stale_system=${system};;${critical - 1};0;${processes}`,
    `unreadable=${unreadable};;;0;${processes}`,
    `held=${held}B;;;0`,
    `time=${duration.toFixed(3)}s;;;0`,
  ].join(" ");
}
