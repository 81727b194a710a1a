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

/** What to scan, and how. */
export interface ScanOptions {
  /** The processes to look at. Empty for all. */
  readonly pids: readonly string[];
  /** Returns why the user wants a file of this name ignored, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
  /** Whether to read the user and the cgroup of each process. */
  readonly details: boolean;
  /** Called after each process that has been read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Scans the processes: first reads which deleted files they use, several processes at a time, then finds the state of
 * these files, one after the other.
 *
 * Throws a `ScanError` if the processes cannot be listed.
 */
export async function scan(proc: ProcFs, mode: Mode, options: ScanOptions): Promise<Scan> {
  const all = listProcesses(proc);
  const pids = options.pids.length === 0 ? all : all.filter((pid) => options.pids.includes(pid));
  const ownStart = await readOwnStart(proc);
  let done = 0;
  const inspections = await inParallel(pids, CONCURRENCY, async (pid) => {
    const answer = await inspectProcess(proc, pid, { mode, ownStart, details: options.details });
    options.onProgress?.(++done, pids.length);
    return answer;
  });

  const namespaces = mountNamespaces(proc, all);
  const classify = fileClassifier(proc);
  const unreadable: UnreadableProcess[] = [];
  const findings: Finding[] = [];
  for (const [index, answer] of inspections.entries()) {
    if (answer === undefined) continue;
    const pid = pids[index]!;
    if (isFailure(answer)) {
      skip(pid, answer);
      continue;
    }
    const own = await namespaces.of(pid);
    const files: UsedFile[] = [];
    for (const file of answer.files) {
      const namespace = await namespaces.holding(file.mountId, own);
      const named = await findName(proc, answer.process, file, namespace);
      if (isFailure(named)) skip(pid, named);
      else if (named !== undefined) {
        files.push(await classify(file, { mode: mode.name, namespace, named, ignoredByUser: options.ignoredByUser }));
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

  function skip(pid: string, { failure }: Failure): void {
    if (failure !== "gone" && unreadable.at(-1)?.pid !== pid) unreadable.push({ pid, failure });
  }
}
