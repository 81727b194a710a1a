// Scans all processes in a mode, from the first question to the findings.
import type { Clock } from "../base/clock.ts";
import type { Finding, Scan, UnreadableProcess } from "../model/scan.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { newBudget } from "./budget.ts";
import type { ExamineOptions, examiner } from "./examine.ts";
import { inspectProcess } from "./inspect.ts";
import type { Mode } from "./modes.ts";
import { listProcesses, readBootTime, readOwnStart } from "./process.ts";
import { watchStuck } from "./stuck.ts";
import { answeringAhead, type NewJob, screenInThreads, type ScreenOptions, type Threads } from "./thread_pool.ts";
import { inOrder, inTurns, type Turn } from "./turns.ts";

/** What to scan, and how. */
export interface ScanOptions {
  /** The processes to look at. Empty for all. */
  readonly pids: readonly string[];
  readonly ignoredByUser: ExamineOptions["ignoredByUser"];
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
  const budget = newBudget();
  const reading = { mode, ownStart, details: options.details, budget };
  const inspections = await inTurns(
    turnsOf(watch.proc, pids, mode, options),
    watch,
    async ({ pid, proc, onDone }) => {
      const inspection = await inspectProcess(proc, pid, reading);
      onDone?.();
      return inspection;
    },
    options.clock,
  );
  let examine: ReturnType<typeof examiner> | undefined;
  const results = await inOrder(watch, pids, async (pid, index, mayAsk) => {
    const inspection = inspections.get(index);
    if (inspection === undefined) return NOTHING;
    if (isFailure(inspection)) return resultOf(pid, NO_FILES, inspection);
    if (!mayAsk) return resultOf(pid, NO_FILES, FAILURES.stuck);
    // Most processes use no deleted files. What finds out more about such files is loaded for the first that does.
    examine ??= (await import("./examine.ts")).examiner(watch.proc, {
      ...options,
      mode: mode.name,
      all,
      booted,
      budget,
    });
    const { files, problem } = await examine(pid, inspection);
    const { process } = inspection;
    const findings = files.length === 0 ? NO_FILES : [{ files, process: { ...process, service: undefined } }];
    if (watch.stuck.has(pid)) return resultOf(pid, findings, FAILURES.stuck);
    // What had no room may be what counts.
    const isLost = process.truncated.includes("files") && files.every(({ ignored }) => ignored !== undefined);
    return resultOf(pid, findings, problem ?? (isLost ? FAILURES.unreadable : undefined));
  });
  return {
    mode: mode.name,
    processes: pids.length,
    unreadable: results.flatMap(({ unreadable }) => unreadable),
    notFound: options.pids.filter((pid) => !all.includes(pid)),
    findings: results.flatMap(({ findings }) => findings),
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
  if (threads === undefined || pids.length < 2 * threads.worth) {
    let done = 0;
    return pids.map((pid, index) => ({ index, pid, proc, onDone: () => onProgress?.(++done, pids.length) }));
  }
  const files = ["cmdline", "stat", "personality", ...(details ? ["status", "cgroup"] : [])];
  return screenedTurns(proc, threads, { root: "/proc", pids, descriptors: countsDescriptors === true, files }, {
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

/** What came of one process: nothing if it uses no deleted files, and one of each if some of them could not be read. */
interface Result {
  readonly findings: readonly Finding[];
  readonly unreadable: readonly UnreadableProcess[];
}

const NO_FILES: readonly Finding[] = [];
const NOTHING: Result = { findings: NO_FILES, unreadable: [] };

/** What has ended was not missed. */
function resultOf(pid: string, findings: readonly Finding[], problem: Failure | undefined): Result {
  const isMissed = problem !== undefined && problem.failure !== "gone";
  return { findings, unreadable: isMissed ? [{ pid, failure: problem.failure }] : [] };
}
