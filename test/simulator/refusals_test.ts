import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import type { Answers } from "../../lib/procfs/tree.ts";
import { machineOf, type SimulatedProcess } from "../../simulator/machine.ts";
import { kernelThread, oldLibrary } from "../../simulator/parts.ts";
import { machineTree } from "../../simulator/tree.ts";

const PROCESS: SimulatedProcess = {
  pid: 7,
  arguments: "/bin/x",
  uid: 33,
  mappings: [oldLibrary("/lib/x.so", { address: 0x400000 })],
  threads: [{ tid: 8 }],
};

Deno.test("machineTree() refuses an ordinary user what takes the right to trace", () => {
  const { list, link, stat, read } = answersOf(PROCESS, 1000);
  const refused = [
    ...["maps", "fdinfo/0", "task/8/maps"].map((path) => read.get(path)),
    ...["fd", "fdinfo", "map_files", "ns", "task/8/fd"].map((path) => list.get(path)),
    ...["exe", "root", "cwd", "ns/mnt", "fd/0", "task/8/exe"].map((path) => link.get(path)),
    ...["fd/0", "exe", "map_files/400000-404000"].map((path) => stat.get(path)),
  ];
  assert.deepEqual(refused, refused.map(() => FAILURES.denied));
  const allowed = ["cmdline", "comm", "stat", "status", "cgroup", "mountinfo"].map((path) => read.get(path));
  assert.ok(allowed.every((answer) => answer instanceof Uint8Array));
  assert.deepEqual(list.get("task"), ["7", "8"]);
});

Deno.test("machineTree() lets a user look into his own processes, but not through map_files", () => {
  const { link, stat, read } = answersOf(PROCESS, 33);
  assert.ok(read.get("maps") instanceof Uint8Array);
  assert.equal(link.get("map_files/400000-404000"), "/lib/x.so (deleted)");
  assert.deepEqual(stat.get("map_files/400000-404000"), FAILURES.denied);
  assert.ok("inode" in stat.get("fd/0")!);
});

Deno.test("machineTree() shows everyone that a thread of the kernel has nothing mapped", () => {
  const { list, read } = answersOf(kernelThread(7, "kswapd0"), 1000);
  assert.deepEqual(read.get("maps"), new Uint8Array());
  assert.deepEqual(list.get("fd"), FAILURES.denied);
});

Deno.test("machineTree() refuses what the process says, by file, by directory, or as a whole", () => {
  const { list, read } = answersOf({ ...PROCESS, refuses: { "cmdline": "stuck", "fdinfo": "unreadable" } }, 0);
  assert.deepEqual(read.get("cmdline"), FAILURES.stuck);
  assert.deepEqual(read.get("task/8/cmdline"), FAILURES.stuck);
  assert.deepEqual([list.get("fdinfo"), read.get("fdinfo/0")], [FAILURES.unreadable, FAILURES.unreadable]);
  assert.ok(read.get("maps") instanceof Uint8Array);
  const hidden = answersOf({ ...PROCESS, refuses: { ".": "denied" } }, 0);
  assert.deepEqual([hidden.list.get("."), hidden.read.get("stat")], [FAILURES.denied, FAILURES.denied]);
});

Deno.test("machineTree() refuses even root, or not even others, where the process says so", () => {
  assert.deepEqual(answersOf({ ...PROCESS, denied: true }, 0).read.get("maps"), FAILURES.denied);
  assert.ok(answersOf({ ...PROCESS, denied: false }, 1000).read.get("maps") instanceof Uint8Array);
});

function answersOf(process: SimulatedProcess, uid: number): Answers {
  return machineTree(machineOf({ uid, processes: [process] })).processes.get("7")!;
}
