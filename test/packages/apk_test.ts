import assert from "node:assert/strict";
import { parseApkPackages } from "../../lib/packages/apk.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const INSTALLED = `C:Q1abc=
P:musl
V:1.2.5-r9
A:x86_64
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1def=
R:libc.musl-x86_64.so.1
a:0:0:777

P:zlib
V:1.3.1-r2
F:
R:top
F:lib
R:libz.so.1
R:libz.so.1.3.1
F:usr
F:usr/share/zlib

P:empty
R:nowhere

P:other
F:usr
F:usr/share/zlib
M:0:0:1777
R:a b
`;

const CASES: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ["finds a file", "/lib/ld-musl-x86_64.so.1", ["musl"]],
  ["finds a link", "/lib/libz.so.1", ["zlib"]],
  ["finds a file in the root directory", "/top", ["zlib"]],
  ["finds a file with a space", "/usr/share/zlib/a b", ["other"]],
  ["finds all packages of a directory", "/usr/share/zlib", ["zlib", "other"]],
  ["starts each package in the root directory", "/nowhere", ["empty"]],
  ["finds no file of another directory", "/usr/libz.so.1", undefined],
  ["finds no beginning of a name", "/lib/libz.so.1.3", undefined],
];

for (const [what, path, packages] of CASES) {
  Deno.test(`parseApkPackages() ${what}`, () => {
    const expected = packages === undefined ? [] : [[path, new Set(packages)] as const];
    assert.deepEqual(parseApkPackages(encodeText(INSTALLED), new Set([path])), new Map(expected));
  });
}
