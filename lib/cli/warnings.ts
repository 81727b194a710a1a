// Says what a scan could not read or did not find.
import { formatProcesses } from "../format/quantities.ts";
import type { Blindness, Report } from "../model/report.ts";
import type { Finding, Scan, UnreadableProcess } from "../model/scan.ts";
import { findMode, type Mode } from "../scan/modes.ts";
import { listOf } from "./option_values.ts";

/** Describes what a scan could not read, one line each without the name of the program; empty where it read all. */
export function describeUnreadable(
  { scan, mode, header, blindness }: Pick<Report, "scan" | "mode" | "header" | "blindness">,
): readonly string[] {
  const stuck = scan.unreadable.filter(({ failure }) => failure === "stuck");
  const unread = scan.unreadable.filter(({ failure }) => failure !== "stuck");
  const isRoot = header.uid === 0;
  const warnings: string[] = [];
  if (unread.length > 0) {
    const which = isRoot ? `: ${listPids(unread)}` : "";
    const advice = isRoot
      ? unread.some(({ failure }) => failure === "denied") ? `; ${DENIED_TO_ROOT}` : ""
      : "; run as root to see them all";
    const source = findMode(mode).source;
    warnings.push(
      `could not read ${source} of ${unread.length} of ${formatProcesses(scan.processes)}${which}${advice}`,
    );
  }
  if (stuck.length > 0) warnings.push(`${formatProcesses(stuck.length)} did not answer: ${listPids(stuck)}`);
  return [...warnings, ...blindness.map((each) => BLINDNESS[each])].map((text) => `warning: ${text}`);
}

/** The first PIDs of processes that could not be read, with the reason where that is not the same for all. */
function listPids(processes: readonly UnreadableProcess[]): string {
  const reasons = new Set(processes.map(({ failure }) => failure));
  const pids = processes.map(({ pid, failure }) => reasons.size === 1 ? pid : `${pid} (${failure})`);
  const reason = reasons.size === 1 && !reasons.has("stuck") ? ` (${[...reasons].join()})` : "";
  return firstOf(pids) + reason;
}

function firstOf(pids: readonly string[]): string {
  const more = pids.length > SHOWN ? ` and ${pids.length - SHOWN} more` : "";
  return pids.slice(0, SHOWN).join(",") + more;
}

const SHOWN = 10;

/** Root is denied what a container's boundary or a security module protects: ptrace(2). */
const DENIED_TO_ROOT = "it takes CAP_SYS_PTRACE in their user namespace, and a security module may still forbid it";

const BLINDNESS: Readonly<Record<Blindness, string>> = {
  hidepid: "the processes of other users are hidden (hidepid); run as root of the host to see them all",
  namespace: "there is no process but the scanner and what started it: it runs in a PID namespace of its own",
  subset: "this procfs has only processes (subset=pid): host, kernel and start times are unknown",
};

/** Describes which processes have more than is shown: longer command lines, or more files. */
export function describeTruncated(findings: readonly Finding[]): readonly string[] {
  const pids = findings.filter(({ process }) => process.truncated.length > 0).map(({ process }) => process.pid);
  if (pids.length === 0) return [];
  return [
    `warning: cannot show all of the command lines and files of ${formatProcesses(pids.length)}: ${firstOf(pids)}`,
  ];
}

/** Describes the PIDs that were asked for and do not exist. */
export function describeNotFound({ notFound }: Scan): readonly string[] {
  return notFound.length === 0 ? [] : [`warning: there is no process ${listOf(notFound)}`];
}

/** Describes on a terminal that nothing was found, so that an empty screen is an answer. */
export function describeNothing(scan: Scan, mode: Mode): string {
  const read = scan.processes - scan.unreadable.length;
  return `no ${mode.nouns[1]} in ${formatProcesses(read)}`;
}
