import type { Ignored, UsedFile } from "../model/file.ts";
import type { Finding, Scan, UnreadableProcess } from "../model/scan.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findTemporaryDirectories } from "../rules/unpacked.ts";
import { newBudget } from "./budget.ts";
import { fileClassifier } from "./classify.ts";
import { findName } from "./file_status.ts";
import { inspectProcess } from "./inspect.ts";
import { type LongNames, readLongNames } from "./mappings.ts";
import type { Mode } from "./modes.ts";
import { mountNamespaces } from "./mount_namespace.ts";
import { listProcesses, readBootTime, readOwnStart, startTime } from "./process.ts";
import { inTurns } from "./turns.ts";

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
 * Scans the processes: reads which deleted files each uses, and finds the state of these files.
 *
 * Throws a `ScanError` if the processes cannot be listed.
 */
export async function scan(proc: ProcFs, mode: Mode, options: ScanOptions): Promise<Scan> {
  const all = listProcesses(proc);
  const pids = options.pids.length === 0 ? all : all.filter((pid) => options.pids.includes(pid));
  const ownStart = await readOwnStart(proc);
  const booted = await readBootTime(proc);
  const examine = examiner(proc, mode, { ...options, all, ownStart, booted });
  let done = 0;
  const results = await inTurns(proc, pids, async (pid) => {
    const result = await examine(pid);
    options.onProgress?.(++done, pids.length);
    return result;
  });
  return {
    mode: mode.name,
    processes: pids.length,
    unreadable: results.map(({ unreadable }) => unreadable).filter((each) => each !== undefined),
    notFound: options.pids.filter((pid) => !all.includes(pid)),
    findings: results.map(({ finding }) => finding).filter((each) => each !== undefined),
    booted,
    users: new Map(),
  };
}

/** What came of one process. Both are undefined if it uses no deleted files; both are there if some could not be read. */
interface Result {
  readonly finding: Finding | undefined;
  readonly unreadable: UnreadableProcess | undefined;
}

interface ExamineOptions extends ScanOptions {
  /** All processes, through which mount namespaces are found. */
  readonly all: readonly string[];
  readonly ownStart: number | undefined;
  readonly booted: number | undefined;
}

/** Returns a function that examines processes, and remembers what they have in common. */
function examiner(proc: ProcFs, mode: Mode, options: ExamineOptions): (pid: string) => Promise<Result> {
  const { all, ownStart, booted, details, ignoredByUser } = options;
  const budget = newBudget();
  const namespaces = mountNamespaces(proc, all);
  const classify = fileClassifier(proc);

  return async (pid) => {
    const inspection = await inspectProcess(proc, pid, { mode, ownStart, details, budget });
    if (inspection === undefined) return NOTHING;
    if (isFailure(inspection)) return { finding: undefined, unreadable: unreadableOf(pid, inspection) };
    const { process, impliesExec } = inspection;
    const using = {
      impliesExec,
      started: startTime(process.started, booted),
      temporaryDirectories: findTemporaryDirectories(process.arguments),
    };
    const own = await namespaces.of(pid);
    let names: Promise<LongNames> | undefined;
    const longNames = (): Promise<LongNames> => names ??= readLongNames(proc, pid);
    const files: UsedFile[] = [];
    let failure = inspection.problem;
    for (const file of inspection.files) {
      const namespace = await namespaces.holding(file.mountId, own);
      const named = await findName(proc, file, { process, namespace, longNames });
      if (isFailure(named)) failure = named.failure === "gone" ? failure : failure ?? named;
      else if (named !== undefined) {
        files.push(await classify(file, { mode: mode.name, namespace, named, process: using, ignoredByUser }));
      }
    }
    return {
      finding: files.length === 0 ? undefined : { files, process: { ...process, service: undefined } },
      unreadable: failure && unreadableOf(pid, failure),
    };
  };
}

const NOTHING: Result = { finding: undefined, unreadable: undefined };

/** What has ended was not missed. */
function unreadableOf(pid: string, { failure }: Failure): UnreadableProcess | undefined {
  return failure === "gone" ? undefined : { pid, failure };
}
