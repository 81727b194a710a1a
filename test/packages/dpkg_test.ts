import assert from "node:assert/strict";
import { type Diversion, parseArchitectures, parseDiversions, parseStatus } from "../../lib/packages/dpkg.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const SH: Diversion = { from: "/bin/sh", to: "/bin/sh.distrib", by: "dash" };
const DIVERSIONS: readonly (readonly [string, string, readonly Diversion[]])[] = [
  ["reads one of a package", "/bin/sh\n/bin/sh.distrib\ndash\n", [SH]],
  ["reads a local one", "/usr/bin/x\n/usr/bin/x.real\n:\n", [{
    from: "/usr/bin/x",
    to: "/usr/bin/x.real",
    by: undefined,
  }]],
  ["reads several", "/bin/sh\n/bin/sh.distrib\ndash\n/a\n/b\np\n", [SH, { from: "/a", to: "/b", by: "p" }]],
  ["reads one without a newline at the end", "/bin/sh\n/bin/sh.distrib\ndash", [SH]],
  ["leaves out one that is cut off", "/bin/sh\n/bin/sh.distrib\ndash\n/a\n/b\n", [SH]],
  ["reads none from an empty file", "", []],
];

for (const [what, text, diversions] of DIVERSIONS) {
  Deno.test(`parseDiversions() ${what}`, () => assert.deepEqual(parseDiversions(encodeText(text)), diversions));
}

Deno.test("parseArchitectures() reads one a line", () => {
  assert.deepEqual(parseArchitectures(encodeText("amd64\ni386\n")), ["amd64", "i386"]);
  assert.deepEqual(parseArchitectures(encodeText("")), []);
});

const STATUS = `Package: dpkg
Essential: yes
Status: install ok installed
Architecture: amd64
Description: package management
 Architecture: of no account

Package: gone
Status: deinstall ok config-files
Architecture: amd64

Package: gone
Status: install ok installed
Architecture: i386

Package: back
Status: install ok installed
Architecture: i386

Package: back
Status: purge ok not-installed
Architecture: amd64

Package: odd
Status: install ok installed
`;

Deno.test("parseStatus() gives the architecture of what is installed", () => {
  assert.deepEqual(
    parseStatus(encodeText(STATUS), new Set(["dpkg", "gone", "back", "odd", "none"])),
    new Map([["dpkg", "amd64"], ["gone", "i386"], ["back", "i386"]]),
  );
});

Deno.test("parseStatus() leaves out what is not asked for", () => {
  assert.deepEqual(parseStatus(encodeText(STATUS), new Set(["Essential"])), new Map());
});
