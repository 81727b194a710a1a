import assert from "node:assert/strict";
import { parseStatus } from "../../lib/parse/status.ts";

const STATUS = [
  "Name:\tcron",
  "Umask:\t0022",
  "State:\tS (sleeping)",
  "Tgid:\t86",
  "PPid:\t1",
  "Uid:\t1000\t0\t0\t0",
  "Gid:\t5\t5\t5\t5",
  "Groups:\t ",
  "NSpid:\t86",
  "Threads:\t1",
  "",
].join("\n");

const CRON = { name: "cron", state: "S", parent: "1", uid: 1000, effectiveUid: 0, threads: 1, depth: 0 };

Deno.test("parseStatus() takes what is used", () => {
  assert.deepEqual(parseStatus(STATUS), CRON);
});

const NAMES: readonly (readonly [written: string, name: string])[] = [
  ["a\\nb", "a\nb"],
  ["a\\\\nb", "a\\nb"],
  ["a\\\\\\nb", "a\\\nb"],
  ["x\\nUid:\\t0", "x\nUid:\\t0"],
  ["tab\tand  blanks ", "tab\tand  blanks "],
  ["Uid:\t0\t0\t0\t0", "Uid:\t0\t0\t0\t0"],
  ["", ""],
  ["(sd-pam)", "(sd-pam)"],
  ["\udcff", "\udcff"],
];

for (const [written, name] of NAMES) {
  Deno.test(`parseStatus() reads the name ${JSON.stringify(written)}`, () => {
    assert.deepEqual(parseStatus(STATUS.replace("cron", () => written)), { ...CRON, name });
  });
}

Deno.test("parseStatus() counts the PID namespaces between", () => {
  assert.equal(parseStatus(STATUS.replace("NSpid:\t86", "NSpid:\t86\t12\t1"))?.depth, 2);
});

Deno.test("parseStatus() does without what a kernel does not write", () => {
  assert.deepEqual(parseStatus("Name:\tx\n"), {
    name: "x",
    state: "",
    parent: "0",
    uid: undefined,
    effectiveUid: undefined,
    threads: 1,
    depth: 0,
  });
});

Deno.test("parseStatus() keeps the largest user id", () => {
  assert.equal(parseStatus("Name:\tx\nUid:\t4294967295\t4294967295\t0\t0\n")?.uid, 4294967295);
});

Deno.test("parseStatus() gives nothing for what is no status", () => {
  for (const text of ["", "\n", "nonsense", "State:\tS\n"]) assert.equal(parseStatus(text), undefined);
});
