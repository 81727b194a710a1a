import assert from "node:assert/strict";
import { FAILURES, fileTypeOf, isFailure, isFileType } from "../../lib/procfs/procfs.ts";
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

Deno.test("fileTypeOf() tells every type by its mode", () => {
  const modes = [0o010644, 0o020666, 0o040755, 0o060660, 0o104755, 0o120777, 0o140777, 0, 0o644, 0o170000];
  const types = ["fifo", "character", "directory", "block", "file", "symlink", "socket", "other", "other", "other"];
  assert.deepEqual(modes.map(fileTypeOf), types);
  assert.deepEqual(types.filter(isFileType), types);
  assert.deepEqual(["", "1", "files", "constructor", 8, null, undefined].filter(isFileType), []);
});
