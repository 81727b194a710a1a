import type { Finding, Scan } from "../../lib/model/scan.ts";
import type { ProcFs } from "../../lib/procfs/procfs.ts";
import { commandOf } from "../../lib/scan/group.ts";
import { type Mode, MODES } from "../../lib/scan/modes.ts";
import { scan, type ScanOptions } from "../../lib/scan/scan.ts";

/** The two modes. */
export const LIB_USERS: Mode = MODES.find(({ name }) => name === "lib_users")!;
export const FD_USERS: Mode = MODES.find(({ name }) => name === "fd_users")!;

/** A scan of everything, without anything special. */
const NOTHING_ASKED: ScanOptions = { pids: [], ignoredByUser: () => undefined, details: false };

/** Scans (default: for mapped files). */
export function scanFor(proc: ProcFs, mode = LIB_USERS, told: Partial<ScanOptions> = {}): Promise<Scan> {
  return scan(proc, mode, { ...NOTHING_ASKED, ...told });
}

/** Of each finding the PID, the command, and each file with its state and the rule that hides it. */
export function shortOf(findings: readonly Finding[]): readonly (readonly string[])[] {
  return findings.map(({ process, files }) => [
    process.pid,
    commandOf(process),
    ...files.map(({ name, state, ignored }) => `${name} ${state}${ignored === undefined ? "" : ` [${ignored.rule}]`}`),
  ]);
}
