import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { decodeText } from "../../lib/base/bytes.ts";
import { emptyTree, splitPath, treeProc } from "../../lib/procfs/tree.ts";
import { procOf, statOf } from "../answers.ts";

const PATHS: readonly (readonly [string, string | undefined, string])[] = [
  ["12/maps", "12", "maps"],
  ["12/task/13/fd/4", "12", "task/13/fd/4"],
  ["12", "12", "."],
  [".", undefined, "."],
  ["self", undefined, "self"],
  ["self/stat", undefined, "self/stat"],
  ["12a/maps", undefined, "12a/maps"],
  ["a12/maps", undefined, "a12/maps"],
  ["sys/12/x", undefined, "sys/12/x"],
];

Deno.test("splitPath() tells the process from the rest", async (t) => {
  for (const [path, pid, rest] of PATHS) {
    await t.step(path, () => assert.deepEqual(splitPath(path), { pid, rest }));
  }
});

Deno.test("treeProc() answers each kind of question about a path by itself", async () => {
  const stat = statOf();
  const proc = procOf({
    list: { "1/fd": ["3"], "1": ["fd"] },
    link: { "1/fd/3": "/a (deleted)", "self": "7" },
    stat: { "1/fd/3": stat, "self/root/a": FAILURES.denied },
    read: { "1/maps": "text", "2/maps": FAILURES.stuck },
  });
  assert.deepEqual(proc.listSync("1/fd"), ["3"]);
  assert.deepEqual(proc.listSync("1"), ["fd"]);
  assert.equal(proc.linkSync("1/fd/3"), "/a (deleted)");
  assert.equal(proc.linkSync("self"), "7");
  assert.equal(await proc.stat("1/fd/3"), stat);
  assert.equal(await proc.stat("self/root/a"), FAILURES.denied);
  assert.equal(decodeText(await proc.read("1/maps") as Uint8Array), "text");
  assert.equal(await proc.read("2/maps"), FAILURES.stuck);
});

Deno.test("treeProc() lists the processes at its root, in their order", () => {
  assert.deepEqual(procOf({ read: { "10/maps": "", "9/maps": "", "self/stat": "" } }).listSync("."), ["10", "9"]);
  assert.deepEqual(treeProc(emptyTree()).listSync("."), []);
});

Deno.test("treeProc() calls gone what the tree does not know", async () => {
  const proc = procOf({ read: { "1/maps": "" } });
  assert.equal(proc.listSync("1"), FAILURES.gone);
  assert.equal(proc.listSync("2/fd"), FAILURES.gone);
  assert.equal(proc.linkSync("1/maps"), FAILURES.gone);
  assert.equal(await proc.stat("1/maps"), FAILURES.gone);
  assert.equal(await proc.read("1/stat"), FAILURES.gone);
  assert.equal(await proc.read("11/maps"), FAILURES.gone);
});
