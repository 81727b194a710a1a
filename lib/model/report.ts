import type { RecordingHeader } from "../procfs/recording.ts";
import type { Caution } from "../advice/cautions.ts";
import type { Finding, Scan } from "./finding.ts";
import type { Mode } from "../scan/modes.ts";
import type { PackageAnswer } from "../packages/packages.ts";

/** What a format turns into text. */
export interface Report {
  readonly mode: Mode;
  /** The machine that was looked at, by whom and when. */
  readonly header: RecordingHeader;
  readonly scan: Scan;
  /** What is to be reported: the findings of the scan without what the rules and the user leave out. */
  readonly findings: readonly Finding[];
  /** Whether to show the files (`-s`). */
  readonly showFiles: boolean;
  /** Which packages the files belong to; undefined where that was not asked. */
  readonly packages: PackageAnswer | undefined;
  /** Units that must not be restarted blindly, beside those that the program knows. */
  readonly cautions: readonly Caution[];
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

/** How text may look where it goes. */
export interface Style {
  /** Whether colours and the like are understood. */
  readonly colour: boolean;
  /** The columns of the terminal; undefined where it is none, and nothing is to be cut. */
  readonly width: number | undefined;
}

/** Text that goes to a file or a pipe. */
export const PLAIN: Style = { colour: false, width: undefined };
