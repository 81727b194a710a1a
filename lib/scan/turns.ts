import { decodeText } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import { parseUid } from "../parse/status.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { StuckWatch } from "./stuck.ts";

/**
 * Works on processes, several at a time, and returns the results in their order. Once several processes of one user are
 * slow to answer, the turn of all others of that user comes last, and none once many have not answered: the runtime has
 * only so many threads that can wait, and nobody is to use them up before everybody else has had a turn, and the state of
 * the files is known.
 */
export async function inTurns<Result>(
  { proc, stuck }: StuckWatch,
  pids: readonly string[],
  work: (pid: string) => Promise<Result>,
  clock?: Clock,
): Promise<readonly (Result | Failure)[]> {
  const results: (Result | Failure)[] = new Array(pids.length);
  const concurrency = { ...CONCURRENCY, clock };
  const slow = new Map<number, number | undefined>();
  const postponed: number[] = [];

  async function noteSlow(index: number): Promise<void> {
    slow.set(index, undefined);
    const uid = await readUid(proc, pids[index]!);
    if (slow.has(index)) slow.set(index, uid);
  }
  async function isPostponed(index: number): Promise<boolean> {
    if (slow.size < TOLERATED) return false;
    const uid = await readUid(proc, pids[index]!);
    return uid !== undefined && [...slow.values()].filter((each) => each === uid).length >= TOLERATED;
  }
  async function take(index: number): Promise<void> {
    results[index] = await work(pids[index]!);
    slow.delete(index);
  }
  await inParallel([...pids.keys()], { ...concurrency, onSlow: (index) => void noteSlow(index) }, async (index) => {
    if (await isPostponed(index)) postponed.push(index);
    else await take(index);
  });
  await inParallel(postponed, concurrency, async (index) => {
    if (stuck.size < MANY) await take(index);
    else results[index] = FAILURES.stuck;
  });
  return results;
}

/**
 * Works on processes one after the other, and returns the results in their order. Once a process of a user has not
 * answered, all others of that user come last.
 */
export async function inOrder<Result>(
  { proc, stuck }: StuckWatch,
  pids: readonly string[],
  work: (pid: string, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = new Array(pids.length);
  const slow = new Set<number | undefined>();
  const postponed: number[] = [];

  async function take(index: number): Promise<void> {
    const before = stuck.size;
    results[index] = await work(pids[index]!, index);
    if (stuck.size > before) slow.add(await readUid(proc, pids[index]!));
  }
  for (const [index, pid] of pids.entries()) {
    if (slow.size > 0 && slow.has(await readUid(proc, pid))) postponed.push(index);
    else await take(index);
  }
  for (const index of postponed) await take(index);
  return results;
}

/** How many processes that do not answer are enough. */
const MANY = 8;

/** How many slow processes a user may have. A large process takes its time on a busy machine, too. */
const TOLERATED = 4;

async function readUid(proc: ProcFs, pid: string): Promise<number | undefined> {
  const text = await proc.read(`${pid}/status`);
  return isFailure(text) ? undefined : parseUid(decodeText(text));
}
