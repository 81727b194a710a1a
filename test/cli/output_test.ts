import assert from "node:assert/strict";
import { fileNamesOf } from "../../lib/cli/output.ts";

const NAMES: readonly (readonly [names: readonly string[], files: readonly string[]])[] = [
  [["web-1.example.com", "db_1"], ["web-1.example.com", "db_1"]],
  [["../../etc/passwd", "a\nb", "<b>"], [".._.._etc_passwd", "a_b", "_b_"]],
  [["a/b", "a_b", "a b", "a_b_2"], ["a_b", "a_b_2", "a_b_3", "a_b_2_2"]],
  [["x".repeat(300), `${"x".repeat(300)}y`], ["x".repeat(200), `${"x".repeat(200)}_2`]],
];

for (const [names, files] of NAMES) {
  Deno.test(`fileNamesOf() gives each of ${JSON.stringify(names).slice(0, 60)} a file of its own`, () => {
    assert.deepEqual(fileNamesOf(names), files);
  });
}
