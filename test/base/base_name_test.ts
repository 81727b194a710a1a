import assert from "node:assert/strict";
import { baseName } from "../../lib/base/base_name.ts";

Deno.test("baseName() returns what is behind the last slash", () => {
  assert.equal(baseName("7/task/8"), "8");
  assert.equal(baseName("/srv//a b"), "a b");
});

Deno.test("baseName() returns a path without a slash as it is, and nothing of one that ends with a slash", () => {
  assert.equal(baseName("8"), "8");
  assert.equal(baseName("/srv/"), "");
});
