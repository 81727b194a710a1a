import assert from "node:assert/strict";
import fc from "fast-check";
import { parseCmdline } from "../../lib/parse/cmdline.ts";
import { parseFdinfo } from "../../lib/parse/fdinfo.ts";
import { keepMarkedLines, parseMaps } from "../../lib/parse/maps.ts";
import { parseMountinfo } from "../../lib/parse/mountinfo.ts";
import { parseStat } from "../../lib/parse/stat.ts";
import { parseQuotedName } from "../../lib/runtime/quoted_name.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { mapLine } from "../answers.ts";
import { BYTES, NAME, PATH, TEXT } from "./arbitraries.ts";
import { check } from "./check.ts";

Deno.test("encodeText() gives back the bytes that decodeText() was given", () => {
  check(BYTES, (bytes) => assert.deepEqual(encodeText(decodeText(bytes)), bytes));
});

Deno.test("decodeText() decodes each part of a text as it does the whole", () => {
  check(fc.tuple(TEXT, TEXT), ([left, right]) => {
    const both = encodeText(`${left}/${right}`);
    const slash = encodeText(left).length;
    const parts = [decodeText(both.subarray(0, slash)), decodeText(both.subarray(slash + 1))];
    assert.equal(parts.join("/"), decodeText(both));
  });
});

Deno.test("the parsers throw at no bytes", () => {
  check(BYTES, (bytes) => {
    for (const parse of [parseMaps, keepMarkedLines, parseCmdline, parseStat, parseMountinfo, parseFdinfo]) {
      parse(bytes);
    }
  });
});

Deno.test("parseQuotedName() throws at no message", () => {
  check(
    fc.oneof(TEXT, TEXT.map((text) => `"${text}"`), fc.string().map((text) => `"\\u{${text}}\\x${text}"`)),
    (text) => {
      parseQuotedName(text);
    },
  );
});

const HEX = fc.nat({ max: 0xffffffff }).map((number) => number.toString(16).padStart(8, "0"));

/** A line of maps: its name, whether it is marked, and its fields. */
const LINE = fc.record({
  name: PATH.map((name) => name.replaceAll("\n", "\\012")),
  mark: fc.constantFrom("none", "after", "before"),
  range: fc.tuple(HEX, HEX).map((ends) => ends.join("-")),
  permissions: fc.constantFrom("r--p", "r-xp", "rw-s", "---p", "rwxs"),
  inode: fc.nat(),
});

Deno.test("parseMaps() finds exactly the marked lines, in their order, and what they say", () => {
  check(fc.array(LINE, { maxLength: 6 }), (lines) => {
    const isMarked = ({ name, mark }: typeof lines[number]): boolean => mark !== "none" || name.endsWith(" (deleted)");
    const text = lines.map(({ name, mark, ...fields }) =>
      mapLine({ none: name, after: `${name} (deleted)`, before: `(deleted)${name}` }[mark]!, fields)
    );
    const expected = lines.filter(isMarked).map(({ name, mark, range, permissions, inode }) => ({
      range: range.split("-").map((end) => parseInt(end, 16).toString(16)).join("-"),
      permissions,
      device: "8:1",
      inode: String(inode),
      name: mark === "none"
        ? name.slice(0, -" (deleted)".length)
        : mark === "before" && name.endsWith(" (deleted)")
        ? `(deleted)${name.slice(0, -" (deleted)".length)}`
        : name,
    }));
    const bytes = encodeText(text.map((line) => `${line}\n`).join(""));
    assert.deepEqual(parseMaps(bytes), expected);
    assert.deepEqual(parseMaps(keepMarkedLines(bytes)), expected);
  });
});

Deno.test("parseCmdline() gives back the arguments that a process was started with", () => {
  check(fc.array(NAME, { minLength: 1, maxLength: 4 }), (args) => {
    const last = args.findLastIndex((argument) => argument !== "");
    const bytes = encodeText(args.map((argument) => `${argument}\0`).join(""));
    assert.deepEqual(parseCmdline(bytes).arguments, args.slice(0, last + 1));
  });
});
