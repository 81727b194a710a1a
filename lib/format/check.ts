// Formats the answer to Nagios, Icinga and the like.
import { findMode } from "../scan/modes.ts";
import { countReport, type Counts, findSeverity, isSession, isSystemProcess } from "../advice/severity.ts";
import { heldBytes } from "../advice/disk_space.ts";
import { encodeText } from "../base/bytes.ts";
import { groupBy } from "../base/group_by.ts";
import { escapeShell, shortenText } from "./escape.ts";
import { formatBytes, formatCount, formatProcesses, nameUser } from "./quantities.ts";
import { formatReboot } from "./restart.ts";
import type { Report } from "../model/report.ts";
import type { Finding, Scan } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import { NO_SERVICE } from "../services/identity.ts";
import { visibleFindings } from "../scan/group.ts";

/**
 * Formats a report for Nagios, Icinga and `mon`: a line with the state, a summary and, after `|`, the performance data;
 * then whether to reboot, and a line for each service, those of the system first and login sessions last; with `--all`
 * also a line for each rule that explains files, which are not counted. At most 4 KB: monitors cut off longer output. Text
 * from a process never holds a character that means something to a shell or to the monitor (`|`).
 * Format: Nagios Plugin API, Monitoring Plugins Development Guidelines.
 */
export function formatCheck(report: Report): string {
  const { mode, scan, findings, reboot } = report;
  const counts = countReport(report);
  const { word } = findSeverity(counts, report.thresholds);
  return limitLines([
    `${mode.toUpperCase()} ${word} - ${summarize(report, counts)} | ${formatPerformance(report, counts)}`,
    ...(reboot?.needed === true ? [safe(formatReboot(reboot), REASONS_WIDTH)] : []),
    ...findUnits(visibleFindings(findings, false)).map((unit) => formatUnit(unit, scan)),
    ...formatIgnored(findings),
  ]);
}

/** Joins as many lines as fit, and says how many more there are. */
function limitLines(lines: readonly string[]): string {
  const kept: string[] = [];
  let room = MAX_BYTES - `… and ${lines.length} more\n`.length - 2;
  for (const line of lines) {
    room -= encodeText(line).length + 1;
    if (room < 0) break;
    kept.push(line);
  }
  const more = lines.length - kept.length;
  return [...kept, ...(more === 0 ? [] : [`… and ${more} more`])].map((line) => `${line}\n`).join("");
}

const MAX_BYTES = 4096;

/** Formats the summary. It holds only numbers: no process must have a say in what is mailed and texted. */
function summarize({ mode, reboot }: Report, counts: Counts): string {
  const [, nouns] = findMode(mode).nouns;
  const { processes, unreadable, stale, system, services, sessions, held } = counts;
  const from = services === 0 ? "" : ` of ${formatCount(services, "service")}`;
  const logins = formatCount(sessions, "login session");
  const found = stale > 0
    ? `${formatProcesses(stale)}${from} ${stale === 1 ? "uses" : "use"} ${nouns}` +
      ` (${system} system, ${stale - system} other)${sessions === 0 ? "" : `, and ${logins}`}`
    : sessions > 0
    ? `only ${logins} ${sessions === 1 ? "uses" : "use"} ${nouns}`
    : `no ${nouns} in ${formatProcesses(processes - unreadable)}`;
  const space = held === 0 ? "" : `, ${formatBytes(held)} held`;
  const missed = unreadable === 0 ? "" : `; ${unreadable} of ${formatProcesses(processes)} could not be read`;
  const others = counts.hidden ? "; others may be hidden" : "";
  return found + space + (reboot?.needed === true ? "; reboot needed" : "") + missed + others;
}

/** Formats `label=value;warning;critical;minimum;maximum`. */
function formatPerformance({ thresholds, duration, reboot }: Report, counts: Counts): string {
  const { warning, critical, sessions } = thresholds;
  const { processes } = counts;
  return [
    `stale=${counts.stale};${warning.range};;0;${processes}`,
    `stale_system=${counts.system};;${critical.range};0;${processes}`,
    `services=${counts.services};;;0`,
    `sessions=${counts.sessions};${sessions?.range ?? ""};;0`,
    `unreadable=${counts.unreadable};;;0;${processes}`,
    `held=${counts.held}B;;;0`,
    `reboot=${typeof reboot?.needed === "boolean" ? Number(reboot.needed) : NOT_KNOWN};;;0;1`,
    `time=${duration.toFixed(3)}s;;;0`,
  ].join(" ");
}

/** The value that the guidelines have for "could not be determined". */
const NOT_KNOWN = "U";

/** A service with its processes that use deleted files. */
interface Unit {
  readonly service: Service;
  readonly findings: readonly Finding[];
}

/** Groups findings by service: first those with a process of the system, and login sessions last. */
function findUnits(findings: readonly Finding[]): readonly Unit[] {
  const byService = groupBy(
    findings,
    ({ process: { service = NO_SERVICE } }) => JSON.stringify([service.kind, service.label, service.uid]),
  );
  const units = Array.from(byService.values(), (members) => ({
    service: members[0]!.process.service ?? NO_SERVICE,
    findings: members,
  }));
  return units.toSorted((left, right) => rank(left) - rank(right));
}

/** Formats one line: `nginx.service: 3 processes (186,187,188) root: /usr/lib/libssl.so.3, /usr/lib/libz.so.1.2.13`. */
function formatUnit({ service, findings }: Unit, { users }: Scan): string {
  const names = new Set(
    findings.map(({ process: { uid } }) => nameUser(uid, users)),
  );
  const held = heldBytes(findings);
  const remarks = ` ${listNames([...names])}${held === 0 ? "" : `, ${formatBytes(held)} held`}`;
  return formatLine(safe(nameOf(service)), findings, remarks);
}

/** Formats a line for each rule that explains files, with its reason. */
function formatIgnored(findings: readonly Finding[]): readonly string[] {
  const explained = findings.flatMap(({ process, files }) =>
    files.flatMap((file) => file.ignored === undefined ? [] : [{ ignored: file.ignored, process, files: [file] }])
  );
  return Array.from(
    groupBy(explained, ({ ignored }) => ignored.rule),
    ([rule, members]) => formatLine(`ignored by rule ${rule}, ${members[0]!.ignored.reason}`, members, ""),
  );
}

function rank({ service, findings }: Unit): number {
  if (isSession(service)) return 2;
  return findings.some(({ process }) => isSystemProcess(process)) ? 0 : 1;
}

/** Returns the label of a service, with its user manager: a user can call a unit `nginx.service` too. */
function nameOf({ kind, label, uid }: Service): string {
  if (kind === "none") return "no service";
  return uid === undefined || kind === "session" || kind === "user-manager" ? label : `user@${uid}.service/${label}`;
}

function formatLine(title: string, findings: readonly Finding[], remarks: string): string {
  const pids = [...new Set(findings.map(({ process }) => process.pid))];
  const some = pids.length > MAX_PIDS ? [...pids.slice(0, MAX_PIDS), "…"] : pids;
  const names = new Set(findings.flatMap(({ files }) => files.map(({ name }) => name)));
  return `${title}: ${formatProcesses(pids.length)} (${some.join(",")})${remarks}: ${listNames([...names])}`;
}

/** Lists as many names as there is room for, but at least one. */
function listNames(names: readonly string[]): string {
  const listed: string[] = [];
  let room = LIST_WIDTH;
  for (const name of names) {
    const text = safe(name);
    room -= text.length;
    if (listed.length > 0 && room < 0) break;
    listed.push(text);
  }
  const more = names.length - listed.length;
  return `${listed.join(", ")}${more === 0 ? "" : `, … and ${more} more`}`;
}

const MAX_PIDS = 10;
const NAME_WIDTH = 100;
const LIST_WIDTH = 200;
const REASONS_WIDTH = 400;

/** Makes text safe for monitors, which put it into command lines, and take what follows a `|` for performance data. */
function safe(text: string, width = NAME_WIDTH): string {
  return shortenText(escapeShell(text), width);
}
