import assert from "node:assert/strict";
import { parseConfig } from "../lib/cli/config.ts";
import { FORMATS } from "../lib/format/formats.ts";
import { listDocuments, updateDocument } from "../tools/docs.ts";

const README = Deno.readTextFileSync("README.md");

for (const path of listDocuments()) {
  Deno.test(`the tables and transcripts in ${path} are those of the program`, async () => {
    const text = await Deno.readTextFile(path);
    assert.equal(await updateDocument(text), text);
  });
}

Deno.test("README describes every format", () => {
  for (const { name } of FORMATS) assert.match(README, new RegExp(`\\*\\*${name}\\*\\*`));
});

Deno.test("the configuration in README is one that the program takes", () => {
  const [, text = ""] = /^```json\n([^]*?)^```$/m.exec(README) ?? [];
  const { ignore, excludeUnits, cautions, warning, critical } = parseConfig(text);
  assert.deepEqual({ ignore, excludeUnits, warning, critical }, {
    ignore: ["/opt/vendor/*.dat"],
    excludeUnits: ["backup-*.service"],
    warning: 5,
    critical: 1,
  });
  assert.equal(cautions[0]?.pattern.test("billing.service"), true);
});
