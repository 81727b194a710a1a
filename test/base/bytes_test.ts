import assert from "node:assert/strict";
import { decodeText, encodeText, isPlain, isStray } from "../../lib/base/bytes.ts";

const TEXTS: readonly (readonly [string, readonly number[], string])[] = [
  ["nothing", [], ""],
  ["ASCII with NUL and DEL", [0x00, 0x61, 0x7f], "\0a\x7f"],
  ["two, three and four bytes", [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], "é€😀"],
  ["a byte order mark, which is part of a name", [0xef, 0xbb, 0xbf, 0x61], "\ufeffa"],
  ["bytes that never occur", [0x61, 0xff, 0xfe, 0x62, 0xc0, 0xc1, 0xf5], "a\udcff\udcfeb\udcc0\udcc1\udcf5"],
  ["a lone continuation", [0x80, 0xbf, 0x61], "\udc80\udcbfa"],
  ["a sequence cut short by the end", [0x61, 0xe2, 0x82], "a\udce2\udc82"],
  ["a sequence cut short by ASCII", [0xf0, 0x9f, 0x98, 0x61], "\udcf0\udc9f\udc98a"],
  ["a sequence cut short by another", [0xe2, 0x82, 0xc3, 0xa9], "\udce2\udc82é"],
  [
    "overlong forms",
    [0xc0, 0xaf, 0xe0, 0x9f, 0xbf, 0xf0, 0x8f, 0xbf, 0xbf],
    [
      "\udcc0\udcaf",
      "\udce0\udc9f\udcbf",
      "\udcf0\udc8f\udcbf\udcbf",
    ].join(""),
  ],
  ["the first of three bytes and of four", [0xe0, 0xa0, 0x80, 0xf0, 0x90, 0x80, 0x80, 0xff], "\u0800\u{10000}\udcff"],
  ["surrogates in UTF-8", [0xed, 0xa0, 0x80, 0xed, 0xb3, 0xbf], "\udced\udca0\udc80\udced\udcb3\udcbf"],
  ["the character before the surrogates", [0xed, 0x9f, 0xbf, 0xff], "\ud7ff\udcff"],
  ["a code above U+10FFFF", [0xf4, 0x90, 0x80, 0x80], "\udcf4\udc90\udc80\udc80"],
  ["the highest code beside a stray byte", [0xf4, 0x8f, 0xbf, 0xbf, 0xff], "\u{10ffff}\udcff"],
];

Deno.test("decodeText() keeps valid UTF-8 and makes a surrogate of every other byte", async (t) => {
  for (const [what, bytes, text] of TEXTS) {
    await t.step(what, () => assert.equal(decodeText(new Uint8Array(bytes)), text));
  }
});

Deno.test("encodeText() gives back the very bytes", async (t) => {
  for (const [what, bytes, text] of TEXTS) {
    await t.step(what, () => assert.deepEqual([...encodeText(text)], bytes));
  }
});

Deno.test("decodeText() decodes only the part that it is given", () => {
  assert.equal(decodeText(new Uint8Array([0x61, 0xff, 0x62, 0x63]).subarray(1, 3)), "\udcffb");
});

Deno.test("decodeText() gives different texts for different bytes", () => {
  const texts = Array.from({ length: 256 }, (_, byte) => decodeText(new Uint8Array([byte])));
  assert.equal(new Set(texts).size, 256);
});

Deno.test("isPlain() tells text without stray bytes", () => {
  assert.deepEqual(["", "é😀\ufffd", "a\udcff", "\ud800"].map(isPlain), [true, true, false, false]);
});

Deno.test("isStray() tells the codes that stand for a byte", () => {
  assert.deepEqual([0xdc7f, 0xdc80, 0xdcff, 0xdd00, 0x80].map(isStray), [false, true, true, false, false]);
});
