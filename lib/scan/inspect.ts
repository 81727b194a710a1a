import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Held } from "../model/finding.ts";
import type { Mode } from "./modes.ts";
import { type ReadDetails, type ReadProcess, readProcess } from "./process.ts";

/** What was read of a process that holds something. */
export interface Gathered {
  readonly process: ReadProcess;
  readonly held: readonly Held[];
}

/** How processes are to be read. */
export interface GatherOptions {
  readonly mode: Mode;
  /** When the scanner itself started; undefined where that is not known. */
  readonly ownStart: number | undefined;
  readonly readDetails: ReadDetails | undefined;
}

/**
 * Reads what a process holds and who it is; undefined for one that holds nothing. Its PID can be given to another
 * process between the two. A process older than the scanner has had its PID all along; a younger one is read again
 * until its folder is the same before and after. Clock ticks are too coarse to tell: a PID can come back within one.
 */
export async function gather(
  proc: ProcFs,
  pid: string,
  options: GatherOptions,
): Promise<Gathered | Failure | undefined> {
  const first = await readOnce(proc, pid, options);
  if (first === undefined || isFailure(first)) return first;
  const { started } = first.process;
  if (started !== undefined && options.ownStart !== undefined && started < options.ownStart) return first;
  for (let reading = 0; reading < READINGS; reading++) {
    const before = folderInode(proc, pid);
    // Nothing changes in a copy, and nothing can be asked there.
    if (isFailure(before)) return before.failure === "unreadable" ? first : before;
    const again = await readOnce(proc, pid, options);
    if (again === undefined || isFailure(again)) return again;
    if (folderInode(proc, pid) === before) return again;
  }
  return FAILURES.gone;
}

/** A folder of a procfs that is always another one each time that it is looked at is given up. */
const READINGS = 4;

/** The kernel gives the folder of every process an inode of its own: `proc_pid_make_inode()` in fs/proc/base.c. */
function folderInode(proc: ProcFs, pid: string): number | Failure {
  const stat = proc.stat(pid);
  return isFailure(stat) ? stat : stat.inode;
}

async function readOnce(
  proc: ProcFs,
  pid: string,
  { mode, readDetails }: GatherOptions,
): Promise<Gathered | Failure | undefined> {
  const held = await mode.collect(proc, pid);
  if (isFailure(held)) return held;
  if (held.length === 0) return undefined;
  const process = await readProcess(proc, pid, readDetails);
  return isFailure(process) ? process : { process, held };
}
