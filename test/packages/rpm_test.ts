import assert from "node:assert/strict";
import { parseRpmPackages, RPM_ARGUMENTS } from "../../lib/packages/rpm.ts";

const OUTPUT = `glibc\t/lib64/libc.so.6
glibc\t/usr/share/doc/both
file /opt/a.so is not owned by any package
glibc-devel\t/usr/share/doc/both
glibc\t/lib64/libc.so.6
glibc\t/usr/share/doc/both
\t/usr/nameless
`;

const CASES: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ["finds a file", "/lib64/libc.so.6", ["glibc"]],
  ["finds all packages of a file", "/usr/share/doc/both", ["glibc", "glibc-devel"]],
  ["finds no owner of what has none", "/opt/a.so", undefined],
  ["passes over a file without a package", "/usr/nameless", undefined],
  ["takes no message for an answer", "file /opt/a.so is not owned by any package", undefined],
];

for (const [what, path, packages] of CASES) {
  Deno.test(`parseRpmPackages() ${what}`, () => {
    const expected = packages === undefined ? [] : [[path, new Set(packages)] as const];
    assert.deepEqual(parseRpmPackages(OUTPUT, new Set([path])), new Map(expected));
  });
}

Deno.test("RPM_ARGUMENTS leave the escapes to rpm", () => {
  assert.deepEqual(RPM_ARGUMENTS, ["-qf", "--queryformat", String.raw`[%{=NAME}\t%{FILENAMES}\n]`]);
});
