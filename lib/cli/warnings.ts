import { formatProcesses } from "../format/quantities.ts";
import type { HostInfo } from "../model/report.ts";
import type { Finding, ModeName, Scan } from "../model/scan.ts";
import { findMode, type Mode } from "../scan/modes.ts";
import { listOf } from "./option_values.ts";

/** Describes what a scan could not read, one line each without the name of the program; empty where it read all. */
export function describeUnreadable({ scan, mode, header, hidden }: {
  readonly scan: Scan;
  readonly mode: ModeName;
  readonly header: HostInfo;
  /** Whether processes of other users may not even have been listed. */
  readonly hidden: boolean;
}): readonly string[] {
  const stuck = scan.unreadable.filter(({ failure }) => failure === "stuck").map(({ pid }) => pid);
  const unread = scan.unreadable.length - stuck.length;
  const advice = header.uid === 0 ? "" : "; run as root to see them all";
  const warnings: string[] = [];
  if (unread > 0) {
    warnings.push(
      `warning: could not read ${findMode(mode).source} of ${unread} of ${formatProcesses(scan.processes)}${advice}`,
    );
  }
  if (hidden) warnings.push("warning: the processes of other users are hidden (hidepid); run as root to see them all");
  if (stuck.length > 0) warnings.push(`warning: ${formatProcesses(stuck.length)} did not answer: ${stuck.join(",")}`);
  return warnings;
}

/** Describes which processes have more than is shown: longer command lines, or more files. */
export function describeTruncated(findings: readonly Finding[]): readonly string[] {
  const pids = findings.filter(({ process }) => process.truncated.length > 0).map(({ process }) => process.pid);
  if (pids.length === 0) return [];
  const shown = pids.slice(0, 10).join(",");
  const more = pids.length > 10 ? ` and ${pids.length - 10} more` : "";
  return [
    `warning: cannot show all of the command lines and files of ${formatProcesses(pids.length)}: ${shown}${more}`,
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
