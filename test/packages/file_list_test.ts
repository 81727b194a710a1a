import assert from "node:assert/strict";
import { addPackage, findLines, type PackagesByPath, wantedLines } from "../../lib/packages/file_list.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const CASES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["finds whole lines", "/.\n/usr\n/usr/lib/a.so.1\n/usr/lib/a.so.1.2\n", ["/usr/lib/a.so.1"], ["/usr/lib/a.so.1"]],
  ["finds the first line", "/usr/bin/a\n/usr\n", ["/usr/bin/a"], ["/usr/bin/a"]],
  ["finds a last line without newline", "/usr\n/usr/bin/a", ["/usr/bin/a"], ["/usr/bin/a"]],
  ["finds no part of a line", "/opt/usr/bin/a\n/usr/bin/ab\n", ["/usr/bin/a", "/usr/bin"], []],
  ["finds no line by its length and end alone", "/usr/bin/xx.so\n", ["/usr/bin/yy.so"], []],
  ["finds short lines", "/\n/.\n/a\n/usr\n", ["/a", "/usr", "/b"], ["/a", "/usr"]],
  ["keeps a line with blanks", "/usr/bin/a b \n/usr/bin/a b\n", ["/usr/bin/a b "], ["/usr/bin/a b "]],
  ["keeps a stray byte", "/usr/bin/a\udcff\n/usr/bin/\u00e4\n", ["/usr/bin/a\udcff"], ["/usr/bin/a\udcff"]],
  ["keeps a name in UTF-8", "/usr/share/\u00e4\u{1f600}.so\n", ["/usr/share/\u00e4\u{1f600}.so"], [
    "/usr/share/\u00e4\u{1f600}.so",
  ]],
  ["finds a name with a newline nowhere", "/usr/bin/a\n/usr/bin/b\n", ["/usr/bin/a\n/usr/bin/b"], []],
  ["finds nothing in an empty list", "", ["/usr/bin/a"], []],
  ["finds nothing if nothing is wanted", "/usr/bin/a\n", [], []],
];

for (const [what, list, wanted, found] of CASES) {
  Deno.test(`findLines() ${what}`, () => {
    assert.deepEqual(findLines(encodeText(list), wantedLines(new Set(wanted))), found);
  });
}

Deno.test("addOwner() keeps all packages of a path", () => {
  const owners: PackagesByPath = new Map();
  for (const [path, name] of [["/a", "one"], ["/b", "one"], ["/a", "two"], ["/a", "one"]] as const) {
    addPackage(owners, path, name);
  }
  assert.deepEqual(owners, new Map([["/a", new Set(["one", "two"])], ["/b", new Set(["one"])]]));
});
