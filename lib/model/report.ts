// Records: a report, all that a format gets about a host.
import type { Caution, PlanEntry, RebootAdvice } from "./advice.ts";
import type { PackageAnswer } from "./package.ts";
import type { Finding, ModeName, Scan } from "./scan.ts";

/** The host that was scanned, the user who scanned it, and when. */
export interface HostInfo {
  readonly host: string;
  readonly kernel: string;
  /** The user id of who scanned; null if unknown. */
  readonly uid: number | null;
  /** The time of the scan in ISO 8601. */
  readonly time: string;
}

/** A report: all that a format turns into text. */
export interface Report {
  readonly mode: ModeName;
  readonly header: HostInfo;
  /** Where it was read: a directory, the file of a recording, or `-` for standard input. */
  readonly source: string;
  readonly scan: Scan;
  /** The findings to show: those of the scan without what rules, options and filters leave out. */
  readonly findings: readonly Finding[];
  /** Whether to show the files (`-s`). */
  readonly showFiles: boolean;
  /** The packages of the files; undefined if nobody asked. */
  readonly packages: PackageAnswer | undefined;
  /** Units that must not be restarted blindly, beside those that the program knows. */
  readonly cautions: readonly Caution[];
  /** What to do so that nothing uses deleted files any more; undefined if nobody asked. */
  readonly plan: readonly PlanEntry[] | undefined;
  /** Whether to reboot; undefined if nobody asked. */
  readonly reboot: RebootAdvice | undefined;
  /** Why the procfs may show less than there is; empty if it shows all. */
  readonly blindness: readonly Blindness[];
  /** The thresholds of a check. */
  readonly thresholds: Thresholds;
  /** The duration of the scan in seconds. */
  readonly duration: number;
}

/** Why a procfs may show less than there is; see `findBlindness`. */
export type Blindness = "hidepid" | "namespace" | "subset";

/** The counts at which a check alerts. Processes in login sessions count only as sessions. */
export interface Thresholds {
  /** WARNING by the number of stale processes. */
  readonly warning: Threshold;
  /** CRITICAL by the number of stale processes of root or the system. */
  readonly critical: Threshold;
  /** WARNING by the number of login sessions with stale processes; undefined for never. */
  readonly sessions: Threshold | undefined;
  /** How many processes may be denied before that makes a check UNKNOWN. */
  readonly tolerated: number;
}

/** A range of counts, at which a check alerts or does not. */
export interface Threshold {
  readonly low: number;
  readonly high: number;
  /** Whether it alerts inside of the range, the ends included; otherwise outside. */
  readonly isInside: boolean;
  /** The same in the grammar of the Monitoring Plugins, for the performance data. */
  readonly range: string;
}

/** What came of looking at one host of several: a report, or why there is none. */
export type HostResult = Report | HostFailure;

/** A host that could not be scanned. */
export interface HostFailure {
  readonly mode: ModeName;
  /** Where it was to be read; see {@linkcode Report.source}. */
  readonly source: string;
  /** The name of the host; undefined if not even that is known. */
  readonly host: string | undefined;
  /** One line that says why. */
  readonly error: string;
}
