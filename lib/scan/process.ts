// Lists the processes, and reads what is shown of each.
import { parseUid } from "../parse/status.ts";
import { parseCgroup } from "../parse/cgroup.ts";
import { decodeText } from "../base/bytes.ts";
import type { Process } from "../model/process.ts";
import { parseCmdline } from "../parse/cmdline.ts";
import { parseStat, type ProcessStat } from "../parse/stat.ts";
import { parseBootTime } from "../parse/system_stat.ts";
import { type Failure, FAILURES, isFailure, isPid, type ProcFs } from "../procfs/procfs.ts";

/** The procfs cannot be scanned. The message says why. */
export class ScanError extends Error {
  override name = "ScanError";
}

/** Lists the PIDs of all processes but the scanner. Throws a `ScanError` if they cannot be listed. */
export function listProcesses(proc: ProcFs): readonly string[] {
  const names = proc.listSync(".");
  if (isFailure(names)) throw new ScanError(`Cannot list the processes: ${names.failure}`);
  const self = proc.linkSync("self");
  if (isFailure(self) && !names.some(isPid)) throw new ScanError("Cannot find any process: this is no mounted procfs");
  return names.filter((name) => isPid(name) && name !== self);
}

/** A process whose service is not known yet. */
export type ReadProcess = Omit<Process, "service">;

/** How to read a process. */
export interface ReadOptions {
  /** Whether to read its user and its cgroup. */
  readonly details?: boolean;
  /** How many bytes of its command line to read. */
  readonly limit?: number;
}

/**
 * Reads who a process is, with `details` also its user and cgroup. Returns `gone` if it has ended. Anything else that
 * cannot be read is left empty.
 */
export async function readProcess(
  proc: ProcFs,
  pid: string,
  { details = false, limit = COMMAND_LIMIT }: ReadOptions = {},
): Promise<ReadProcess | Failure> {
  const cmdline = await readCmdline(proc, pid, limit);
  const { uid, cgroup } = details ? await readDetails(proc, pid) : NO_DETAILS;
  const text = await proc.read(`${pid}/stat`);
  // A copy may lack the file. A process that has ended has no directory either.
  if (isFailure(text) && text.failure === "gone" && isFailure(proc.listSync(pid))) return FAILURES.gone;
  const { name = "?", exiting, parent, started } = (isFailure(text) ? undefined : parseStat(text)) ?? {};
  if (exiting && otherThreads(proc, pid).length === 0) return FAILURES.gone;
  return { pid, name, parent, started, uid, cgroup, ...cmdline };
}

/** Reads the user and the cgroup of a process. What cannot be read is undefined. */
export async function readDetails(proc: ProcFs, pid: string): Promise<Pick<Process, "uid" | "cgroup">> {
  const [uid, cgroup] = await Promise.all([readUid(proc, pid), proc.read(`${pid}/cgroup`)]);
  return { uid, cgroup: isFailure(cgroup) ? undefined : parseCgroup(decodeText(cgroup)) };
}

/** Reads the user of a process. Returns undefined if that cannot be read. */
export async function readUid(proc: ProcFs, pid: string): Promise<number | undefined> {
  const text = await proc.read(`${pid}/status`);
  return isFailure(text) ? undefined : parseUid(decodeText(text));
}

const NO_DETAILS: Pick<Process, "uid" | "cgroup"> = { uid: undefined, cgroup: undefined };

/** Reads what `stat` says of a process, or of `self`. Returns undefined if that is not known. */
export async function readStat(proc: ProcFs, pid: string): Promise<ProcessStat | undefined> {
  const text = await proc.read(`${pid}/stat`);
  return isFailure(text) ? undefined : parseStat(text);
}

/** Reads when the scanner started, in the unit of `Process.started`. Returns undefined if that is not known. */
export async function readOwnStart(proc: ProcFs): Promise<number | undefined> {
  return (await readStat(proc, "self"))?.started;
}

/** prctl(2) lets anybody make the command line of his process as large as its memory. */
const COMMAND_LIMIT = 1024 * 1024;

async function readCmdline(
  proc: ProcFs,
  pid: string,
  limit: number,
): Promise<Pick<Process, "arguments" | "command" | "truncated">> {
  for (const directory of [pid, ...otherThreads(proc, pid).slice(0, 1)]) {
    const bytes = await proc.readStart(`${directory}/cmdline`, limit + 1);
    if (isFailure(bytes) || bytes.length === 0) continue;
    return { ...parseCmdline(bytes.subarray(0, limit)), truncated: bytes.length > limit ? ["command"] : [] };
  }
  return { arguments: [], command: "", truncated: [] };
}

/** Reads when the machine started, in milliseconds since 1970. Returns undefined if the procfs does not tell. */
export async function readBootTime(proc: ProcFs): Promise<number | undefined> {
  const text = await proc.read("stat");
  return isFailure(text) ? undefined : parseBootTime(text);
}

/** Returns when a process started, in milliseconds since 1970, or undefined if that is not known. */
export function startTime(started: number | undefined, booted: number | undefined): number | undefined {
  return started === undefined || booted === undefined ? undefined : booted + 10 * started;
}

/** Lists the threads of a process beside its leader, as paths below the procfs root: `12/task/13`. */
export function otherThreads(proc: ProcFs, pid: string): readonly string[] {
  const threads = proc.listSync(`${pid}/task`);
  if (isFailure(threads) || threads.length < 2) return [];
  return threads.filter((thread) => thread !== pid).map((thread) => `${pid}/task/${thread}`);
}
