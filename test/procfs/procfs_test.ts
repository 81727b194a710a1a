import assert from "node:assert/strict";
import { FAILURES, isFailure } from "../../lib/procfs/procfs.ts";
import { statOf } from "../answers.ts";

Deno.test("isFailure() tells a failure from every kind of answer", () => {
  for (const failure of Object.values(FAILURES)) assert.equal(isFailure(failure), true);
  for (const answer of [[], ["failure"], "failure", "", statOf(), new Uint8Array([1]), undefined, null]) {
    assert.equal(isFailure(answer), false);
  }
});

Deno.test("FAILURES names each failure by its key", () => {
  assert.deepEqual(Object.entries(FAILURES).map(([key, { failure }]) => [key, failure]), [
    ["gone", "gone"],
    ["denied", "denied"],
    ["stuck", "stuck"],
    ["unreadable", "unreadable"],
  ]);
});
