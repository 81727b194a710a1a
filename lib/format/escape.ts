// Makes text from processes safe for a terminal, a field, a list or a shell.
import { encodeText } from "../base/bytes.ts";

/**
 * Lists, as in a class of a regular expression, the characters beyond C0 that must not reach a terminal or split a line:
 * DEL and C1 control characters, the line and paragraph separators, the marks that change the direction of writing
 * (UAX #9), and others that nobody sees, so that two names look the same.
 */
export const UNSEEN = "\\x7f-\\x9f\\xad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff";

/** And C0 control characters, and bytes that are not UTF-8. */
const UNSAFE = `\\0-\\x1f${UNSEEN}\\ud800-\\udfff`;

const STRAY = /[\ud800-\udfff]/gu;
const IN_TEXT = new RegExp(`[${UNSAFE}]`, "gu");
const IN_FIELD = new RegExp(`[${UNSAFE}\\\\]`, "gu");
const IN_LIST = new RegExp(`[${UNSAFE}\\\\,;]`, "gu");

/** Escapes text from a process: each byte of an unsafe character becomes `\ooo`. A backslash stays as it is. */
export function escapeText(text: string): string {
  return escape(text, IN_TEXT);
}

/** Escapes the last field of a line: as {@linkcode escapeText}, and also the backslash, so that it can be decoded. */
export function escapeField(text: string): string {
  return escape(text, IN_FIELD);
}

/** Escapes an item of a list in a line: as {@linkcode escapeField}, and also `,` and `;`. */
export function escapeItem(text: string): string {
  return escape(text, IN_LIST);
}

/** Escapes only the bytes that are not UTF-8, for a format that can hold every other character. */
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
 * Escapes text from a process as {@linkcode escapeText} does, and shortens it to `width` characters. The middle is left
 * out, because paths differ at their ends. A `\ooo` counts as one character and is never cut.
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

/**
 * Writes what means something to a shell as octal: zsh takes a pasted comment for a command. Control characters are left
 * to {@linkcode escapeText}.
 */
export function escapeShell(text: string): string {
  return text.replace(/[!"#$&'()*;<>?[\]^`{|}~]/g, (character) => octal(character.charCodeAt(0)));
}

/** Quotes a word for the shell, if it needs that: the name of a unit may have a `\` in it. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
