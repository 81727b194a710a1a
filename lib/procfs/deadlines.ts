// Gives up on questions that are not answered in time, so that no process can stop a scan.
import type { Clock } from "../base/clock.ts";
import { type Failure, FAILURES } from "./procfs.ts";
import { type Question, ROOT, seats, type User } from "./seats.ts";

/** How long to wait for answers. */
export interface Patience {
  /** For one question, in milliseconds; and for all together, while nothing else is answered. */
  readonly timeout: number;
  /** How many questions may stay without an answer at once. */
  readonly capacity: number;
  readonly clock: Clock;
}

/** Asks a question about a process of a user, and waits for the answer, but not for ever. */
export type Ask = <Answer>(
  ask: (onProgress: () => void) => Promise<Answer>,
  user: () => User,
) => Promise<Answer | Failure>;

/**
 * Gives up on questions that take too long: each after `timeout`. Once `timeout` has been lost on answers that were slow,
 * or did not come, while no other came quickly, a moment must do, and a second later the tenth of one: neither a chain of
 * questions nor answers that come just in time take longer. Who has not lost that time may wait longer: see `patience`.
 *
 * The time of a question begins when it is asked, and not while it waits for a thread. One timer serves all questions:
 * thousands of timers would cost more than most of the answers.
 */
export function deadlines({ timeout, capacity, clock }: Patience): Ask {
  const tick = Math.ceil(Math.min(MOMENT, timeout / TICKS));
  const threads = seats(capacity);
  const open = new Set<Open>();
  let lost = 0;
  /** How much of that was lost on the processes of each user. */
  const lostBy = new Map<User, number>();
  /** When an answer last came quickly, and until when time is known to be lost or not. */
  let quick = 0;
  let counted = 0;
  /** When the timer calls back. */
  let due: number | undefined;
  let wasLate = false;

  /**
   * How long a question may take now. On a busy machine an innocent process may need a moment, too: it has the fourth
   * part of the time while its user has lost less than that himself. Once half of the second is over, only root can count
   * on it: of other users there may be many.
   */
  function patience({ user }: Question): number {
    if (lost < timeout) return timeout;
    const ticks = (lost - timeout) / tick;
    const isInnocent = (lostBy.get(user()) ?? 0) < timeout / 4;
    if (isInnocent && (ticks < TICKS / 2 || user() === ROOT)) return Math.max(tick, timeout / 4);
    // What was begun before that ends later, and the last questions take their time, too.
    return ticks < TICKS - LAST ? tick : tick / 10;
  }
  /** Counts what was lost on a question that is slow. */
  function count(question: Question, since: number): void {
    const now = clock.now();
    if (now - Math.max(since, quick) < Math.min(tick + 1, patience(question))) return;
    // On a busy machine the timer itself comes late. Then this says nothing about the others.
    if (due !== undefined && now < due + tick / 5) {
      const took = now - Math.max(since, quick, counted);
      lost += took;
      lostBy.set(question.user(), (lostBy.get(question.user()) ?? 0) + took);
    }
    counted = now;
  }
  function watch(): void {
    const now = clock.now();
    const wait = lost < timeout ? tick : Math.max(1, Math.min(tick, Math.ceil(nextEnd() - now)));
    due = now + wait;
    clock.after(wait, giveUpOld);
  }
  function nextEnd(): number {
    return Math.min(...Array.from(open, (question) => question.asked + patience(question)));
  }
  function giveUpOld(): void {
    const now = clock.now();
    const [oldest] = open;
    if (oldest !== undefined) count(oldest, oldest.asked);
    // While the thread was busy, answers may have come that it has not seen yet.
    wasLate = due !== undefined && now >= due + tick / 5 && !wasLate;
    for (const question of wasLate ? [] : [...open]) {
      const least = now - quick >= patience(question) ? patience(question) : timeout;
      if (now - question.asked >= least) question.giveUp();
    }
    due = undefined;
    if (open.size > 0) watch();
  }
  return (ask, user) =>
    new Promise((resolve, reject) => {
      const question: Open = {
        user,
        asked: 0,
        since: 0,
        begin(): void {
          question.asked = question.since = clock.now();
          open.add(question);
          if (due === undefined) watch();
          ask(progress).finally(settle).then(resolve, reject);
        },
        giveUp(): void {
          open.delete(question);
          resolve(FAILURES.stuck);
          threads.giveUp(question);
        },
        refuse: () => resolve(FAILURES.stuck),
      };
      function progress(): void {
        const now = clock.now();
        if (now - question.since < tick) quick = now;
        else count(question, question.since);
        question.since = now;
      }
      function settle(): void {
        progress();
        open.delete(question);
        threads.leave(question);
      }
      threads.enter(question);
    });
}

/** A question that was begun. */
interface Open extends Question {
  /** When it was begun, and when it last came forward. */
  asked: number;
  since: number;
  readonly giveUp: () => void;
}

/** How long to wait for one more question once the time is used up: in milliseconds, and as a part of the time. */
export const MOMENT = 50;
const TICKS = 20;
/** How many of the moments of that second are left for the very last questions. */
const LAST = 6;
