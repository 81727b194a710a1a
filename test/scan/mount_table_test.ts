import assert from "node:assert/strict";
import { parseMountinfo } from "../../lib/parse/mountinfo.ts";
import { mountTable } from "../../lib/scan/mount_table.ts";
import { encodeText } from "../../lib/base/bytes.ts";

Deno.test("mountTable() looks up a name in a time that grows with its length", () => {
  const deep = "/a".repeat(2000);
  const lines = Array.from({ length: 2000 }, (_, index) => `${index} 1 8:1 / ${"/a".repeat(index)} rw - ext4 a rw`);
  const table = mountTable(parseMountinfo(encodeText(lines.join("\n"))));
  assert.equal(table.at(deep)?.id, "1999");
  assert.equal(table.on("/a/a").length, 3);
  assert.equal(table.at("/b".repeat(1_000_000))?.id, "0");
});
