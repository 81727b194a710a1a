import assert from "node:assert/strict";
import { parsePackageDirectory } from "../../lib/packages/pacman.ts";

const CASES: readonly (readonly [string, string | undefined])[] = [
  ["zlib-1:1.3.1-2", "zlib"],
  ["gcc-libs-14.2.1+r134+gab884fffe3fc-1", "gcc-libs"],
  ["lib32-gcc-libs-14.2.1-1.1", "lib32-gcc-libs"],
  ["ALPM_DB_VERSION", undefined],
  ["one-hyphen", undefined],
  ["-1-1", undefined],
];

for (const [directory, name] of CASES) {
  Deno.test(`parsePackageDirectory() reads ${directory}`, () => assert.equal(parsePackageDirectory(directory), name));
}
