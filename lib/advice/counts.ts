import type { Finding } from "../model/finding.ts";
import { visibleFindings } from "../scan/group.ts";
import type { Report } from "../model/report.ts";
import { findSpace } from "../format/space.ts";
import { isSystemProcess } from "./severity.ts";

/** A report in numbers. What a rule explains is never counted, not even with `--all`. */
export interface Counts {
  /** How many processes were looked at. */
  readonly processes: number;
  /** How many of them could not be read, or not wholly. */
  readonly unreadable: number;
  /** Whether processes of other users may not even have been listed. */
  readonly hidden: boolean;
  /** How many use deleted files. */
  readonly stale: number;
  /** How many of these are the system's. */
  readonly system: number;
  /** The disk space that deleted files take up because they are held open, in bytes. */
  readonly held: number;
}

/** Counts what a monitor wants to know. */
export function countReport({ scan, findings, hidden }: Report): Counts {
  const stale = visibleFindings(findings, false);
  return {
    processes: scan.processes,
    unreadable: scan.missed.length,
    hidden,
    stale: stale.length,
    system: stale.filter(({ process }) => isSystemProcess(process)).length,
    held: heldBytes(stale),
  };
}

/** The disk space that processes keep from coming back, in bytes, each file once. */
export function heldBytes(findings: readonly Finding[]): number {
  return findSpace(findings).reduce((sum, { bytes }) => sum + bytes, 0);
}
