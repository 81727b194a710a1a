// Parses /proc/PID/status: the real user id, the capabilities and the size of the table of descriptors.
import { decodeText, encodeText } from "../base/bytes.ts";

/**
 * Parses the real user id in `/proc/PID/status`. Returns undefined if the text has none. A newline in the name of the
 * process is written `\n`, so no name adds a line. Format: proc_pid_status(5), `proc_task_name()` in fs/proc/array.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseUid } from "./status.ts";
 *
 * assert.equal(parseUid("Name:\ta\\nb\nState:\tS (sleeping)\nUid:\t7\t8\t8\t8\n"), 7);
 * ```
 */
export function parseUid(text: string): number | undefined {
  const [, uid] = UID.exec(text) ?? [];
  return uid === undefined ? undefined : Number(uid);
}

/**
 * Parses the effective capabilities in `/proc/PID/status`, a bit for each. Returns undefined if the text has none.
 * Format: proc_pid_status(5), capabilities(7).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseCapabilities } from "./status.ts";
 *
 * assert.equal(parseCapabilities("CapPrm:\t0\nCapEff:\t0000000000080000\nCapBnd:\t0\n"), 0x80000n);
 * ```
 */
export function parseCapabilities(text: string): bigint | undefined {
  const [, digits] = /\nCapEff:\t([0-9a-f]{1,16})\n/.exec(text) ?? [];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

/**
 * Parses how many descriptors the table of a process in `/proc/PID/status` has room for, most of them not in use. Returns 0
 * if the text does not tell. Format: proc_pid_status(5), `task_state()` in fs/proc/array.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseTableSize } from "./status.ts";
 *
 * assert.equal(parseTableSize("Gid:\t0\t0\t0\t0\nFDSize:\t256\nGroups:\t0\n"), 256);
 * ```
 */
export function parseTableSize(text: string): number {
  return Number(/\nFDSize:\t([0-9]{1,10})\n/.exec(text)?.[1] ?? 0);
}

/** Returns the line of `status` that {@linkcode parseUid} reads. A recording keeps only this one. */
export function keepUid(bytes: Uint8Array): Uint8Array {
  return encodeText(UID.exec(decodeText(bytes))?.[0].trimStart() ?? "");
}

/** Not `^` and `$`: for them more characters than a newline end a line. */
const UID = /(?:^|\n)Uid:\t([0-9]{1,10})\t[^\n]*\n/;
