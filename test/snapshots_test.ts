import { SCENARIOS } from "../simulator/scenarios.ts";
import { machineProc } from "../simulator/proc.ts";
import { runIn, type RunOptions } from "./run_program.ts";

/** What every scenario is asked. */
const QUESTIONS = ["", "-s", "-m", "-S", "--all -s", "-l", "-r"];
const MODES = ["lib_users", "fd_users"];

for (const [name, { story, machine }] of Object.entries(SCENARIOS)) {
  Deno.test(`the command line on ${name}`, async (t) => {
    const { uid, time } = machine();
    const transcripts: string[] = [`# ${story}\n`];
    for (const mode of MODES) {
      for (const question of QUESTIONS) {
        const args = [mode, ...question.split(" ")].filter((word) => word !== "");
        transcripts.push(await transcript(args, { uid, time }, machine));
      }
    }
    await t.assertSnapshot(transcripts.join("\n"), { serializer: String, path: `../snapshots/${name}.snap` });
  });
}

Deno.test("the command line itself", async (t) => {
  const lines = [
    "--help",
    "-h",
    "--version",
    "fd_users --version",
    "--nonsense",
    "-x",
    "-mx",
    "frobnicate",
    "lib_users fd_users",
    "-i",
    "--format",
    "--format xml",
    "-m --json",
    "--all=yes",
    "--timeout 0",
    "--timeout soon",
    "--pid self",
    "--older-than 3w",
    "--warning none",
    "--proc /nowhere",
    "--config /nowhere",
    "--output=",
    "-ms --ignore-pattern=*pcre* -I /usr/sbin/exim",
    "-I /lib64/libpcre.so.0.0.1",
    "--pid 16341 --pid 16342",
  ];
  const transcripts = [];
  for (const line of lines) transcripts.push(await transcript(line.split(" "), {}, SCENARIOS.upgrade.machine));
  await t.assertSnapshot(transcripts.join("\n"), { serializer: String, path: "../snapshots/command-line.snap" });
});

Deno.test("the command line on a terminal", async (t) => {
  const transcripts = [];
  for (const name of ["upgrade", "nothing-stale"] as const) {
    for (const args of [[], ["-l"], ["fd_users", "-l"]]) {
      transcripts.push(await transcript(args, { isTerminal: true, isColoured: true }, SCENARIOS[name].machine));
    }
  }
  await t.assertSnapshot(transcripts.join("\n"), { serializer: escapeControls, path: "../snapshots/terminal.snap" });
});

/** A command, all that it printed, and how it ended. */
async function transcript(
  args: readonly string[],
  options: RunOptions,
  machine: () => Parameters<typeof machineProc>[0],
): Promise<string> {
  const { code, stdout, stderr } = await runIn(machineProc(machine()), args, options);
  return `$ ${args.join(" ")}\n${stdout}${stderr.replaceAll(/^/gm, "stderr: ").replace(/stderr: $/, "")}exit ${code}\n`;
}

/** So that a golden can be read, and a terminal is not driven by it. */
function escapeControls(text: string): string {
  return text.replaceAll("\x1b", "\\x1b");
}
