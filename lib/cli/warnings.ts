import { listOf } from "./option_values.ts";
import { formatProcesses } from "../format/quantities.ts";
import type { HostInfo } from "../model/report.ts";
import type { ModeName, Scan } from "../model/scan.ts";
import { findMode, type Mode } from "../scan/modes.ts";

/** What a scan could not see, a line each, without the name of the program; none where it saw all. */
export function describeMissed({ scan, mode, header, hidden }: {
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

/** Which of the processes that were asked for by their PIDs are not there. */
export function describeAbsent({ notFound }: Scan): readonly string[] {
  return notFound.length === 0 ? [] : [`warning: there is no process ${listOf(notFound)}`];
}

/** What to say on a terminal when nothing was found, so that an empty screen is an answer. */
export function describeNothing(scan: Scan, mode: Mode): string {
  const seen = scan.processes - scan.unreadable.length;
  return `no ${mode.nouns[1]} in ${formatProcesses(seen)}`;
}
