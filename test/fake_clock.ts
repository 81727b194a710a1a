/** A clock that stands still until it is told to go on. */
export interface Clock {
  /** Lets the time pass, and calls back whoever waits for a moment in it, at that moment. */
  advance(milliseconds: number): Promise<void>;
  /** How many wait to be called back. */
  waiting(): number;
}

/**
 * Runs a test on a clock of its own instead of the runtime's, so that it neither waits nor depends on the load. It
 * stands in for what `lib/base/clock.ts` is made of.
 */
export async function withClock(test: (clock: Clock) => Promise<void>): Promise<void> {
  const { timeout } = AbortSignal;
  const callbacks = new Map<() => void, number>();
  let now = 1_000_000;

  async function advance(milliseconds: number): Promise<void> {
    const end = now + milliseconds;
    await settle();
    for (;;) {
      const next = [...callbacks].filter(([, due]) => due <= end).sort(([, left], [, right]) => left - right)[0];
      if (next === undefined) break;
      now = next[1];
      callbacks.delete(next[0]);
      next[0]();
      await settle();
    }
    now = end;
  }

  AbortSignal.timeout = (milliseconds) => {
    const due = now + milliseconds;
    return {
      addEventListener: (_: string, callback: () => void) => callbacks.set(callback, due),
      removeEventListener: (_: string, callback: () => void) => callbacks.delete(callback),
    } as unknown as AbortSignal;
  };
  performance.now = () => now;
  try {
    await test({ advance, waiting: () => callbacks.size });
  } finally {
    AbortSignal.timeout = timeout;
    Reflect.deleteProperty(performance, "now");
  }
}

/** Lets everything that waits for no time go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
