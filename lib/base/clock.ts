// Tells the time and waits. Tests pass a clock of their own.

/** The time, for what waits. */
export interface Clock {
  /** Returns the milliseconds since some moment. */
  now(): number;
  /**
   * Calls `callback` after some milliseconds, an integer, unless the returned function is called first. Does not
   * keep the program alive.
   */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The clock of the machine. Not `setTimeout`: loading it makes the start of Deno a quarter longer. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback): () => void {
    const signal = AbortSignal.timeout(milliseconds);
    signal.addEventListener("abort", callback);
    return () => signal.removeEventListener("abort", callback);
  },
};

/** Blocks the thread for some milliseconds. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
