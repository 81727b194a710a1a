// Says on a terminal how far a scan is.
import type { Environment } from "./environment.ts";

/** The line on a terminal that says how far a scan is. */
export interface Progress {
  /** Says how many of all processes are done. */
  tell(done: number, total: number): void;
  /** Erases the line. */
  clear(): void;
}

/** Returns the progress of a scan, shown after one second and then every tenth; undefined without a terminal. */
export function watchProgress({ stderr, now }: Environment): Progress | undefined {
  if (!stderr.isTerminal) return undefined;
  let next = now().getTime() + DELAY;
  let isShown = false;
  return {
    tell(done, total): void {
      const time = now().getTime();
      if (time < next) return;
      next = time + INTERVAL;
      isShown = true;
      stderr.write(`\r${done} of ${total} processes`);
    },
    clear(): void {
      if (isShown) stderr.write(CLEAR_LINE);
    },
  };
}

/** In milliseconds. */
const DELAY = 1000;
const INTERVAL = 100;
/** Carriage return, then Erase in Line: ECMA-48 8.3.41. */
const CLEAR_LINE = "\r\x1b[K";
