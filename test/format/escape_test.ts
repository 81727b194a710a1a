import assert from "node:assert/strict";
import { escapeField, escapeItem, escapeStray, escapeText } from "../../lib/format/escape.ts";

/** Text, and what the four functions make of it: for people, for a field, for an item of a list, for JSON. */
const TEXTS: readonly (readonly [string, string, string, string, string, string])[] = [
  ["ordinary text", "/a b-c.so", "/a b-c.so", "/a b-c.so", "/a b-c.so", "/a b-c.so"],
  ["other scripts", "/é 日本 😀", "/é 日本 😀", "/é 日本 😀", "/é 日本 😀", "/é 日本 😀"],
  ["a quote", `/a"b'c`, `/a"b'c`, `/a"b'c`, `/a"b'c`, `/a"b'c`],
  ["a backslash", "/a\\b", "/a\\b", "/a\\134b", "/a\\134b", "/a\\b"],
  ["what looks like an escape", "/a\\012b", "/a\\012b", "/a\\134012b", "/a\\134012b", "/a\\012b"],
  ["separators of lists", "/a,b;c", "/a,b;c", "/a,b;c", "/a\\054b\\073c", "/a,b;c"],
  ["a newline", "/a\nb", "/a\\012b", "/a\\012b", "/a\\012b", "/a\nb"],
  ["a carriage return and a tab", "/a\r\tb", "/a\\015\\011b", "/a\\015\\011b", "/a\\015\\011b", "/a\r\tb"],
  ["an escape sequence", "\x1b[2J", "\\033[2J", "\\033[2J", "\\033[2J", "\x1b[2J"],
  ["NUL and DEL", "\0\x7f", "\\000\\177", "\\000\\177", "\\000\\177", "\0\x7f"],
  [
    "C1",
    "\x80\x9b\x9f",
    "\\302\\200\\302\\233\\302\\237",
    "\\302\\200\\302\\233\\302\\237",
    "\\302\\200\\302\\233\\302\\237",
    "\x80\x9b\x9f",
  ],
  ["a next line", "\x85", "\\302\\205", "\\302\\205", "\\302\\205", "\x85"],
  [
    "line and paragraph separators",
    "\u2028\u2029",
    "\\342\\200\\250\\342\\200\\251",
    "\\342\\200\\250\\342\\200\\251",
    "\\342\\200\\250\\342\\200\\251",
    "\u2028\u2029",
  ],
  ["a right-to-left override", "a\u202eb", "a\\342\\200\\256b", "a\\342\\200\\256b", "a\\342\\200\\256b", "a\u202eb"],
  ["a stray byte", "/\udcff", "/\\377", "/\\377", "/\\377", "/\\377"],
  ["stray bytes beside others", "é\udcc3\udca9", "é\\303\\251", "é\\303\\251", "é\\303\\251", "é\\303\\251"],
  ["nothing", "", "", "", "", ""],
];

Deno.test("escapeText(), escapeField(), escapeItem() and escapeStray() escape each its own characters", async (t) => {
  for (const [what, text, ...expected] of TEXTS) {
    await t.step(what, () => {
      assert.deepEqual([escapeText, escapeField, escapeItem, escapeStray].map((escape) => escape(text)), expected);
    });
  }
});

/** The codes of the characters in the range that `escapeText` writes otherwise. */
function escaped(from: number, to: number): readonly number[] {
  const codes = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return codes.filter((code) => escapeText(String.fromCodePoint(code)) !== String.fromCodePoint(code));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

Deno.test("escapeText() escapes every control character, and no other of Latin-1 but the soft hyphen", () => {
  assert.deepEqual(escaped(0x00, 0xff), [...range(0x00, 0x1f), ...range(0x7f, 0x9f), 0xad]);
});

Deno.test("escapeText() escapes every mark that nobody sees and every separator of lines", () => {
  assert.deepEqual(escaped(0x600, 0x6ff), [0x61c]);
  const general = [...range(0x200b, 0x200f), ...range(0x2028, 0x202e), ...range(0x2060, 0x2069)];
  assert.deepEqual(escaped(0x2000, 0x20ff), general);
  assert.deepEqual(escaped(0xfe00, 0xffff), [0xfeff]);
});

Deno.test("escapeText() gives every byte that is not UTF-8 its own escape", () => {
  const texts = range(0xdc80, 0xdcff).map((code) => escapeText(String.fromCharCode(code)));
  assert.deepEqual(texts, range(0x80, 0xff).map((byte) => `\\${byte.toString(8)}`));
});
