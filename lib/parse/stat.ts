import { decodeText } from "../base/bytes.ts";

/** What the tool needs of `/proc/PID/stat`. */
export interface ProcessStat {
  /** The name of the process, at most 15 bytes (64 for a kernel thread), a newline in it as it is. */
  readonly name: string;
  /** Whether it has ended, or is about to and holds only a part of what it did: also a leader that has exited. */
  readonly exiting: boolean;
  /** The PID of the parent. */
  readonly parent: string;
  /** When the process started, in clock ticks (a hundredth of a second) since the machine did. */
  readonly started: number;
}

/**
 * Parses `/proc/PID/stat`, or gives undefined where the text is none. The name is what stands between the first `(`
 * and the last `)`: it may hold blanks and parentheses itself. Format: proc_pid_stat(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseStat } from "./stat.ts";
 *
 * const line = "7 (x) R 1 (y) S 1 7 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 4711 0";
 * assert.deepEqual(parseStat(new TextEncoder().encode(line)), {
 *   name: "x) R 1 (y",
 *   exiting: false,
 *   parent: "1",
 *   started: 4711,
 * });
 * ```
 */
export function parseStat(bytes: Uint8Array): ProcessStat | undefined {
  const text = decodeText(bytes);
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const [state, parent, ...rest] = text.slice(close + 2).split(" ");
  const started = Number(rest[17]);
  if (open < 0 || close < open || state === undefined || parent === undefined || !Number.isSafeInteger(started)) {
    return undefined;
  }
  const exiting = ENDED.includes(state) || (Number(rest[4]) & PF_EXITING) !== 0;
  return { name: text.slice(open + 1, close), exiting, parent, started };
}

/** Zombie, dead. */
const ENDED = ["Z", "X", "x"];
/** In the flags of the kernel: include/linux/sched.h. A process gives up its memory before its open files. */
const PF_EXITING = 0x4;
