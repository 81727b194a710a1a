// Inspects one process: which deleted files it uses, and whether its PID still means the same process afterwards.
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Budget } from "./budget.ts";
import type { FilesRead } from "./mappings.ts";
import type { Mode } from "./modes.ts";
import { type ReadProcess, readProcess, readUid } from "./process.ts";

/** A process that uses deleted files, and these files. */
export interface Inspection extends FilesRead {
  readonly process: ReadProcess;
}

/** How to read a process. */
export interface InspectOptions {
  readonly mode: Mode;
  /** When the scanner started; undefined if that is not known. */
  readonly ownStart: number | undefined;
  /** Whether to read the user and the cgroup too. */
  readonly details: boolean;
  readonly budget: Budget;
}

/**
 * Reads which deleted files a process uses and who it is. Returns undefined for a process that uses none. Its PID may
 * be given to another process between the two. A process older than the scanner has had its PID all along. A younger
 * one is read again until its directory is the same before and after: clock ticks are too coarse to tell.
 */
export async function inspectProcess(
  proc: ProcFs,
  pid: string,
  options: InspectOptions,
): Promise<Inspection | Failure | undefined> {
  const first = await inspectOnce(proc, pid, options);
  if (first === undefined || isFailure(first)) return first;
  const { started } = first.process;
  if (started !== undefined && options.ownStart !== undefined && started < options.ownStart) return first;
  for (let reading = 0; reading < READINGS; reading++) {
    const before = await directoryInode(proc, pid);
    // Nothing changes in a copy, and nothing can be asked there.
    if (isFailure(before)) return before.failure === "unreadable" ? first : before;
    const again = await inspectOnce(proc, pid, options);
    if (again === undefined || isFailure(again)) return again;
    if (await directoryInode(proc, pid) === before) return again;
  }
  return FAILURES.gone;
}

/** How often to read a process whose directory is another one each time. */
const READINGS = 4;

/** The kernel gives the directory of every process an inode of its own: `proc_pid_make_inode()` in fs/proc/base.c. */
async function directoryInode(proc: ProcFs, pid: string): Promise<number | Failure> {
  const stat = await proc.stat(pid);
  return isFailure(stat) ? stat : stat.inode;
}

async function inspectOnce(
  proc: ProcFs,
  pid: string,
  { mode, details, budget }: InspectOptions,
): Promise<Inspection | Failure | undefined> {
  const readUser = (): Promise<number | undefined> => readUid(proc, pid);
  const allowance = await budget.allow(readUser);
  const first = await mode.readFiles(proc, pid, allowance);
  if (first.problem !== undefined && first.files.length === 0) return first.problem;
  const options = { details, limit: allowance.command };
  const known = first.files.length === 0 ? undefined : await readProcess(proc, pid, options);
  const { files, impliesExec, problem } = await mode.addFiles?.(proc, pid, first.files, allowance) ?? first;
  if (files.length === 0) {
    await budget.take(allowance.taken(), readUser);
    return allowance.isFull() ? FAILURES.unreadable : problem;
  }
  const process = known ?? await readProcess(proc, pid, options);
  if (isFailure(process)) return process;
  await budget.take(2 * process.command.length + allowance.taken(), readUser);
  const truncated = [...process.truncated, ...allowance.truncated];
  return { process: { ...process, truncated }, files, impliesExec, problem };
}
