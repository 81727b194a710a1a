import { heldBytes } from "./disk_space.ts";
import { visibleFindings } from "../scan/group.ts";
import type { Report, Thresholds } from "../model/report.ts";
import type { Process } from "../model/process.ts";
import type { Service } from "../model/service.ts";

/**
 * Whether a process is the system's, so that a hole in its old library is a hole in the machine: it is run by root or
 * by a user that packages make for daemons, or it belongs to a service of the system, under whatever user. One whose
 * user is not known counts too. By the real user id: what a user runs with the rights of root is the user's.
 */
export function isSystemProcess({ uid, service }: Pick<Process, "uid" | "service">): boolean {
  if (uid === undefined || uid <= LAST_SYSTEM_UID || uid === OVERFLOW_UID) return true;
  return service !== undefined && service.uid === undefined && SYSTEM_SERVICES.has(service.kind);
}

/** `SYS_UID_MAX` of login.defs(5), unless changed. */
const LAST_SYSTEM_UID = 999;
/** What the kernel shows for a user that the reader's user namespace does not have: user_namespaces(7). */
const OVERFLOW_UID = 65534;

const SYSTEM_SERVICES: ReadonlySet<Service["kind"]> = new Set([
  "init",
  "system-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
]);

/** The exit status of a check: OK, WARNING, CRITICAL, UNKNOWN. */
export type CheckStatus = 0 | 1 | 2 | 3;

/** The state of a host, as a monitor shows it. */
export interface Severity {
  readonly status: CheckStatus;
  readonly word: string;
  readonly applies: (counts: Counts, thresholds: Thresholds) => boolean;
}

/** The worst first: that something could not be read must not hide what was found. */
const SEVERITIES: readonly Severity[] = [
  { status: 2, word: "CRITICAL", applies: ({ system }, { critical }) => system >= critical },
  { status: 1, word: "WARNING", applies: ({ stale }, { warning }) => stale >= warning },
  {
    status: 3,
    word: "UNKNOWN",
    applies: ({ unreadable, processes, hidden }) => hidden || unreadable > 0 || processes === 0,
  },
  { status: 0, word: "OK", applies: () => true },
];

/** Finds the severity of what was counted. */
export function findSeverity(counts: Counts, thresholds: Thresholds): Severity {
  return SEVERITIES.find(({ applies }) => applies(counts, thresholds))!;
}

/** Returns the exit status that tells a monitor the severity of a report. */
export function reportStatus(report: Report): CheckStatus {
  return findSeverity(countReport(report), report.thresholds).status;
}

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
    unreadable: scan.unreadable.length,
    hidden,
    stale: stale.length,
    system: stale.filter(({ process }) => isSystemProcess(process)).length,
    held: heldBytes(stale),
  };
}
