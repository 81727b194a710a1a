import assert from "node:assert/strict";
import { FAILURES, isFailure, type ProcFs } from "../../lib/procfs/procfs.ts";
import { decodeText } from "../../lib/base/bytes.ts";
import { treeProc } from "../../lib/procfs/tree.ts";
import { endsAfter, reopensAfter, reusedAfter } from "../../simulator/churn.ts";
import { machineOf, type SimulatedProcess } from "../../simulator/machine.ts";
import { oldLog } from "../../simulator/parts.ts";
import { machineProc } from "../../simulator/proc.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { machineTree } from "../../simulator/tree.ts";

const PROCESS: SimulatedProcess = { pid: 7, arguments: "/bin/x", descriptors: [oldLog("/log", 1)] };

Deno.test("machineProc() answers as the tree does, more processes than it keeps included", async () => {
  const machine = SCENARIOS["busy-machine"].machine();
  const tree = machineTree(machine);
  const [expected, proc] = [treeProc(tree), machineProc(machine)];
  assert.deepEqual(proc.listSync("."), expected.listSync("."));
  assert.deepEqual(await proc.stat("self/root/usr/bin/bash"), await expected.stat("self/root/usr/bin/bash"));
  for (const pid of tree.processes.keys()) {
    assert.deepEqual(await proc.read(`${pid}/maps`), await expected.read(`${pid}/maps`));
    assert.deepEqual(proc.listSync(`${pid}/fd`), expected.listSync(`${pid}/fd`));
    assert.deepEqual(await proc.stat(`${pid}/fd/3`), await expected.stat(`${pid}/fd/3`));
  }
  assert.deepEqual(await proc.read("999999/maps"), FAILURES.gone);
});

Deno.test("endsAfter() lets a process answer so many questions, then it is gone and no longer listed", async () => {
  const proc = procOf(endsAfter(2, PROCESS));
  assert.equal(await commandOf(proc), "/bin/x\0");
  assert.equal(proc.linkSync("7/exe"), "/bin/x");
  assert.deepEqual(proc.listSync("."), ["7", "8"]);
  assert.deepEqual(proc.listSync("7"), FAILURES.gone);
  assert.deepEqual(proc.listSync("."), ["8"]);
});

Deno.test("endsAfter() without a question lists a process that is never found", async () => {
  const proc = procOf(endsAfter(0, PROCESS));
  assert.deepEqual(proc.listSync("."), ["7", "8"]);
  assert.deepEqual(await proc.read("7/maps"), FAILURES.gone);
});

Deno.test("reusedAfter() gives the PID to another process, time and again", async () => {
  const third = endsAfter(1, { pid: 7, arguments: "/bin/third" });
  const second = { arguments: "/bin/second", race: { after: 1, becomes: third } };
  const proc = procOf(reusedAfter(1, PROCESS, second));
  assert.equal(await commandOf(proc), "/bin/x\0");
  assert.equal(await commandOf(proc), "/bin/second\0");
  assert.equal(await commandOf(proc), "/bin/third\0");
  assert.deepEqual(await proc.read("7/cmdline"), FAILURES.gone);
});

Deno.test("reopensAfter() lets a process go on with other files", () => {
  const proc = procOf(reopensAfter(2, PROCESS, []));
  assert.deepEqual(proc.listSync("7/fd"), ["0", "1", "2", "3"]);
  assert.equal(proc.linkSync("7/fd/3"), "/log (deleted)");
  assert.deepEqual(proc.linkSync("7/fd/3"), FAILURES.gone);
  assert.deepEqual(proc.listSync("7/fd"), ["0", "1", "2"]);
});

Deno.test("machineProc() lets one wait for what is stuck, and for nothing else", async () => {
  const machine = machineOf({ processes: [{ ...PROCESS, refuses: { "maps": "stuck" } }] });
  const proc = machineProc(machine, 30);
  const start = performance.now();
  const stuck = proc.read("7/maps");
  assert.equal(await Promise.race([stuck, commandOf(proc)]), "/bin/x\0");
  assert.deepEqual(await stuck, FAILURES.stuck);
  assert.ok(performance.now() - start >= 29);
});

function procOf(process: SimulatedProcess): ProcFs {
  return machineProc(machineOf({ processes: [process] }));
}

async function commandOf(proc: ProcFs): Promise<string> {
  const answer = await proc.read("7/cmdline");
  assert.ok(!isFailure(answer));
  return decodeText(answer);
}
