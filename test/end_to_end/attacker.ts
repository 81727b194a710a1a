import { fileURLToPath } from "node:url";
import { AS_NOBODY, compileFile, NOBODY, type Workshop } from "./workshop.ts";

/** What `programs/attacker.c` can do, and its words. */
export type Attack = readonly [string, ...string[]];

/** The word of an attack that stands for the device of FUSE. */
export const FUSE = "<FUSE>";

/** A process of `programs/attacker.c`, at work. All that it started ends with it, when it is disposed of. */
export interface Attacker extends AsyncDisposable {
  /** The processes that attack. */
  readonly pids: readonly number[];
}

/** Who attacks. */
export interface AttackerOptions {
  /** Whether root does, in the place of a helper that root has installed; default: {@linkcode NOBODY}. */
  readonly privileged?: boolean;
}

/** Starts an attack, in a directory of its own, and waits until all is as it is meant to be. */
export async function startAttacker(
  workshop: Workshop,
  attack: Attack,
  { privileged = false }: AttackerOptions = {},
): Promise<Attacker> {
  const directory = workshop.path(attack[0]);
  await Deno.mkdir(directory);
  await Deno.chmod(directory, 0o755);
  if (!privileged) await Deno.chown(directory, NOBODY, NOBODY);
  const program = workshop.path("attacker");
  await Deno.writeFile(program, await (compiled ??= compile(program)), { mode: 0o755 });
  const words = await Promise.all(attack.map((word) => word === FUSE ? makeDevice(directory) : word));
  const [command, ...args] = [...(privileged ? [] : AS_NOBODY), program, ...words];
  const child = new Deno.Command(command!, { args, cwd: directory, stdin: "piped", stdout: "piped" }).spawn();

  async function close(): Promise<void> {
    const overtime = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await child.stdin.close().catch(() => {});
    await child.status;
    clearTimeout(overtime);
  }
  try {
    const answer = /^ready ([0-9 ]+)\n$/.exec(await readLine(child.stdout));
    if (answer === null) throw new Error(`The attacker did not start: ${attack.join(" ")}`);
    return { pids: answer[1]!.split(" ").map(Number), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

let compiled: Promise<Uint8Array<ArrayBuffer>> | undefined;

const PARTS = ["attacker", "attack_crowd", "attack_fuse", "attack_memory", "attack_names", "attack_places"];

async function compile(output: string): Promise<Uint8Array<ArrayBuffer>> {
  const sources = PARTS.map((name) => fileURLToPath(new URL(`programs/${name}.c`, import.meta.url)));
  return await compileFile(output, ["-pthread", ...sources]);
}

/** Makes the device as it is on most machines: everybody may open it. */
async function makeDevice(directory: string): Promise<string> {
  const path = `${directory}/device`;
  await new Deno.Command("mknod", { args: ["-m", "666", path, "c", "10", "229"] }).output();
  return path;
}

/** The text up to the first newline, and with it; what there is where there is none. */
async function readLine(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n")) break;
  }
  return text;
}
