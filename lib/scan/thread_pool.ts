// Has threads read ahead for the scan, and does without any that does not answer.
import { CLOCK, type Clock } from "../base/clock.ts";
import type { Failure, ProcFs } from "../procfs/procfs.ts";
import { type ReadAhead, type Screened, type ScreenJob, screenSource } from "./screen.ts";

/** Starts threads. Each runtime has its own way. */
export interface Threads {
  /** Returns how many can run at once on this machine. */
  readonly cores: () => number;
  /** How many processes are worth a thread. With less than two threads' worth, the main thread is as fast alone. */
  readonly worth: number;
  /**
   * Starts a thread that calls the function of this source with its file system calls, the job, and `on.screened`. It
   * calls `on.ended` after that, or when there is no thread to be had, unless it throws.
   */
  readonly start: (source: string, job: ScreenJob, on: ThreadEvents) => void;
}

/** What a thread says. */
export interface ThreadEvents {
  readonly screened: (screened: Screened) => void;
  readonly ended: () => void;
}

/** Returns how many threads are worth starting for this many processes. */
export function countThreads({ cores, worth }: Omit<Threads, "start">, processes: number): number {
  return Math.max(1, Math.min(cores(), MOST, Math.floor(processes / worth)));
}

/** What is the same for all threads. */
export type NewJob = Omit<ScreenJob, "shared" | "threads" | "thread">;

/** How to go about it. */
export interface ScreenOptions {
  /** What tells which thread is slow (default: the clock of the machine). */
  readonly clock?: Clock | undefined;
  /** Called now and then with the number of processes that threads have taken. */
  readonly onProgress?: (taken: number) => void;
}

/** More threads than that only wait for each other: the kernel has locks that all of them take. */
const MOST = 8;
/** How many threads may be lost on processes that do not answer. After that, the main thread is alone with the rest. */
const REPLACEMENTS = 8;
/** How long a call to the kernel may take, and how long a thread may take to start, in milliseconds. */
const PATIENCE = { call: 100, start: 1000 };
const TICK = 50;
const NOTHING_AHEAD: ReadAhead = { files: {}, lists: {} };
/** How much may wait for the main thread, in bytes and names. Of further processes nothing is read ahead. */
const AHEAD = 16 * 1024 * 1024;

/**
 * Screens processes in threads. Yields all that are not clean: those that a thread has posted as they come, and at the
 * end those with which no thread was ready, with nothing read ahead. A thread that waits for an answer is given up, for
 * nothing ends a call to the kernel, and another one is started.
 */
export async function* screenInThreads(
  threads: Threads,
  job: NewJob,
  { clock = CLOCK, onProgress }: ScreenOptions = {},
): AsyncGenerator<Screened> {
  const { pids } = job;
  const count = countThreads(threads, pids.length);
  const slots = count + REPLACEMENTS;
  const shared = new SharedArrayBuffer(4 * (1 + slots + pids.length));
  const numbers = new Int32Array(shared);
  const source = screenSource();
  const running = new Map<number, { readonly calls: number; readonly since: number }>();
  const posted = new Set<number>();
  let queue: Screened[] = [];
  let ahead = 0;
  let started = 0;
  let wake = (): void => {};

  function start(): void {
    const thread = started++;
    const ended = (): void => {
      running.delete(thread);
      wake();
    };
    running.set(thread, { calls: 0, since: clock.now() });
    try {
      threads.start(source, { ...job, shared, threads: slots, thread }, { screened, ended });
    } catch {
      ended();
    }
  }
  function screened(found: Screened): void {
    const { index, files, lists } = found;
    const kept = [...Object.values(files), ...Object.values(lists)].reduce((sum, { length }) => sum + length, 0);
    const isMuch = ahead + kept > AHEAD;
    if (!isMuch) ahead += kept;
    posted.add(index);
    queue.push(isMuch ? { ...NOTHING_AHEAD, index } : found);
    wake();
  }
  function replaceSlow(): void {
    const now = clock.now();
    for (const [thread, { calls, since }] of running) {
      const current = Atomics.load(numbers, 1 + thread);
      if (current !== calls) running.set(thread, { calls: current, since: now });
      else if (now - since > (calls === 0 ? PATIENCE.start : PATIENCE.call)) {
        running.delete(thread);
        // One that is slow to start is so because the machine is busy, and still helps when it has started.
        if (calls > 0 && started < slots) start();
      }
    }
    onProgress?.(Math.min(Atomics.load(numbers, 0), pids.length));
    wake();
    if (running.size > 0) cancel = clock.after(TICK, replaceSlow);
  }
  while (started < count) start();
  let cancel = clock.after(TICK, replaceSlow);
  try {
    while (running.size > 0 || queue.length > 0) {
      if (queue.length === 0) await new Promise<void>((resolve) => wake = resolve);
      const batch = queue;
      queue = [];
      ahead = 0;
      yield* batch;
    }
  } finally {
    cancel();
    Atomics.store(numbers, 0, pids.length);
  }
  for (const index of pids.keys()) {
    const isClean = Atomics.load(numbers, 1 + slots + index) === 1;
    if (!isClean && !posted.has(index)) yield { ...NOTHING_AHEAD, index };
  }
}

/** Makes a `ProcFs` that answers once from what was read ahead of a process, and asks another one for everything else. */
export function answeringAhead(proc: ProcFs, pid: string, { files, lists }: ReadAhead): ProcFs {
  const takeFile = takingOnce(pid, files);
  const takeList = takingOnce(pid, lists);
  return {
    ...proc,
    listSync: (path) => takeList(path) ?? proc.listSync(path),
    read: async (path) => takeFile(path) ?? await proc.read(path),
    readStart: async (path, limit) => takeFile(path)?.subarray(0, limit) ?? await proc.readStart(path, limit),
    async readPieces(path, visit): Promise<Failure | undefined> {
      const bytes = takeFile(path);
      if (bytes === undefined) return await proc.readPieces(path, visit);
      visit(bytes);
      return undefined;
    },
  };
}

/** Returns a function that takes an answer by its path, as long as it is there. */
function takingOnce<Answer>(
  pid: string,
  answers: Readonly<Record<string, Answer>>,
): (path: string) => Answer | undefined {
  const left = new Map(Object.entries(answers).map(([name, answer]) => [`${pid}/${name}`, answer]));
  return (path) => {
    const answer = left.get(path);
    left.delete(path);
    return answer;
  };
}
