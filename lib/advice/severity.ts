// Counts what is stale, and finds the state that a monitor is told.
import { heldBytes } from "./disk_space.ts";
import { serviceKey } from "../services/identity.ts";
import { isExceeded } from "./threshold.ts";
import { visibleFindings } from "../scan/group.ts";
import type { Blindness, Report, Thresholds } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import type { Process } from "../model/process.ts";
import type { Service } from "../model/service.ts";

/**
 * Returns whether a process is the system's, so that a hole in its old library is a hole in the machine: it belongs to
 * root, to a user made for a daemon, or to a service of the system. A process of an unknown user counts too. The real
 * user id decides: what a user runs with the rights of root is the user's.
 */
export function isSystemProcess({ uid, service }: Pick<Process, "uid" | "service">): boolean {
  if (uid === undefined || uid <= LAST_SYSTEM_UID || uid === OVERFLOW_UID) return true;
  return service !== undefined && service.uid === undefined && SYSTEM_SERVICES.has(service.kind);
}

/** `SYS_UID_MAX` of login.defs(5), unless changed. */
const LAST_SYSTEM_UID = 999;
/** The id that the kernel shows for users outside the reader's user namespace: user_namespaces(7). */
const OVERFLOW_UID = 65534;

const SYSTEM_SERVICES: ReadonlySet<Service["kind"]> = new Set([
  "init",
  "system-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
]);

/**
 * Returns whether a service is a login: a session, a user's service manager, or a program started from a desktop. Its
 * processes end when the user logs out, and no service has to be restarted for them.
 */
export function isSession(service: Service | undefined): boolean {
  return service !== undefined && SESSIONS.has(service.kind);
}

const SESSIONS: ReadonlySet<Service["kind"]> = new Set(["session", "user-manager", "application", "snap", "flatpak"]);

/** The exit status of a check: OK, WARNING, CRITICAL, UNKNOWN. */
export type CheckStatus = 0 | 1 | 2 | 3;

/** The state of a host in a monitor. */
export interface Severity {
  readonly status: CheckStatus;
  readonly word: string;
  readonly applies: (counts: Counts, thresholds: Thresholds) => boolean;
}

/** All states, worst first: what could not be read must not hide what was found. */
const SEVERITIES: readonly Severity[] = [
  { status: 2, word: "CRITICAL", applies: ({ system }, { critical }) => isExceeded(critical, system) },
  {
    status: 1,
    word: "WARNING",
    applies: ({ stale, sessions }, thresholds) =>
      isExceeded(thresholds.warning, stale) ||
      thresholds.sessions !== undefined && isExceeded(thresholds.sessions, sessions),
  },
  {
    status: 3,
    word: "UNKNOWN",
    applies: ({ unreadable, denied, processes, hidden }, { tolerated }) =>
      hidden || unreadable - Math.min(denied, tolerated) > 0 || processes === 0,
  },
  { status: 0, word: "OK", applies: () => true },
];

/** Finds the severity of some counts. */
export function findSeverity(counts: Counts, thresholds: Thresholds): Severity {
  return SEVERITIES.find(({ applies }) => applies(counts, thresholds))!;
}

/** Returns the exit status that tells a monitor the severity of a report. */
export function reportStatus(report: Report): CheckStatus {
  return findSeverity(countReport(report), report.thresholds).status;
}

/** A report in numbers. Ignored files are never counted, not even with `--all`. */
export interface Counts {
  /** The number of processes that were looked at. */
  readonly processes: number;
  /** The number of them that could not be read, or not completely. */
  readonly unreadable: number;
  /** The number of those that may not be read. */
  readonly denied: number;
  /** Whether processes may be missing from the list. */
  readonly hidden: boolean;
  /** The number of processes outside of login sessions that use deleted files. */
  readonly stale: number;
  /** The number of those that are the system's. */
  readonly system: number;
  /** The number of services that those belong to. */
  readonly services: number;
  /** The number of login sessions with processes that use deleted files. */
  readonly sessions: number;
  /** The disk space of deleted files that are held open, in bytes. */
  readonly held: number;
}

/** Returns whether processes may be missing from the list. */
export function hidesProcesses(blindness: readonly Blindness[]): boolean {
  return blindness.some((each) => each !== "subset");
}

/** Counts what a monitor wants to know. */
export function countReport({ scan, findings, blindness }: Report): Counts {
  const visible = visibleFindings(findings, false);
  const stale = visible.filter(({ process }) => !isSession(process.service));
  return {
    processes: scan.processes,
    unreadable: scan.unreadable.length,
    denied: scan.unreadable.filter(({ failure }) => failure === "denied").length,
    hidden: hidesProcesses(blindness),
    stale: stale.length,
    system: stale.filter(({ process }) => isSystemProcess(process)).length,
    services: countServices(stale),
    sessions: countServices(visible.filter(({ process }) => isSession(process.service))),
    held: heldBytes(visible),
  };
}

function countServices(findings: readonly Finding[]): number {
  return new Set(findings.map(({ process: { service } }) => serviceKey(service)).filter((key) => key !== "")).size;
}
