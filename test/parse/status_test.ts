import assert from "node:assert/strict";
import { keepUid, parseUid } from "../../lib/parse/status.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";

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

Deno.test("parseUid() takes the real user id", () => {
  assert.equal(parseUid(STATUS), 1000);
});

const NAMES = [
  "a\\nb",
  "x\\nUid:\t0\t0\t0\t0",
  "Uid:\t0\t0\t0\t0",
  "x\rUid:\t0\t0\t0\t0",
  "x\u2028Uid:\t0\t0\t0\t0",
  "",
  "\udcff",
];

for (const name of NAMES) {
  Deno.test(`parseUid() does not take the name ${JSON.stringify(name)} for more than a name`, () => {
    const status = STATUS.replace("cron", () => name);
    assert.equal(parseUid(status), 1000);
    assert.equal(decodeText(keepUid(encodeText(status))), "Uid:\t1000\t0\t0\t0\n");
  });
}

Deno.test("parseUid() keeps the largest user id", () => {
  assert.equal(parseUid("Name:\tx\nUid:\t4294967295\t4294967295\t0\t0\n"), 4294967295);
});

for (const text of ["", "Name:\tx\n", "Name:\tx\nUid:\t\n", "Name:\tx\nUid:\t-1\t0\t0\t0\n", "Uid:\t7\t7\t7\t7"]) {
  Deno.test(`parseUid() finds no user id in ${JSON.stringify(text)}`, () => {
    assert.equal(parseUid(text), undefined);
    assert.equal(decodeText(keepUid(encodeText(text))), "");
  });
}
