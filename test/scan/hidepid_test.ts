import assert from "node:assert/strict";
import { hidesProcesses } from "../../lib/scan/hidepid.ts";
import { procOf } from "../answers.ts";

const OPTIONS: readonly (readonly [string, boolean])[] = [
  ["rw", false],
  ["rw,gid=4,hidepid=invisible", true],
  ["rw,hidepid=2", true],
  ["rw,hidepid=ptraceable,subset=pid", true],
  ["rw,hidepid=noaccess", false],
  ["rw,hidepid=0", false],
];

Deno.test("hidesProcesses() knows the mount options that leave processes out of the list", async (t) => {
  for (const [options, expected] of OPTIONS) {
    await t.step(options, async () => {
      const text = `22 1 0:21 / /proc rw,relatime - proc proc ${options}\n`;
      assert.equal(await hidesProcesses(procOf({ read: { "self/mountinfo": text } })), expected);
    });
  }
});

Deno.test("hidesProcesses() does not take another file system's options for those of proc", async () => {
  const text = "22 1 0:21 / /x rw,relatime - tmpfs x rw,hidepid=2\n";
  assert.equal(await hidesProcesses(procOf({ read: { "self/mountinfo": text } })), false);
});

Deno.test("hidesProcesses() knows of none where the mounts cannot be read", async () => {
  assert.equal(await hidesProcesses(procOf({})), false);
});
