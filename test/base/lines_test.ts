import assert from "node:assert/strict";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { lineSplitter } from "../../lib/base/lines.ts";

/** What is visited of a text that comes in pieces of this size. */
function visited(text: string, size: number, limit = 1000): readonly string[] {
  const blocks: string[] = [];
  const splitter = lineSplitter((lines) => blocks.push(decodeText(lines)), limit);
  const bytes = encodeText(text);
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    // The buffer is used again, as that of a reader is.
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    splitter.add(buffer.subarray(0, piece.length));
  }
  splitter.end();
  return blocks;
}

const TEXT = "\n\na\nbcd\n\nefghij\nk";

Deno.test("lineSplitter() gives complete lines, however they come", async (t) => {
  for (let size = 1; size <= TEXT.length + 1; size++) {
    await t.step(`${size} at a time`, () => {
      const blocks = visited(TEXT, size);
      assert.equal(blocks.join(""), TEXT);
      assert.deepEqual(blocks.slice(0, -1).filter((block) => !block.endsWith("\n")), []);
    });
  }
});

Deno.test("lineSplitter() passes on what is complete at once", () => {
  assert.deepEqual(visited("a\nb\n", 4), ["a\nb\n"]);
});

Deno.test("lineSplitter() keeps the start and the end of a line that is too long", () => {
  const end = `${"y".repeat(53)} (deleted)\n`;
  for (const size of [1, 7, 100, 1000]) {
    const [first, line, last] = visited(`a\n${"x".repeat(500)}${end}b\n`, size, 20).join("").match(/.*\n/g)!;
    assert.deepEqual([first, line, last], ["a\n", `${"x".repeat(20)}…${end}`, "b\n"]);
  }
});

Deno.test("lineSplitter() leaves nothing out of a line that is as long as may be", () => {
  assert.equal(visited(`${"x".repeat(84)}`, 10, 20).join(""), "x".repeat(84));
});
