// Parses /proc/PID/cmdline: the arguments, and the line to show.
import { decodeText } from "../base/bytes.ts";

/** The command line of a process. */
export interface Cmdline {
  /** The arguments, as the process has them. */
  readonly arguments: readonly string[];
  /** The arguments in one line, with NULs as spaces, trimmed. Empty if there is no command line. */
  readonly command: string;
}

/**
 * Parses `/proc/PID/cmdline`: arguments that each end with a NUL, or a title that the program wrote over them. A title
 * is padded with NULs or spaces and may lack the final NUL. Format: proc_pid_cmdline(5), `get_mm_cmdline()` in
 * fs/proc/base.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseCmdline } from "./cmdline.ts";
 *
 * const bytes = new TextEncoder().encode("nginx: worker process\0\0\0");
 * assert.equal(parseCmdline(bytes).command, "nginx: worker process");
 * ```
 */
export function parseCmdline(bytes: Uint8Array): Cmdline {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end === 0) return { arguments: [], command: "" };
  const text = decodeText(bytes.subarray(0, end));
  return { arguments: text.split("\0"), command: text.replaceAll("\0", " ").trim() };
}
