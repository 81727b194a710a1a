import { escapeText } from "./escape.ts";

/**
 * Text from a process, escaped as {@linkcode escapeText} does, for where there is little room: of what is longer than
 * `width` characters the middle is left out, because a path is told apart by its end. A `\ooo` counts as one character
 * and is never cut.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { shortenText } from "./shorten.ts";
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
