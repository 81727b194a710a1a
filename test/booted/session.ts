import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runOrThrow } from "./command.ts";
import type { Image } from "./image.ts";
import { listKept, type Machine, startMachine } from "./machine.ts";
import type { Report } from "./plan.ts";
import { parseState, type State } from "./state.ts";

/** The two modes of the program. */
export const MODES = ["lib_users", "fd_users"] as const;

/** How a command of a plan ended. */
export interface Result {
  /** Its exit status; 124 where it was ended because it took too long. */
  readonly code: number;
  readonly seconds: number;
  readonly command: string;
}

/** Seconds that a command of a plan may take: it restarts many services at once, on an emulated processor. */
const COMMAND_LIMIT = 300;

const INSIDE = fileURLToPath(new URL("inside/", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts a machine on which everything runs that is to be looked at, with the program as it is now in it. What was kept
 * by an earlier run is the start, unless all is to be `fresh`.
 */
export async function startPopulated(image: Image, fresh: boolean): Promise<Machine> {
  await bundle(image);
  const kept = fresh ? [] : await listKept(image);
  const machine = await startMachine(image, kept.includes("populated") ? "populated" : undefined);
  try {
    if (!kept.includes("populated")) {
      await machine.ask("populate", { limit: 900 });
      await machine.keep("populated");
    }
    await install(machine, image);
  } catch (error) {
    await machine.stop();
    throw error;
  }
  return machine;
}

/** Upgrades a machine, or goes back to where an earlier run had done so. */
export async function upgrade(machine: Machine, image: Image): Promise<void> {
  if ((await listKept(image)).includes("upgraded")) await machine.goBack("upgraded");
  else {
    await machine.ask("in-session 1800 upgrade", { limit: 2000 });
    await machine.keep("upgraded");
  }
  await install(machine, image);
}

/** Scans in the session of the administrator. Nothing may be missed, however slow the emulated processor is. */
export async function scan(machine: Machine, mode: string): Promise<Report> {
  const report: Report = JSON.parse(await askProgram(machine, `${mode} --json`));
  assert.deepEqual(report.missed, []);
  return report;
}

/** Runs the program in the session of the administrator, and returns what it prints. */
export async function askProgram(machine: Machine, command: string): Promise<string> {
  return await machine.ask(`in-session 400 ${command} --timeout 60`, { limit: 500 });
}

/** Asks what is running. */
export async function readState(machine: Machine): Promise<State> {
  return parseState(await machine.ask("state", { limit: 300 }));
}

/** Runs these commands, one after another, in the session of the administrator. */
export async function carryOut(machine: Machine, commands: readonly string[]): Promise<readonly Result[]> {
  const limit = commands.length * COMMAND_LIMIT + 60;
  await machine.ask("cat >/run/plan", { input: commands.map((line) => `${line}\n`).join(""), limit: 60 });
  await machine.ask(`in-session ${limit} carry-out ${COMMAND_LIMIT} /run/plan /run/results`, { limit: limit + 60 });
  const lines = await machine.ask("cat /run/results", { limit: 60 });
  return lines.split("\n").filter((line) => line !== "").map((line) => {
    const [code, seconds, command] = line.split("\t") as [string, string, string];
    return { code: Number(code), seconds: Number(seconds), command };
  });
}

/** Writes what a run found beside the image, to be looked at. */
export async function save({ directory }: Image, name: string, text: string): Promise<void> {
  await Deno.mkdir(`${directory}/results`, { recursive: true });
  await Deno.writeTextFile(`${directory}/results/${name}`, text);
}

/** Makes one file of the program as it is now. */
async function bundle({ directory }: Image): Promise<void> {
  await runOrThrow([Deno.execPath(), "run", "-A", `${ROOT}tools/bundle.ts`, `${directory}/lib_users.js`], {
    limit: 600,
  });
}

/** Puts the program into the machine, one file to which the image has the runtime, and the scripts as they are now. */
async function install(machine: Machine, { directory }: Image): Promise<void> {
  const scripts = await runOrThrow(["tar", "-C", `${INSIDE}bin`, "-cf", "-", "."], { limit: 60 });
  await machine.ask("tar -C /usr/local/sbin -xf -", { input: scripts, limit: 60 });
  await machine.ask("cat >/opt/lib_users.js", { input: await Deno.readFile(`${directory}/lib_users.js`), limit: 60 });
  for (const mode of MODES) {
    const script = `#!/bin/sh\nDENO_NO_UPDATE_CHECK=1 exec deno run -A --no-config /opt/lib_users.js ${mode} "$@"\n`;
    const path = `/usr/local/bin/${mode}`;
    await machine.ask(`cat >${path} && chmod +x ${path}`, { input: script, limit: 60 });
  }
}
