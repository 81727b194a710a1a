import type { DeletedFile } from "../model/file.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Mode } from "./modes.ts";
import { type ReadProcess, readProcess } from "./process.ts";

/** What was read of a process that holds something. */
export interface Inspection {
  readonly process: ReadProcess;
  readonly files: readonly DeletedFile[];
}

/** How processes are to be read. */
export interface InspectOptions {
  readonly mode: Mode;
  /** When the scanner itself started; undefined where that is not known. */
  readonly ownStart: number | undefined;
  /** Whether to read the user and the cgroup too. */
  readonly details: boolean;
}

/**
 * Reads what a process holds and who it is; undefined for one that holds nothing. Its PID can be given to another
 * process between the two. A process older than the scanner has had its PID all along; a younger one is read again
 * until its directory is the same before and after. Clock ticks are too coarse to tell: a PID can come back within one.
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
    const before = directoryInode(proc, pid);
    // Nothing changes in a copy, and nothing can be asked there.
    if (isFailure(before)) return before.failure === "unreadable" ? first : before;
    const again = await inspectOnce(proc, pid, options);
    if (again === undefined || isFailure(again)) return again;
    if (directoryInode(proc, pid) === before) return again;
  }
  return FAILURES.gone;
}

/** A directory of a procfs that is always another one each time that it is looked at is given up. */
const READINGS = 4;

/** The kernel gives the directory of every process an inode of its own: `proc_pid_make_inode()` in fs/proc/base.c. */
function directoryInode(proc: ProcFs, pid: string): number | Failure {
  const stat = proc.stat(pid);
  return isFailure(stat) ? stat : stat.inode;
}

async function inspectOnce(
  proc: ProcFs,
  pid: string,
  { mode, details }: InspectOptions,
): Promise<Inspection | Failure | undefined> {
  const files = await mode.readFiles(proc, pid);
  if (isFailure(files)) return files;
  if (files.length === 0) return undefined;
  const process = await readProcess(proc, pid, details);
  return isFailure(process) ? process : { process, files };
}
