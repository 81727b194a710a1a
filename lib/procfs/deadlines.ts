// Gives up on questions that are not answered in time, so that no process can stop a scan.
import type { Clock } from "../base/clock.ts";
import { type Failure, FAILURES } from "./procfs.ts";

/** How long to wait for answers. */
export interface Patience {
  /** For one question, in milliseconds; and for all together, while nothing else is answered. */
  readonly timeout: number;
  /** How many questions may stay without an answer at once. After that, nothing more is asked. */
  readonly capacity: number;
  readonly clock: Clock;
}

/**
 * Gives up on questions that take too long: each after `timeout`. Once `timeout` has been lost on answers that were slow,
 * or did not come, while no other came quickly, a moment must do, and a second later the tenth of one: neither a chain of
 * questions nor answers that come just in time take longer.
 *
 * One timer serves all questions: thousands of timers would cost more than most of the answers.
 */
export function deadlines(
  { timeout, capacity, clock }: Patience,
): <Answer>(ask: (onProgress: () => void) => Promise<Answer>) => Promise<Answer | Failure> {
  const tick = Math.ceil(Math.min(MOMENT, timeout / TICKS));
  const open = new Map<() => void, number>();
  let unanswered = 0;
  let lost = 0;
  /** When an answer last came quickly, and until when time is known to be lost or not. */
  let quick = 0;
  let counted = 0;
  /** When the timer calls back. */
  let due: number | undefined;
  let wasLate = false;

  /** How long a question may take now. */
  function patience(): number {
    return lost < timeout ? timeout : lost < timeout + TICKS * tick ? tick : tick / 10;
  }
  /** Counts what was lost on a question that is slow. */
  function count(asked: number): void {
    const now = clock.now();
    if (now - Math.max(asked, quick) < Math.min(tick + 1, patience())) return;
    // On a busy machine the timer itself comes late. Then this says nothing about the others.
    if (due !== undefined && now < due + tick / 5) lost += now - Math.max(asked, quick, counted);
    counted = now;
  }
  function watch(oldest: number): void {
    const now = clock.now();
    const wait = lost < timeout ? tick : Math.max(1, Math.ceil(oldest + patience() - now));
    due = now + wait;
    clock.after(wait, giveUpOld);
  }
  function giveUpOld(): void {
    const now = clock.now();
    const [oldest] = open.values();
    if (oldest !== undefined) count(oldest);
    // While the thread was busy, answers may have come that it has not seen yet.
    wasLate = due !== undefined && now >= due + tick && !wasLate;
    const least = now - quick >= patience() ? patience() : timeout;
    for (const [giveUp, asked] of open) {
      if (now - asked < least || wasLate) break;
      giveUp();
    }
    due = undefined;
    const [next] = open.values();
    if (next !== undefined) watch(next);
  }
  return (ask) =>
    new Promise((resolve, reject) => {
      if (unanswered >= capacity) return resolve(FAILURES.stuck);
      let isGivenUp = false;
      let since = clock.now();

      function giveUp(): void {
        isGivenUp = true;
        unanswered++;
        open.delete(giveUp);
        resolve(FAILURES.stuck);
      }
      function progress(): void {
        const now = clock.now();
        if (now - since < tick) quick = now;
        else count(since);
        since = now;
      }
      function settle(): void {
        progress();
        if (isGivenUp) unanswered--;
        open.delete(giveUp);
      }
      open.set(giveUp, since);
      if (due === undefined) watch(since);
      ask(progress).finally(settle).then(resolve, reject);
    });
}

/** How long to wait for one more question once the time is used up: in milliseconds, and as a part of the time. */
export const MOMENT = 50;
const TICKS = 20;
