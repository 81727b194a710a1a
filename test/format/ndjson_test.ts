import assert from "node:assert/strict";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, ndjsonOf, reportOf, service } from "./reports.ts";

const ORIGIN = {
  format: "lib_users process",
  version: 1,
  mode: "lib_users",
  host: "server",
  source: "/proc",
  time: "2026-03-14T09:26:53.500Z",
};

Deno.test("formatNdjson() prints nothing where nothing was found", () => assert.equal(ndjsonOf(reportOf({})), ""));

Deno.test("formatNdjson() prints a line a process, and one for each that could not be read", () => {
  const findings = [7, 8].map((pid) =>
    finding(pid, { uid: 0, cgroup: service("a.service"), files: [library("/usr/lib/libz.so.1")] })
  );
  const text = ndjsonOf(reportOf({ findings, unreadable: [{ pid: "5", failure: "denied" }] }));
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ pid, files }) => [pid, files?.length]), [[7, 1], [8, 1], [5, undefined]]);
  assert.deepEqual(lines[2], { ...ORIGIN, pid: 5, failure: "denied" });
  for (const line of lines) assert.deepEqual({ ...line, ...ORIGIN }, line);
});

for (const name of HOSTILE_NAMES) {
  Deno.test(`formatNdjson() keeps a name in its line: ${JSON.stringify(name)}`, () => {
    const text = ndjsonOf(reportOf({ findings: [finding(7, { uid: 0, files: [library(name)] })] }));
    assert.match(text, /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202e]+\n$/u);
    const [{ name: read, nameHex }] = JSON.parse(text).files;
    assert.equal(nameHex === undefined, name.isWellFormed());
    if (nameHex === undefined) assert.equal(read, name);
  });
}
