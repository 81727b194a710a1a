import { encodeText, toHex } from "../lib/base/bytes.ts";
import { SCENARIOS } from "../simulator/scenarios.ts";
import { machineProc } from "../simulator/proc.ts";
import { runIn, type RunOptions } from "./run_program.ts";

/** The options that every scenario is run with. */
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
    "record --help",
    "--version",
    "fd_users --version",
    "--nonsense",
    "-x",
    "-mx",
    "frobnicate",
    "lib_users fd_users",
    "fd_users lib_users",
    "help",
    "-V",
    "--show",
    "-i=*pcre*",
    "record /tmp/x",
    "record help",
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

/** Writes a command, what it printed, and its exit status; see {@linkcode cutOutput}. */
async function transcript(
  args: readonly string[],
  options: RunOptions,
  machine: () => Parameters<typeof machineProc>[0],
): Promise<string> {
  const { code, stdout, stderr } = await runIn(machineProc(machine()), args, options);
  const output = args.includes("-m") || args.includes("--help") ? await cutLines(stdout) : await cutOutput(stdout);
  return `$ ${args.join(" ")}\n${output}${stderr.replaceAll(/^/gm, "stderr: ").replace(/stderr: $/, "")}exit ${code}\n`;
}

/** How many lines of the output of one command a golden has, and how many characters of a line. */
const LINES = 14;
const LINE_LENGTH = 600;

/**
 * Cuts long output to what somebody reads, with the digest of the rest: a change of it is seen too. `deno task demo
 * SCENARIO ARGUMENTS` prints all of it.
 */
async function cutOutput(text: string): Promise<string> {
  const lines = text.split("\n");
  if (lines.length <= LINES + 2) return await cutLines(text);
  const rest = lines.slice(LINES, -1);
  const shown = await cutLines(`${lines.slice(0, LINES).join("\n")}\n`);
  return `${shown}… ${rest.length} more lines, SHA-256 ${await digest(rest.join("\n"))}\n`;
}

async function cutLines(text: string): Promise<string> {
  return (await Promise.all(text.split("\n").map(cutLine))).join("\n");
}

async function cutLine(line: string): Promise<string> {
  if (line.length <= LINE_LENGTH) return line;
  const rest = line.slice(100);
  return `${line.slice(0, 100)}… ${rest.length} more characters, SHA-256 ${await digest(rest)}`;
}

async function digest(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", encodeText(text)))).slice(0, 16);
}

/** Makes a golden readable, and harmless to a terminal. */
function escapeControls(text: string): string {
  return text.replaceAll("\x1b", "\\x1b");
}
