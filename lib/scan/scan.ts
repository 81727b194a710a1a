import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import type { Ignored, UsedFile } from "../model/file.ts";
import type { Finding, Scan, UnreadableProcess } from "../model/scan.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { fileClassifier } from "./classify.ts";
import { findName } from "./file_status.ts";
import { inspectProcess } from "./inspect.ts";
import type { Mode } from "./modes.ts";
import { mountNamespaces } from "./mount_namespace.ts";
import { listProcesses, readOwnStart } from "./process.ts";

/** What a scan is to find out. */
export interface ScanOptions {
  /** The processes to look at; all where there are none. */
  readonly pids: readonly string[];
  /** The reason why the user does not want to see a file of this name, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
  /** Whether to read the user and the cgroup of each process. */
  readonly details: boolean;
  /** To be told of each process that has been read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks at every process: first what it holds, several processes at a time; then, for those few that hold something,
 * one after the other, what became of it.
 *
 * Throws a `ScanError` where the processes cannot even be listed.
 */
export async function scan(proc: ProcFs, mode: Mode, options: ScanOptions): Promise<Scan> {
  const all = listProcesses(proc);
  const pids = options.pids.length === 0 ? all : all.filter((pid) => options.pids.includes(pid));
  const ownStart = await readOwnStart(proc);
  let done = 0;
  const gathered = await inParallel(pids, CONCURRENCY, async (pid) => {
    const answer = await inspectProcess(proc, pid, { mode, ownStart, details: options.details });
    options.onProgress?.(++done, pids.length);
    return answer;
  });

  const views = mountNamespaces(proc, all);
  const judge = fileClassifier(proc);
  const unreadable: UnreadableProcess[] = [];
  const findings: Finding[] = [];
  for (const [index, answer] of gathered.entries()) {
    if (answer === undefined) continue;
    const pid = pids[index]!;
    if (isFailure(answer)) {
      miss(pid, answer);
      continue;
    }
    const own = await views.of(pid);
    const files: UsedFile[] = [];
    for (const held of answer.files) {
      const view = await views.holding(held.mountId, own);
      const named = await findName(proc, answer.process, held, view);
      if (isFailure(named)) miss(pid, named);
      else if (named !== undefined) {
        files.push(judge(held, { mode: mode.name, view, named, ignoredByUser: options.ignoredByUser }));
      }
    }
    if (files.length === 0) continue;
    findings.push({ files, process: { ...answer.process, service: undefined } });
  }
  return {
    mode: mode.name,
    processes: pids.length,
    unreadable,
    notFound: options.pids.filter((pid) => !all.includes(pid)),
    findings,
    booted: undefined,
    users: new Map(),
  };

  function miss(pid: string, { failure }: Failure): void {
    if (failure !== "gone" && unreadable.at(-1)?.pid !== pid) unreadable.push({ pid, failure });
  }
}
