// Parses /proc/stat: when the machine started.
import { decodeText } from "../base/bytes.ts";

/**
 * Parses the line `btime SECONDS` of `/proc/stat`. Returns when the machine started, in milliseconds since 1970, or
 * undefined if there is no such line. Format: proc_stat(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseBootTime } from "./system_stat.ts";
 *
 * assert.equal(parseBootTime(new TextEncoder().encode("cpu 1 2\nbtime 1700000000\n")), 1_700_000_000_000);
 * ```
 */
export function parseBootTime(bytes: Uint8Array): number | undefined {
  const seconds = /^btime ([0-9]+)$/m.exec(decodeText(bytes))?.[1];
  return seconds === undefined ? undefined : 1000 * Number(seconds);
}
