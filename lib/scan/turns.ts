// Gives every user's processes their turn, even when those of one user do not answer.
import type { Clock } from "../base/clock.ts";
import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import { type Failure, FAILURES, type ProcFs } from "../procfs/procfs.ts";
import { readUid } from "./process.ts";
import type { StuckWatch } from "./stuck.ts";

/** A process whose turn it is. */
export interface Turn {
  /** Its place among the processes. */
  readonly index: number;
  readonly pid: string;
  /** Answers about it. */
  readonly proc: ProcFs;
  /** To be called after it has been inspected. */
  readonly onDone?: (() => void) | undefined;
}

/**
 * Works on processes, several at a time, and returns the results by their places. Once several processes of one user are
 * slow to answer, or have not answered, the turn of all others of that user comes last, and none once many have not: the
 * runtime has only so many threads that can wait, and nobody is to use them up before everybody else has had a turn, and
 * the state of the files is known. No user has to answer for the processes of another. Where only a few of a user have not
 * answered, these are asked once more at the end: on a busy machine their answers may have been late.
 */
export async function inTurns<Result>(
  turns: Iterable<Turn> | AsyncIterable<Turn>,
  { stuck, forget }: Pick<StuckWatch, "stuck" | "forget">,
  work: (turn: Turn) => Promise<Result>,
  clock?: Clock,
): Promise<ReadonlyMap<number, Result | Failure>> {
  const results = new Map<number, Result | Failure>();
  /** The users of processes that are slow, or have not answered. */
  const slow = new Map<Turn, number | undefined>();
  const postponed: { readonly turn: Turn; readonly uid: number }[] = [];

  async function noteSlow(turn: Turn): Promise<void> {
    slow.set(turn, undefined);
    const uid = await readUid(turn.proc, turn.pid);
    if (slow.has(turn)) slow.set(turn, uid);
  }
  function countSlow(uid: number): number {
    return [...slow.values()].filter((each) => each === uid).length;
  }
  async function take(turn: Turn): Promise<void> {
    results.set(turn.index, await work(turn));
    if (!stuck.has(turn.pid)) slow.delete(turn);
    else if (!slow.has(turn)) await noteSlow(turn);
  }
  await inParallel(turns, { ...CONCURRENCY, clock, onSlow: (turn) => void noteSlow(turn) }, async (turn) => {
    const uid = slow.size < TOLERATED ? undefined : await readUid(turn.proc, turn.pid);
    if (uid !== undefined && countSlow(uid) >= TOLERATED) postponed.push({ turn, uid });
    else await take(turn);
  });
  const rest = postponed.toSorted((left, right) => countSlow(left.uid) - countSlow(right.uid)).values();
  // Nobody else waits any more, so those that are slow may keep each other waiting.
  await Promise.all(Array.from({ length: CONCURRENCY.limit }, async () => {
    for (const { turn, uid } of rest) {
      if (countSlow(uid) < MANY) await take(turn);
      else results.set(turn.index, FAILURES.stuck);
    }
  }));
  const late = [...slow].filter(([{ pid }, uid]) => stuck.has(pid) && (uid === undefined || countSlow(uid) < MANY));
  await Promise.all(late.map(async ([turn]) => {
    forget(turn.pid);
    const again = await work({ ...turn, onDone: undefined });
    // What does not answer again was answered in part, perhaps, the first time.
    if (!stuck.has(turn.pid)) results.set(turn.index, again);
  }));
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
  /** How many processes of each user have not answered. */
  const slow = new Map<number | undefined, number>();
  const postponed: { readonly index: number; readonly uid: number }[] = [];

  async function take(index: number, mayAsk: boolean): Promise<void> {
    const pid = pids[index]!;
    const wasStuck = stuck.has(pid);
    results[index] = await work(pid, index, mayAsk);
    if (wasStuck || !stuck.has(pid)) return;
    const uid = await readUid(proc, pid);
    slow.set(uid, (slow.get(uid) ?? 0) + 1);
  }
  for (const [index, pid] of pids.entries()) {
    const uid = slow.size > 0 ? await readUid(proc, pid) : undefined;
    if (uid !== undefined && slow.has(uid)) postponed.push({ index, uid });
    else await take(index, true);
  }
  for (const { index, uid } of postponed) await take(index, (slow.get(uid) ?? 0) < MANY);
  return results;
}

/** How many processes of a user that do not answer are enough. */
const MANY = 8;

/** How many slow processes a user may have. A large process takes its time on a busy machine, too. */
const TOLERATED = 4;
