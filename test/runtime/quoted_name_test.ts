import assert from "node:assert/strict";
import { parseQuotedName } from "../../lib/runtime/quoted_name.ts";

/** What `Deno.readLinkSync` of Deno 2.9.6 threw for links whose targets were made byte by byte. */
const MESSAGES: readonly (readonly [string, string, string])[] = [
  ["stray bytes", String.raw`File name or path "/t\xFF\xFE b" is not valid UTF-8`, "/t\udcff\udcfe b"],
  [
    "control characters, quotes, and characters that Rust does not print",
    String.raw`File name or path "/t\n\t\r\u{1b}\"'\\ é\u{301}\u{200b}😀\u{e0001}x1 (deleted)\xFF" is not valid UTF-8`,
    "/t\n\t\r\x1b\"'\\ é\u0301\u200b😀\u{e0001}x1 (deleted)\udcff",
  ],
  [
    "text that looks like an escape",
    String.raw`File name or path "/\xFF00\\x41" is not valid UTF-8`,
    String.raw`/${"\udcff"}00\x41`,
  ],
  ["C0 and C1", String.raw`File name or path "/\xFF\u{1}\u{7f}\u{85}" is not valid UTF-8`, "/\udcff\x01\x7f\x85"],
  [
    "separators, bidi marks and unassigned characters",
    String.raw`File name or path "/a\u{2028}b\u{202e}c\u{feff}d\u{a0}e\u{378}\x80" is not valid UTF-8`,
    "/a\u2028b\u202ec\ufeffd\u00a0e\u0378\udc80",
  ],
  [
    "a number beyond the last character",
    String.raw`File name or path "/\u{1100a0}a" is not valid UTF-8`,
    "/\\u{1100a0}a",
  ],
  ["a sequence cut short", String.raw`File name or path "\xE2\x82" is not valid UTF-8`, "\udce2\udc82"],
  [
    "a name that imitates the message",
    String.raw`File name or path "/tmp/x\" is not \"y\xFF" is not valid UTF-8`,
    '/tmp/x" is not "y\udcff',
  ],
  [
    "a name that imitates another",
    String.raw`File name or path "/t: readlink '/x'\xFF" is not valid UTF-8`,
    "/t: readlink '/x'\udcff",
  ],
  ["a surrogate in UTF-8", String.raw`File name or path "/a\xED\xA0\x80b" is not valid UTF-8`, "/a\udced\udca0\udc80b"],
];

Deno.test("parseQuotedName() reads the name as Deno spells it", async (t) => {
  for (const [what, message, name] of MESSAGES) {
    await t.step(what, () => assert.equal(parseQuotedName(message), name));
  }
});

Deno.test("parseQuotedName() reads a NUL and a quote, which Rust escapes too", () => {
  assert.equal(parseQuotedName(String.raw`"a\0b\'c"`), "a\0b'c");
});

Deno.test("parseQuotedName() gives undefined where no name is quoted", async (t) => {
  for (const message of ["", "stream did not contain valid UTF-8", 'one " only', "File name '/x' is not valid UTF-8"]) {
    await t.step(message, () => assert.equal(parseQuotedName(message), undefined));
  }
});
