import assert from "node:assert/strict";
import type { Action, Holder } from "./holder.ts";
import { commandLine, linesAbout, type RunOptions, runProgram } from "./program.ts";
import { filesOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** What processes do, each in a directory of its own, whose name it has as an argument. */
const HOLDING: Readonly<Record<string, readonly Action[]>> = {
  removed: [["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]],
  replaced: [["create", "a"], ["map", "a"], ["log", "a"], ["create", "b"], ["rename", "b", "a"]],
  linked: [["create", "a (deleted)"], ["map", "a (deleted)"], ["open", "a (deleted)"]],
  hostile: [["create", "\\012\\377;"], ["map", "\\012\\377;"], ["log", "\\012\\377;"], ["unlink", "\\012\\377;"]],
  memory: [["memory", "\\377"]],
  thread: [["create", "a"], ["thread-open", "a"], ["unlink", "a"]],
  leaderless: [["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"], ["leave"]],
  harmless: [["create", "a"], ["map", "a"], ["open", "a"]],
  deep: [["descend", "d".repeat(200), "21"], ["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]],
};

async function startAll(workshop: Workshop, inside?: Holder): Promise<readonly Holder[]> {
  return await Array.fromAsync(Object.entries(HOLDING), async ([directory, actions]) => {
    const place = inside === undefined ? {} : { inside };
    const holder = await workshop.start({ directory, args: [directory], ...place });
    await holder.tell(...actions);
    return holder;
  });
}

const MODES = ["lib_users", "fd_users"] as const;

testLive("A recording shows of own processes what the run showed", [], async () => {
  await using workshop = await openWorkshop();
  const holders = await startAll(workshop);
  const file = workshop.path("recording");
  assert.equal((await runProgram(["record", "-o", file])).code, 0);
  for (const mode of MODES) {
    for (const format of ["-s", "-m"]) {
      const live = await runProgram([mode, format]);
      const replay = await runProgram([mode, format, "--proc", file]);
      assert.deepEqual(linesAbout(replay.stdout, holders), linesAbout(live.stdout, holders));
    }
    const [live, replay] = [await scanReport([mode, "--all"]), await scanReport([mode, "--all", "--proc", file])];
    for (const holder of holders) assert.deepEqual(filesOf(replay, holder), filesOf(live, holder));
  }
});

testLive("A recording shows of a quiet machine all that the run showed", ["namespaces"], async (context) => {
  await using workshop = await openWorkshop();
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"], ["create", "first"], ["map", "first"], ["open", "first"], ["unlink", "first"]);
  await startAll(workshop, machine);
  const file = workshop.path("recording");
  const inside: RunOptions = { inside: machine };
  assert.deepEqual(await runProgram(["record", "-o", file], inside), { code: 0, stdout: "", stderr: "" });
  for (const mode of MODES) {
    for (const format of [[], ["-s"], ["-m"], ["-S"], ["-s", "--all"], ["-m", "-i", "*/a"], ["--timeout", "1"]]) {
      await context.step(`${mode} ${format.join(" ")}`, async () => {
        const live = await runProgram([mode, ...format], inside);
        assert.deepEqual(await runProgram([mode, ...format, "--proc", file]), live);
        assert.deepEqual([live.code, live.stderr], [0, ""]);
      });
    }
    await context.step(`${mode} --json --all`, async () => {
      const live = { ...await scanReport([mode, "--all"], inside), source: "", time: "", duration: 0 };
      assert.deepEqual(
        { ...await scanReport([mode, "--all", "--proc", file]), source: "", time: "", duration: 0 },
        live,
      );
      assert.ok(live.findings.length >= 7);
    });
  }
});

testLive("A recording can be read from standard input", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["create", "a"], ["map", "a"], ["unlink", "a"]);
  const script = '"$@" record | "$@" -m --proc -';
  const args = ["-c", script, "sh", ...commandLine([])];
  const { code, stdout } = await new Deno.Command("sh", { args, stdin: "null", stderr: "null" }).output();
  assert.equal(code, 0);
  const line = `${holder.pid};${workshop.path("a")};${workshop.path("holder")}`;
  assert.deepEqual(linesAbout(new TextDecoder().decode(stdout), [holder]), [line]);
});
