// Parses /etc/passwd: the name of each user id.
import { decodeText, encodeText } from "../base/bytes.ts";

/**
 * Parses `/etc/passwd` into the name of each user id. Of two names with one id the first counts, as for getpwuid(3).
 * Comments, entries of NIS (`+`, `-`) and malformed lines are skipped. Format: passwd(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parsePasswd } from "./passwd.ts";
 *
 * assert.equal(parsePasswd("root:x:0:0:root:/root:/bin/sh\n").get(0), "root");
 * ```
 */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name, , id, group] = line.split(":", 4);
    if (name === undefined || /^(?:$|[#+-])/.test(name) || group === undefined) continue;
    if (id === undefined || !/^[0-9]{1,10}$/.test(id) || names.has(Number(id))) continue;
    names.set(Number(id), name);
  }
  return names;
}

/** Reduces `/etc/passwd` to the names and ids that {@linkcode parsePasswd} reads. */
export function keepUserNames(bytes: Uint8Array): Uint8Array {
  const users = parsePasswd(decodeText(bytes));
  return encodeText(Array.from(users, ([id, name]) => `${name}::${id}:\n`).join(""));
}
