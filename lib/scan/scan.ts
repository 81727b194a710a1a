import type { Clock } from "../base/clock.ts";
import type { Ignored, UsedFile } from "../model/file.ts";
import type { Finding, Scan, UnreadableProcess } from "../model/scan.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findTemporaryDirectories } from "../rules/unpacked.ts";
import { newBudget } from "./budget.ts";
import { fileClassifier } from "./classify.ts";
import { findName } from "./file_status.ts";
import { type Inspection, inspectProcess } from "./inspect.ts";
import { type LongNames, readLongNames } from "./mappings.ts";
import type { Mode } from "./modes.ts";
import { mountNamespaces } from "./mount_namespace.ts";
import { listProcesses, readBootTime, readOwnStart, startTime } from "./process.ts";
import { type StuckWatch, watchStuck } from "./stuck.ts";
import { answeringAhead, type NewJob, screenInThreads, type ScreenOptions, type Threads } from "./thread_pool.ts";
import { inOrder, inTurns, type Turn } from "./turns.ts";

/** What to scan, and how. */
export interface ScanOptions {
  /** The processes to look at. Empty for all. */
  readonly pids: readonly string[];
  /** Returns why the user wants a file of this name ignored, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
  /** Whether to read the user and the cgroup of each process. */
  readonly details: boolean;
  /** Starts the threads that screen many processes; undefined where there are none, or for another machine. */
  readonly threads?: Threads | undefined;
  /** Called after each process that has been read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** What tells which process is slow (default: the clock of the machine). */
  readonly clock?: Clock;
}

/**
 * Scans the processes: first reads which deleted files they use, several processes at a time, then finds the state of
 * these files, in the order of the processes: a file is asked about through the first that uses it.
 *
 * Throws a `ScanError` if the processes cannot be listed.
 */
export async function scan(proc: ProcFs, mode: Mode, options: ScanOptions): Promise<Scan> {
  const all = listProcesses(proc);
  const pids = options.pids.length === 0 ? all : all.filter((pid) => options.pids.includes(pid));
  const [ownStart, booted] = await Promise.all([readOwnStart(proc), readBootTime(proc)]);
  const watch = watchStuck(proc);
  const reading = { mode, ownStart, details: options.details, budget: newBudget() };
  const inspections = await inTurns(
    turnsOf(watch.proc, pids, mode, options),
    watch.stuck,
    async ({ pid, proc, onDone }) => {
      const inspection = await inspectProcess(proc, pid, reading);
      onDone?.();
      return inspection;
    },
    options.clock,
  );
  const examine = examiner(watch, mode, { ...options, all, booted });
  const results = await inOrder(watch, pids, async (pid, index) => await examine(pid, inspections.get(index)));
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

/** Returns the turns of all processes; if there are many, of those that threads do not find clean. */
function turnsOf(
  proc: ProcFs,
  pids: readonly string[],
  { countsDescriptors }: Mode,
  { threads, details, clock, onProgress }: ScanOptions,
): Iterable<Turn> | AsyncIterable<Turn> {
  if (threads === undefined || pids.length < threads.worth) {
    let done = 0;
    return pids.map((pid, index) => ({ index, pid, proc, onDone: () => onProgress?.(++done, pids.length) }));
  }
  const files = ["cmdline", "stat", "personality", ...(details ? ["status", "cgroup"] : [])];
  return screenedTurns(proc, threads, { root: "/proc", pids, descriptors: countsDescriptors, files }, {
    clock,
    onProgress: (taken) => onProgress?.(taken, pids.length),
  });
}

async function* screenedTurns(
  proc: ProcFs,
  threads: Threads,
  job: NewJob,
  options: ScreenOptions,
): AsyncGenerator<Turn> {
  for await (const { index, ...ahead } of screenInThreads(threads, job, options)) {
    const pid = job.pids[index]!;
    yield { index, pid, proc: answeringAhead(proc, pid, ahead) };
  }
}

/** What came of one process. Both are undefined if it uses no deleted files; both are there if some could not be read. */
interface Result {
  readonly finding: Finding | undefined;
  readonly unreadable: UnreadableProcess | undefined;
}

interface ExamineOptions extends ScanOptions {
  /** All processes, through which mount namespaces are found. */
  readonly all: readonly string[];
  readonly booted: number | undefined;
}

type Examine = (pid: string, inspection: Inspection | Failure | undefined) => Promise<Result>;

/** Returns a function that finds the state of the files of a process, and remembers what it learns. */
function examiner({ proc, stuck }: StuckWatch, mode: Mode, options: ExamineOptions): Examine {
  const { all, booted, ignoredByUser } = options;
  const namespaces = mountNamespaces(proc, all);
  const classify = fileClassifier(proc);

  return async (pid, inspection) => {
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
      unreadable: stuck.has(pid) ? { pid, failure: "stuck" } : failure && unreadableOf(pid, failure),
    };
  };
}

const NOTHING: Result = { finding: undefined, unreadable: undefined };

/** What has ended was not missed. */
function unreadableOf(pid: string, { failure }: Failure): UnreadableProcess | undefined {
  return failure === "gone" ? undefined : { pid, failure };
}
