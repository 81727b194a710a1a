import assert from "node:assert/strict";
import { formatRecording, parseRecording } from "../../lib/procfs/recording.ts";
import type { Answers } from "../../lib/procfs/tree.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { machineTree } from "../../simulator/tree.ts";

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  Deno.test(`the scenario ${name} becomes a recording without loss`, async () => {
    const machine = scenario.machine();
    const tree = machineTree(machine);
    const recording = await parseRecording(await formatRecording(machine, tree));
    const { host, kernel, uid, time } = machine;
    assert.deepEqual(recording.header, { host, kernel, uid, time });
    assert.deepEqual([...recording.tree.processes.keys()], [...tree.processes.keys()]);
    assertSame(recording.tree.machine, tree.machine);
    for (const [pid, answers] of tree.processes) assertSame(recording.tree.processes.get(pid)!, answers);
  });
}

/** The maps alone: a tree makes its answers when they are asked for. */
function assertSame(actual: Answers, expected: Answers): void {
  assert.deepEqual(actual.list, expected.list);
  assert.deepEqual(actual.link, expected.link);
  assert.deepEqual(actual.stat, expected.stat);
  assert.deepEqual(actual.read, expected.read);
}
