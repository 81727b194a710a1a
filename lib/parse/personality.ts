// Parses /proc/PID/personality: whether all readable mappings are executable.
import { decodeText } from "../base/bytes.ts";

/**
 * Parses `/proc/PID/personality`, the flags of personality(2) in hexadecimal. Returns 0 for any other text. Format:
 * proc_pid_personality(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parsePersonality } from "./personality.ts";
 *
 * assert.equal(parsePersonality(new TextEncoder().encode("00400000\n")), 0x400000);
 * ```
 */
export function parsePersonality(bytes: Uint8Array): number {
  const text = decodeText(bytes).trimEnd();
  return /^[0-9a-f]{1,8}$/.test(text) ? parseInt(text, 16) : 0;
}
