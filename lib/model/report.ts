import type { Caution, RestartStep } from "./advice.ts";
import type { PackageAnswer } from "./package.ts";
import type { Finding, ModeName, Scan } from "./scan.ts";

/** The host that was scanned, by whom and when. */
export interface HostInfo {
  readonly host: string;
  readonly kernel: string;
  /** The user who scanned; null where that is not known. */
  readonly uid: number | null;
  /** When, in ISO 8601. */
  readonly time: string;
}

/** What a format turns into text. */
export interface Report {
  readonly mode: ModeName;
  readonly header: HostInfo;
  readonly scan: Scan;
  /** What is to be reported: the findings of the scan without what the rules and the user leave out. */
  readonly findings: readonly Finding[];
  /** Whether to show the files (`-s`). */
  readonly showFiles: boolean;
  /** Which packages the files belong to; undefined where that was not asked. */
  readonly packages: PackageAnswer | undefined;
  /** Units that must not be restarted blindly, beside those that the program knows. */
  readonly cautions: readonly Caution[];
  /** What to do so that nothing uses deleted files any more; undefined where that was not asked. */
  readonly restart: readonly RestartStep[] | undefined;
  /** Whether processes of other users may not even have been listed. */
  readonly hidden: boolean;
  /** From how many stale processes on, and of root or the system, a check warns or is critical. */
  readonly thresholds: Thresholds;
  /** How long the scan took, in seconds. */
  readonly duration: number;
}

/** From how many processes on a check is no longer content. */
export interface Thresholds {
  /** Of any kind. */
  readonly warning: number;
  /** Of root or the system. */
  readonly critical: number;
}
