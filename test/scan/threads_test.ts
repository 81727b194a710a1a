import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { otherThreads } from "../../lib/scan/process.ts";
import { procOf } from "../answers.ts";

Deno.test("otherThreads() gives the threads beside the leader", () => {
  const proc = procOf({ list: { "12/task": ["12", "13", "14"] } });
  assert.deepEqual(otherThreads(proc, "12"), ["12/task/13", "12/task/14"]);
});

Deno.test("otherThreads() gives the threads of a leader that is not listed any more", () => {
  const proc = procOf({ list: { "12/task": ["13", "14"] } });
  assert.deepEqual(otherThreads(proc, "12"), ["12/task/13", "12/task/14"]);
});

Deno.test("otherThreads() gives none for a process of one thread, or one that cannot be looked at", () => {
  const list = { "1/task": ["1"], "2/task": [], "3/task": FAILURES.denied };
  const proc = procOf({ list });
  for (const pid of ["1", "2", "3", "4"]) assert.deepEqual(otherThreads(proc, pid), []);
});
