import type { Environment } from "./environment.ts";

/** Says on a terminal how far a scan is. */
export interface Progress {
  /** To be told of each process that is done with. */
  tell(done: number, total: number): void;
  /** Takes back what was said. */
  clear(): void;
}

/** Speaks up only after a second, and then ten times a second at most; where nobody watches, there is none. */
export function watchProgress({ stderr, now }: Environment): Progress | undefined {
  if (!stderr.isTerminal) return undefined;
  let next = now().getTime() + PATIENCE;
  let hasSpoken = false;
  return {
    tell(done, total): void {
      const time = now().getTime();
      if (time < next) return;
      next = time + INTERVAL;
      hasSpoken = true;
      stderr.write(`\r${done} of ${total} processes`);
    },
    clear(): void {
      if (hasSpoken) stderr.write(CLEAR_LINE);
    },
  };
}

const PATIENCE = 1000;
const INTERVAL = 100;
/** Back to the first column, and Erase in Line: ECMA-48 8.3.41. */
const CLEAR_LINE = "\r\x1b[K";
