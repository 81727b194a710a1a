import { setImmediate } from "node:timers";
import type { Clock } from "../lib/base/clock.ts";

/** A clock that stands still until it is told to go on, so that a test neither waits nor depends on the load. */
export interface FakeClock extends Clock {
  /** Lets the time pass, and calls back whoever waits for a moment in it, at that moment. */
  advance(milliseconds: number): Promise<void>;
  /** Lets the time pass until a promise has settled, and returns its value. Rejects if nothing more is waited for. */
  until<Value>(promise: Promise<Value>): Promise<Value>;
  /** How many wait to be called back. */
  waiting(): number;
}

/** Makes a clock that stands at this moment. */
export function fakeClock(start = 1_000_000): FakeClock {
  const callbacks = new Map<object, { readonly due: number; readonly callback: () => void }>();
  let now = start;

  /** Goes to the next moment that somebody waits for, but not beyond `end`. */
  async function step(end: number): Promise<boolean> {
    const [key, next] = [...callbacks].filter(([, { due }]) => due <= end)
      .reduce<Entry | undefined>(
        (first, each) => first === undefined || each[1].due < first[1].due ? each : first,
        undefined,
      ) ?? [];
    if (key === undefined || next === undefined) return false;
    now = Math.max(now, next.due);
    callbacks.delete(key);
    next.callback();
    await settle();
    return true;
  }
  return {
    now: () => now,
    after(milliseconds, callback): () => void {
      // Node refuses it: AbortSignal.timeout().
      if (!Number.isInteger(milliseconds)) throw new RangeError(`Not a whole number of milliseconds: ${milliseconds}`);
      const key = {};
      callbacks.set(key, { due: now + milliseconds, callback });
      return () => void callbacks.delete(key);
    },
    async advance(milliseconds): Promise<void> {
      const end = now + milliseconds;
      await settle();
      while (await step(end));
      now = end;
    },
    async until<Value>(promise: Promise<Value>): Promise<Value> {
      let isSettled = false;
      promise.finally(() => isSettled = true).catch(() => {});
      await settle();
      while (!isSettled && await step(Infinity));
      if (!isSettled) throw new Error("Nobody waits for the clock");
      return await promise;
    },
    waiting: () => callbacks.size,
  };
}

type Entry = readonly [object, { readonly due: number; readonly callback: () => void }];

/** Lets everything that waits for no time go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
