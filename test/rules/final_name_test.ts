import assert from "node:assert/strict";
import { finalName, TEMPORARY_NAMES } from "../../lib/rules/final_name.ts";

Deno.test("finalName() undoes the temporary names of package managers", () => {
  for (const { example: [name, final] } of TEMPORARY_NAMES) assert.equal(finalName(name), final);
  assert.equal(finalName("/usr/lib/libz.so.dpkg-tmp"), "/usr/lib/libz.so");
  assert.equal(finalName("/usr/bin/python.#prelink#"), "/usr/bin/python");
  assert.equal(finalName("/usr/lib64/a\nb.so;5f3a1b2c00112233"), "/usr/lib64/a\nb.so");
});

Deno.test("finalName() leaves other names alone", () => {
  const names = [
    "/usr/lib/libz.so.1.3",
    "/etc/a.dpkg-old",
    "/etc/a.dpkg-dist",
    "/etc/a.rpmnew",
    "/srv/a;b",
    "/srv/a;5f3a1b2",
    "/srv/a;5F3A1B2C",
    "/srv/a;5f3a1b2c.log",
    "/usr/bin/python.#prelink#.aB3",
    "/srv/#new",
    "/srv/_portage_merge_.12",
    "/srv/.dpkg-new",
  ];
  for (const name of names) assert.equal(finalName(name), name);
});
