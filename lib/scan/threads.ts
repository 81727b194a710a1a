import { isFailure, type ProcFs } from "../procfs/procfs.ts";

/** The threads of a process beside its leader, as paths below the procfs root: `12/task/13`. */
export function otherThreads(proc: ProcFs, pid: string): readonly string[] {
  const threads = proc.list(`${pid}/task`);
  if (isFailure(threads) || threads.length < 2) return [];
  return threads.filter((thread) => thread !== pid).map((thread) => `${pid}/task/${thread}`);
}
