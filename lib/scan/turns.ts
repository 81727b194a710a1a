// Gives every user's processes their turn, even when those of one user do not answer.
import { decodeText } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import { parseUid } from "../parse/status.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { StuckWatch } from "./stuck.ts";

/** A process whose turn it is. */
export interface Turn {
  /** Its place among the processes. */
  readonly index: number;
  readonly pid: string;
  /** Answers about it. */
  readonly proc: ProcFs;
  /** To be called after it has been inspected. */
  readonly onDone?: () => void;
}

/**
 * Works on processes, several at a time, and returns the results by their places. Once several processes of one user are
 * slow to answer, the turn of all others of that user comes last, and none once many have not answered: the runtime has
 * only so many threads that can wait, and nobody is to use them up before everybody else has had a turn, and the state of
 * the files is known.
 */
export async function inTurns<Result>(
  turns: Iterable<Turn> | AsyncIterable<Turn>,
  stuck: StuckWatch["stuck"],
  work: (turn: Turn) => Promise<Result>,
  clock?: Clock,
): Promise<ReadonlyMap<number, Result | Failure>> {
  const results = new Map<number, Result | Failure>();
  const concurrency = { ...CONCURRENCY, clock };
  const slow = new Map<Turn, number | undefined>();
  const postponed: Turn[] = [];

  async function noteSlow(turn: Turn): Promise<void> {
    slow.set(turn, undefined);
    const uid = await readUid(turn);
    if (slow.has(turn)) slow.set(turn, uid);
  }
  async function isPostponed(turn: Turn): Promise<boolean> {
    if (slow.size < TOLERATED) return false;
    const uid = await readUid(turn);
    return uid !== undefined && [...slow.values()].filter((each) => each === uid).length >= TOLERATED;
  }
  async function take(turn: Turn): Promise<void> {
    results.set(turn.index, await work(turn));
    slow.delete(turn);
  }
  await inParallel(turns, { ...concurrency, onSlow: (turn) => void noteSlow(turn) }, async (turn) => {
    if (await isPostponed(turn)) postponed.push(turn);
    else await take(turn);
  });
  await inParallel(postponed, concurrency, async (turn) => {
    if (stuck.size < MANY) await take(turn);
    else results.set(turn.index, FAILURES.stuck);
  });
  return results;
}

/**
 * Works on processes one after the other, and returns the results in their order. Once a process of a user has not
 * answered, all others of that user come last, and are not to be asked anything once many have not answered.
 */
export async function inOrder<Result>(
  { proc, stuck }: StuckWatch,
  pids: readonly string[],
  work: (pid: string, index: number, mayAsk: boolean) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = new Array(pids.length);
  const slow = new Set<number | undefined>();
  const postponed: number[] = [];

  async function take(index: number, mayAsk: boolean): Promise<void> {
    const before = stuck.size;
    results[index] = await work(pids[index]!, index, mayAsk);
    if (stuck.size > before) slow.add(await readUid({ proc, pid: pids[index]! }));
  }
  for (const [index, pid] of pids.entries()) {
    if (slow.size > 0 && slow.has(await readUid({ proc, pid }))) postponed.push(index);
    else await take(index, true);
  }
  for (const index of postponed) await take(index, stuck.size < MANY);
  return results;
}

/** How many processes that do not answer are enough. */
const MANY = 8;

/** How many slow processes a user may have. A large process takes its time on a busy machine, too. */
const TOLERATED = 4;

async function readUid({ proc, pid }: Pick<Turn, "proc" | "pid">): Promise<number | undefined> {
  const text = await proc.read(`${pid}/status`);
  return isFailure(text) ? undefined : parseUid(decodeText(text));
}
