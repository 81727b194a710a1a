// Writes text as roff.

/**
 * Escapes text for roff, so that it is shown character for character, and can be copied out of a page.
 * Format: groff_man_style(7), "Portability", and groff_char(7).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { escapeRoff } from "./roff.ts";
 *
 * assert.equal(escapeRoff(".so '\\012'"), "\\&.so \\(aq\\(rs012\\(aq");
 * ```
 */
export function escapeRoff(text: string): string {
  return text
    .replace(/[-\\'"^~`]/g, (character) => ESCAPES[character]!)
    .replace(
      /[^\0-\x7f]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replace(/^\./gm, "\\&.");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "-": "\\-",
  "\\": "\\(rs",
  "'": "\\(aq",
  '"': "\\(dq",
  "^": "\\(ha",
  "~": "\\(ti",
  "`": "\\(ga",
};

/** Escapes prose, and makes words in backquotes and long options bold. */
export function formatProse(text: string): string {
  const parts = text.split(/(`[^`]*`|(?<![\w-])--[a-z][a-z-]*)/);
  return parts.map((part, index) => index % 2 === 0 ? escapeRoff(part) : bold(part.replaceAll("`", ""))).join("");
}

/** Formats bold text: what to type as it is. */
export function bold(text: string): string {
  return text === "" ? "" : `\\fB${escapeRoff(text)}\\fR`;
}

/** Formats italic text: a placeholder. */
export function italic(text: string): string {
  return text === "" ? "" : `\\fI${escapeRoff(text)}\\fR`;
}

/** Formats a section of a manual page from parts that the functions below made. */
export function section(title: string, ...parts: readonly string[]): string {
  return `.SH ${escapeRoff(title)}\n${parts.join("").replace(/^\.PP\n/, "")}`;
}

/** Formats a part of a section with a heading. */
export function subsection(title: string, ...parts: readonly string[]): string {
  return `.SS ${escapeRoff(title)}\n${parts.join("")}`;
}

/** Formats a paragraph of prose. */
export function paragraph(text: string): string {
  return `.PP\n${formatProse(text)}\n`;
}

/** Formats a tag, which is escaped already, and indented prose about it. */
export function tagged(tag: string, ...paragraphs: readonly string[]): string {
  return `.TP\n${tag}\n${paragraphs.map(formatProse).join("\n.IP\n")}\n`;
}

/** Formats lines that are shown as they are. */
export function example(text: string): string {
  return `.PP\n.EX\n${escapeRoff(text.replace(/^(?=.)/gm, "    "))}\n.EE\n`;
}
