// Parses the names of files that Deno tells only in the messages of its errors.
import { decodeText } from "../base/bytes.ts";

const SIMPLE: Readonly<Record<string, number>> = { "0": 0, t: 9, n: 10, r: 13, '"': 34, "'": 39, "\\": 92 };
const LAST_CODE_POINT = 0x10ffff;
const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u\{([0-9a-f]{1,6})\}|([0tnr"'\\]))|[^\\]+/gu;

/**
 * Parses the name that Deno quotes in the message of an `InvalidData` error, in the spelling of Rust's `Debug`: `\xFF`
 * for a byte that is not UTF-8, `\u{1b}`, `\n`, `\\`. Returns undefined if the message quotes no name.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseQuotedName } from "./quoted_name.ts";
 *
 * assert.equal(parseQuotedName('File name or path "/tmp/\\xFF\\n" is not valid UTF-8'), "/tmp/\udcff\n");
 * ```
 */
export function parseQuotedName(message: string): string | undefined {
  const first = message.indexOf('"');
  const last = message.lastIndexOf('"');
  if (last <= first) return undefined;
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [part, byte, code, simple] of message.slice(first + 1, last).matchAll(ESCAPE)) {
    if (byte !== undefined) bytes.push(parseInt(byte, 16));
    else if (code !== undefined && parseInt(code, 16) <= LAST_CODE_POINT) {
      bytes.push(...encoder.encode(String.fromCodePoint(parseInt(code, 16))));
    } else if (simple !== undefined) bytes.push(SIMPLE[simple]!);
    else bytes.push(...encoder.encode(part));
  }
  return decodeText(new Uint8Array(bytes));
}
