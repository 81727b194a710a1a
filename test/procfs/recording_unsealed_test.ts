import assert from "node:assert/strict";
import { formatRecording, parseRecording } from "../../lib/procfs/recording.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { treeOf } from "../answers.ts";

const HEADER = { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-11-21T06:00:00.000Z" };
const TREE = treeOf({ link: { self: "99" } }, { read: { "10/maps": "text", "9/maps": "" } });
const SEALED = decodeText(await formatRecording(HEADER, TREE));
const UNSEALED = SEALED.replace(/"sha256":"[0-9a-f]{64}"/, '"sha256":null');

Deno.test("parseRecording() reads a recording without a digest as it reads one with it", async () => {
  assert.notEqual(UNSEALED, SEALED);
  assert.deepEqual(await parseRecording(encodeText(UNSEALED)), { header: HEADER, tree: TREE, packages: undefined });
});

Deno.test("parseRecording() takes nothing but null in place of a digest", async () => {
  for (const value of ['""', '"null"', "0", "false", "{}", "[null]", '"0"']) {
    const message = "it was altered: its SHA-256 is another";
    await assert.rejects(parseRecording(encodeText(UNSEALED.replace("null}", `${value}}`))), { message }, value);
  }
});

Deno.test("parseRecording() notices also without a digest that a recording is cut short", async () => {
  const bytes = encodeText(UNSEALED);
  for (let end = 0; end < bytes.length; end++) {
    await assert.rejects(parseRecording(bytes.slice(0, end)), { name: "SyntaxError" }, `cut at ${end}`);
  }
  const [first, second, third, last] = UNSEALED.split("\n");
  for (
    const [lines, message] of [
      [[first, second, third], "it is cut short: the last line is missing"],
      [[first, third, last], "it is damaged: 1 of 2 processes are there"],
      [[first, second, second, third, last], "it is damaged: 3 of 2 processes are there"],
    ] as const
  ) {
    await assert.rejects(parseRecording(encodeText(`${lines.join("\n")}\n`)), { message });
  }
});
