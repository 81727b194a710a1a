import assert from "node:assert/strict";
import { keepMarkedLines, parseMaps, unmarked } from "../../lib/parse/maps.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { mapLine } from "../answers.ts";

/** The names of the marked lines. */
function namesIn(...lines: readonly string[]): readonly string[] {
  return parseMaps(encodeText(lines.map((line) => `${line}\n`).join(""))).map(({ name }) => name);
}

/** What the kernel prints for the name column, and the name that it means. */
const NAMES: readonly (readonly [string, string, string])[] = [
  ["a plain name", "/usr/lib/libz.so.1.2.13 (deleted)", "/usr/lib/libz.so.1.2.13"],
  ["a space", "/opt/my dir/a b.so (deleted)", "/opt/my dir/a b.so"],
  ["double spaces", "/opt/a  b   c.so (deleted)", "/opt/a  b   c.so"],
  ["a space at the end", "/opt/a.so  (deleted)", "/opt/a.so "],
  ["spaces around a directory", "/ opt /a (deleted)", "/ opt /a"],
  ["a tab", "/opt/a\tb.so (deleted)", "/opt/a\tb.so"],
  ["a carriage return at the end", "/opt/a.so\r (deleted)", "/opt/a.so\r"],
  ["an escape sequence", "/opt/\x1b[2Ja.so (deleted)", "/opt/\x1b[2Ja.so"],
  ["a newline, as the kernel writes it", "/opt/a\\012b.so (deleted)", "/opt/a\\012b.so"],
  ["other line separators", "/opt/a\u2028b\u0085c\vd\fe.so (deleted)", "/opt/a\u2028b\u0085c\vd\fe.so"],
  ["bytes that are not UTF-8", "/opt/\udcff\udcfe.so (deleted)", "/opt/\udcff\udcfe.so"],
  ["the mark in the middle", "/opt/a (deleted)/b.so (deleted)", "/opt/a (deleted)/b.so"],
  ["the mark twice", "/opt/a.so (deleted) (deleted)", "/opt/a.so (deleted)"],
  ["the mark without its space", "/opt/a(deleted) (deleted)", "/opt/a(deleted)"],
  ["a name that is a kernel object's", "/memfd:pulse audio (deleted)", "/memfd:pulse audio"],
  ["a name with spaces from the kernel", "/drm mm object (deleted)", "/drm mm object"],
  ["the root alone", "/ (deleted)", "/"],
  ["a name of one space", "/  (deleted)", "/ "],
  ["the prefix of OpenVZ", "(deleted)/usr/lib/libz.so", "/usr/lib/libz.so"],
  ["the prefix of OpenVZ with a space", "(deleted) /usr/lib/libz.so", "/usr/lib/libz.so"],
  ["the prefix of OpenVZ and spaces", "(deleted)/usr/lib/a  b .so", "/usr/lib/a  b .so"],
];

Deno.test("parseMaps() keeps a name as it is, but for its mark", async (t) => {
  for (const [what, printed, name] of NAMES) {
    await t.step(what, () => assert.deepEqual(namesIn(mapLine(printed)), [name]));
  }
});

const UNMARKED: readonly (readonly [string, string])[] = [
  ["a plain name", "/usr/lib/libz.so.1.2.13"],
  ["no name", ""],
  ["a name of the kernel", "[heap]"],
  ["an object without a mark", "anon_inode:[io_uring]"],
  ["(notdeleted)", "/opt/a.so (notdeleted)"],
  ["(delete)", "/opt/a.so (delete)"],
  ["(deleted", "/opt/a.so (deleted"],
  ["(DELETED)", "/opt/a.so (DELETED)"],
  ["a mark without its space", "/opt/a.so(deleted)"],
  ["a mark behind a tab", "/opt/a.so\t(deleted)"],
  ["a mark in the middle", "/opt/a (deleted)/b.so"],
  ["a mark with something behind it", "/opt/a.so (deleted) "],
  ["a mark with a carriage return behind it", "/opt/a.so (deleted)\r"],
  ["a mark alone", "(deleted)"],
];

Deno.test("parseMaps() passes over what is not marked", async (t) => {
  for (const [what, printed] of UNMARKED) {
    await t.step(what, () => assert.deepEqual(namesIn(mapLine(printed)), []));
  }
});

Deno.test("parseMaps() reads every field", () => {
  const line = "5581c0a00000-5581c0a01000 rw-s 0001f000 fd:0a 18446744073709551615       /var/a.so (deleted)\n";
  assert.deepEqual(parseMaps(encodeText(line)), [{
    range: "5581c0a00000-5581c0a01000",
    permissions: "rw-s",
    device: "253:10",
    inode: "18446744073709551615",
    name: "/var/a.so",
  }]);
});

const RANGES: readonly (readonly [string, string])[] = [
  ["00400000-00401000", "400000-401000"],
  ["00000000-00001000", "0-1000"],
  ["7ffff7fc0000-7ffff7fc1000", "7ffff7fc0000-7ffff7fc1000"],
  ["ffffffffff600000-ffffffffff601000", "ffffffffff600000-ffffffffff601000"],
];

Deno.test("parseMaps() spells the range as map_files does, without leading zeros", async (t) => {
  for (const [printed, range] of RANGES) {
    await t.step(printed, () => {
      const [mapping] = parseMaps(encodeText(mapLine("/a.so (deleted)", { range: printed })));
      assert.equal(mapping?.range, range);
    });
  }
});

Deno.test("parseMaps() writes the device in decimal, as mountinfo does", async (t) => {
  const devices = [["08:01", "8:1"], ["00:2d", "0:45"], ["103:00", "259:0"], ["fe:10", "254:16"]] as const;
  for (const [printed, device] of devices) {
    await t.step(printed, () => {
      const [mapping] = parseMaps(encodeText(mapLine("/a.so (deleted)", { device: printed })));
      assert.equal(mapping?.device, device);
    });
  }
});

Deno.test("parseMaps() finds the marked lines among others, in their order", () => {
  const names = namesIn(
    mapLine("/a (deleted"),
    mapLine("/b.so (deleted)"),
    mapLine("(deleted)"),
    mapLine(""),
    mapLine("/c (deleted)/d"),
    mapLine("/b.so (deleted)", { range: "7f0000002000-7f0000003000" }),
    mapLine("((((deleted)"),
    mapLine("/e((deleted) (deleted)"),
  );
  assert.deepEqual(names, ["/b.so", "/b.so", "/e((deleted)"]);
});

Deno.test("parseMaps() reads a last line without its newline", () => {
  assert.deepEqual(parseMaps(encodeText(mapLine("/a.so (deleted)"))).map(({ name }) => name), ["/a.so"]);
});

const SHAPES: readonly (readonly [string, string])[] = [
  ["an empty line", ""],
  ["a name alone", "/a.so (deleted)"],
  ["no inode", "00400000-00401000 r-xp 00000000 08:01 /a.so (deleted)"],
  ["five permissions", "00400000-00401000 r-xps 00000000 08:01 42 /a.so (deleted)"],
  ["other permissions", "00400000-00401000 r-xq 00000000 08:01 42 /a.so (deleted)"],
  ["no range", "00400000 r-xp 00000000 08:01 42 /a.so (deleted)"],
  ["a range with something before it", "x00400000-00401000 r-xp 00000000 08:01 42 /a.so (deleted)"],
];

Deno.test("parseMaps() passes over a line of another shape, and reads the next", async (t) => {
  for (const [what, line] of SHAPES) {
    await t.step(what, () => assert.deepEqual(namesIn(line, mapLine("/b.so (deleted)")), ["/b.so"]));
  }
});

Deno.test("keepMarkedLines() keeps the bytes of each line with a mark", () => {
  const marked = [
    mapLine("/a\udcff.so (deleted)"),
    mapLine("(deleted)/b"),
    mapLine("/c/((deleted)/d (deleted)"),
    mapLine("/c/(((deleted)/d (deleted)"),
  ];
  const others = [mapLine("[heap]"), mapLine("/e (delete)"), "", mapLine("/f/((deleted)/g")];
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
  const mixed = marked.flatMap((line, index) => [others[index]!, line, others[index]!]);
  assert.equal(decodeText(keepMarkedLines(encodeText(text(mixed)))), text(marked));
  assert.equal(decodeText(keepMarkedLines(encodeText(text(others)))), "");
});

Deno.test("keepMarkedLines() keeps what parseMaps() finds", () => {
  const bytes = encodeText(NAMES.map(([, printed]) => `${mapLine(printed)}\n${mapLine("/x")}\n`).join(""));
  assert.deepEqual(parseMaps(keepMarkedLines(bytes)), parseMaps(bytes));
  assert.equal(parseMaps(bytes).length, NAMES.length);
});

const LINKS: readonly (readonly [string, string | undefined])[] = [
  ["/a (deleted)", "/a"],
  ["/a (deleted) (deleted)", "/a (deleted)"],
  ["/a\n (deleted)", "/a\n"],
  ["(deleted)/a", "/a"],
  ["(deleted) /a", "/a"],
  ["/a", undefined],
  ["", undefined],
  ["/a(deleted)", undefined],
  ["/a (deleted) ", undefined],
  ["/a (deleted)/b", undefined],
  ["/(deleted)/a", undefined],
];

Deno.test("unmarked() takes the mark off a name", async (t) => {
  for (const [text, name] of LINKS) {
    await t.step(JSON.stringify(text), () => assert.equal(unmarked(text), name));
  }
});
