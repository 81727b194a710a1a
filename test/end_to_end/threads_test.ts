import assert from "node:assert/strict";
import { linesAbout, runProgram } from "./program.ts";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

// The kernel gives the descriptors of an exited leader to root, whoever the process belongs to.
const MODES = [["lib_users", "map", []], ["fd_users", "open", ["root"]]] as const;

for (const [mode, hold, needs] of MODES) {
  testLive(`${mode} reports a process whose leader has exited`, needs, async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start({ args: ["leaderless"] });
    await holder.tell(["create", "a"], [hold, "a"], ["leave"], ["unlink", "a"]);
    const { stdout } = await runProgram([mode, "-s"]);
    const command = `${workshop.path("holder")} leaderless`;
    assert.deepEqual(linesAbout(stdout, [holder]), [`${holder.pid} "${command}" uses ${workshop.path("a")}`]);
  });
}

testLive("fd_users reports the open file of a thread that has a descriptor table of its own", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["create", "a"], ["create", "b"], ["open", "a"], ["thread-open", "b"]);
  await holder.tell(["unlink", "a"], ["unlink", "b"]);
  const files = findingOf(await scanReport(["fd_users"]), holder)!.files;
  assert.deepEqual(files.map(({ name, state }) => [name, state]), [
    [workshop.path("a"), "removed"],
    [workshop.path("b"), "removed"],
  ]);
  assert.deepEqual(files.map(({ descriptors }) => descriptors.map(({ thread }) => thread === null)), [[true], [false]]);
});

testLive(
  "fd_users reports a thread's file also where the process has another one under the same number",
  [],
  async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    await holder.tell(["create", "a"], ["thread-open", "a"], ["create", "b"], ["open", "b"], ["unlink", "a"]);
    const files = findingOf(await scanReport(["fd_users"]), holder)?.files ?? [];
    assert.deepEqual(files.map(({ name }) => name), [workshop.path("a")]);
  },
);
