import { after } from "../base/clock.ts";
import { type Failure, FAILURES } from "./procfs.ts";

/** How long to wait for answers. */
export interface Patience {
  /** For one question, in milliseconds; and for all together, while nothing else is answered. */
  readonly timeout: number;
  /** How many questions may stay without an answer at once. After that, nothing more is asked. */
  readonly capacity: number;
}

/**
 * Gives up on questions that take too long: each after `timeout`. Once `timeout` has been lost on waiting while nothing
 * was answered, not even in part, a moment must do, so that a chain of questions is no longer than one.
 *
 * One timer serves all questions: thousands of timers would cost more than most of the answers.
 */
export function deadlines(
  { timeout, capacity }: Patience,
): <Answer>(ask: (onProgress: () => void) => Promise<Answer>) => Promise<Answer | Failure> {
  const tick = Math.max(1, Math.min(TICK, timeout / TICKS));
  const open = new Map<() => void, number>();
  let isWatched = false;
  let unanswered = 0;
  let answers = 0;
  let answersBefore = 0;
  let lost = 0;
  let watchedSince = 0;

  function watch(): void {
    isWatched = true;
    answersBefore = answers;
    watchedSince = performance.now();
    after(tick, giveUpOld);
  }
  function giveUpOld(): void {
    const now = performance.now();
    // On a busy machine this itself may come late, and then says nothing about the others.
    const isIdle = answers === answersBefore && now - watchedSince < 2 * tick;
    if (isIdle) lost += tick;
    for (const [giveUp, asked] of open) {
      const waited = now - asked;
      if (waited < (isIdle && lost >= timeout ? tick : timeout)) break;
      giveUp();
    }
    isWatched = false;
    if (open.size > 0) watch();
  }
  return (ask) =>
    new Promise((resolve, reject) => {
      if (unanswered >= capacity) return resolve(FAILURES.stuck);
      let isGivenUp = false;

      function giveUp(): void {
        isGivenUp = true;
        unanswered++;
        open.delete(giveUp);
        resolve(FAILURES.stuck);
      }
      function settle(): void {
        answers++;
        if (isGivenUp) unanswered--;
        open.delete(giveUp);
      }
      open.set(giveUp, performance.now());
      if (!isWatched) watch();
      ask(() => void answers++).finally(settle).then(resolve, reject);
    });
}

/** How long to wait for one more question once the time is used up: in milliseconds, and as a part of the time. */
const TICK = 50;
const TICKS = 20;
