import assert from "node:assert/strict";
import type { Holder } from "./holder.ts";
import { ODD_CASES, type Said } from "./odd_machines.ts";
import { runProgram } from "./program.ts";
import { findingOf, type Report, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { makeTools, replay, runScript, SHELLS, testShell } from "./shells.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const MODES = ["lib_users", "fd_users"] as const;

/** A machine of its own, with a process for each case. */
interface Machine {
  readonly first: Holder;
  readonly holders: readonly Holder[];
}

async function startMachine(workshop: Workshop): Promise<Machine> {
  const first = await workshop.start({ args: ["the first process"] });
  await first.tell(["own-processes"]);
  const holders: Holder[] = [];
  for (const [index, { actions }] of ODD_CASES.entries()) {
    const holder = await workshop.start({ directory: String(index), inside: first });
    await holder.tell(...actions);
    holders.push(holder);
  }
  return { first, holders };
}

/** What a report says of a process. The inode in the name of a file that never had one is left out. */
function saidOf(report: Report, holder: Holder, directory: string): readonly Said[] {
  const files = findingOf(report, holder)?.files ?? [];
  return files.map(({ name, state, ignored }) => [
    name.replace(`${directory}/`, "").replace(/#[0-9]+$/, "#"),
    ignored?.rule ?? state,
  ]);
}

/** Compares what is said of every case with what is to be said. */
async function checkCases(
  t: Deno.TestContext,
  mode: (typeof MODES)[number],
  { report, holders, workshop }: { report: Report; holders: readonly Holder[]; workshop: Workshop },
): Promise<void> {
  for (const [index, { what, said }] of ODD_CASES.entries()) {
    await t.step(`${mode}: ${what}`, () => {
      const found = saidOf(report, holders[index]!, workshop.path(String(index)));
      assert.deepEqual(found.toSorted(), (said[mode] ?? []).toSorted());
    });
  }
}

testLive("Odd machines are judged by structure", ["namespaces", "disk"], async (t) => {
  await using workshop = await openWorkshop();
  const { first, holders } = await startMachine(workshop);
  for (const mode of MODES) {
    const report = await scanReport([mode, "--all"], { inside: first });
    await checkCases(t, mode, { report, holders, workshop });
  }
});

for (const shell of SHELLS) {
  testShell(shell, "judges odd machines as a scan does", ["namespaces", "disk"], async (t) => {
    await using workshop = await openWorkshop();
    const { first, holders } = await startMachine(workshop);
    const script = (await runProgram(["recorder"])).stdout;
    const tools = await makeTools(workshop, shell);
    const { stderr, bytes } = await runScript(script, shell, tools, { inside: first });
    assert.equal(stderr, "");
    for (const mode of MODES) {
      const report: Report = JSON.parse((await replay([mode, "--all", "--json"], bytes)).stdout);
      await checkCases(t, mode, { report, holders, workshop });
    }
  });
}
