import { encodeText } from "../base/bytes.ts";

/**
 * What must not reach a terminal or split a line: C0, DEL and C1 control characters, the line and paragraph separators,
 * the marks that turn the direction of writing (UAX #9), and bytes that are not UTF-8.
 */
const UNSAFE = "\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff";

const STRAY = /[\ud800-\udfff]/gu;
const IN_TEXT = new RegExp(`[${UNSAFE}]`, "gu");
const IN_FIELD = new RegExp(`[${UNSAFE}\\\\]`, "gu");
const IN_LIST = new RegExp(`[${UNSAFE}\\\\,;]`, "gu");

/** Makes text from a process safe to show: each byte of an unsafe character as `\ooo`. A backslash stays as it is. */
export function escapeText(text: string): string {
  return escape(text, IN_TEXT);
}

/** As {@linkcode escapeText}, and the backslash too, so that the text can be decoded: the last field of a line. */
export function escapeField(text: string): string {
  return escape(text, IN_FIELD);
}

/** As {@linkcode escapeField}, and `,` and `;` too: one item of a list inside a line. */
export function escapeItem(text: string): string {
  return escape(text, IN_LIST);
}

/** Writes only the bytes that are not UTF-8 as `\ooo`: for a format that can hold every other character. */
export function escapeStray(text: string): string {
  return escape(text, STRAY);
}

function escape(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, (character) => Array.from(encodeText(character), octal).join(""));
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`;
}

/**
 * Text from a process, escaped as {@linkcode escapeText} does, for where there is little room: of what is longer than
 * `width` characters the middle is left out, because a path is told apart by its end. A `\ooo` counts as one character
 * and is never cut.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { shortenText } from "./escape.ts";
 *
 * assert.equal(shortenText("/opt/app/releases/libz.so.1\n", 14), "/opt/ap….so.1\\012");
 * ```
 */
export function shortenText(text: string, width: number): string {
  const escaped = escapeText(text);
  if (escaped.length <= width) return escaped;
  const characters = escaped.match(/\\[0-7]{3}|./gsu) ?? [];
  if (characters.length <= width) return escaped;
  const tail = Math.floor((width - 1) / 2);
  return `${characters.slice(0, width - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}
