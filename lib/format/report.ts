import type { RecordingHeader } from "../procfs/recording.ts";
import type { Scan } from "../scan/finding.ts";
import type { Mode } from "../scan/modes.ts";

/** What a format turns into text. */
export interface Report {
  readonly mode: Mode;
  /** The machine that was looked at, by whom and when. */
  readonly header: RecordingHeader;
  readonly scan: Scan;
  /** Whether to show the files (`-s`). */
  readonly showFiles: boolean;
  /** Whether to say to which service each process belongs (`-S`). */
  readonly services: boolean;
  /** Whether to report also what the rules leave out (`--all`). */
  readonly all: boolean;
}
