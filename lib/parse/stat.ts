// Parses /proc/PID/stat: name, parent, start time and terminal.
import { decodeText } from "../base/bytes.ts";

/** What the program needs of `/proc/PID/stat`. */
export interface ProcessStat {
  /** The name of the process: at most 15 bytes, 64 for a kernel thread. A newline in it is not escaped. */
  readonly name: string;
  /** Whether it has ended or is about to, and has given up a part of what it had. Also true of a leader that has exited. */
  readonly exiting: boolean;
  /** The PID of the parent. */
  readonly parent: string;
  /** Whether it has a controlling terminal: somebody may sit at it. */
  readonly hasTerminal: boolean;
  /** When the process started, in clock ticks (hundredths of a second) since the boot. */
  readonly started: number;
}

/**
 * Parses `/proc/PID/stat`. Returns undefined if the text has another shape. The name is between the first `(` and the
 * last `)`, because it may hold spaces and parentheses itself. Format: proc_pid_stat(5).
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
 *   hasTerminal: false,
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
  return { name: text.slice(open + 1, close), exiting, parent, hasTerminal: Number(rest[2]) !== 0, started };
}

/** Zombie, dead. */
const ENDED = ["Z", "X", "x"];
/** A flag of include/linux/sched.h. An exiting process gives up its memory before its open files. */
const PF_EXITING = 0x4;
