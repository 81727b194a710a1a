import { fileURLToPath } from "node:url";
import type { Attacker } from "./attacker.ts";
import { commandLine, type Run, type RunOptions } from "./program.ts";
import { compileFile, type Workshop } from "./workshop.ts";

/** What a run of the program came to, and what it took. */
export interface MeasuredRun extends Run {
  /** Whether it ended by itself, or as one that takes too much memory. */
  readonly ended: boolean;
  /** The largest resident size, in MiB. */
  readonly peak: number;
  /** In seconds. */
  readonly duration: number;
}

/** How to measure a run. */
export interface MeasureOptions extends RunOptions {
  /** After how many seconds it is killed; default: 20. */
  readonly limit?: number;
  /** Who ends where not even that ends it. */
  readonly attackers?: readonly Attacker[];
}

/** Runs the program, but not for ever. */
export async function measureProgram(
  workshop: Workshop,
  args: readonly string[],
  options: MeasureOptions = {},
): Promise<MeasuredRun> {
  return await measureCommand(workshop, commandLine(args, options), options);
}

/** Runs a command, but not for ever. */
export async function measureCommand(
  workshop: Workshop,
  command: readonly string[],
  { limit = 20, attackers = [], env }: MeasureOptions = {},
): Promise<MeasuredRun> {
  const program = workshop.path("measure");
  await Deno.writeFile(program, await (compiled ??= compileFile(program, [SOURCE])), { mode: 0o755 });
  const directory = await Deno.makeTempDir({ dir: workshop.directory });
  const child = new Deno.Command(program, {
    args: [String(limit), directory, ...command],
    stdin: "null",
    stdout: "piped",
    ...(env === undefined ? {} : { env }),
  }).spawn();
  // A process that waits for a file system of the attacker is not ended by a signal.
  const overtime = setTimeout(() => {
    for (const attacker of attackers) attacker[Symbol.asyncDispose]();
  }, 1000 * (limit + 2));
  const guard = setInterval(() => killHog(child.pid), 200);
  const { stdout } = await child.output();
  clearTimeout(overtime);
  clearInterval(guard);
  const [microseconds = 0, , peak = 0, status = 0] = decode(stdout).split(" ").map(Number);
  const signal = status & 0x7f;
  return {
    // A thread that waits for ever keeps a process that has exited.
    ended: microseconds < 1e6 * limit,
    code: signal === 0 ? status >> 8 : 128 + signal,
    stdout: decode(await Deno.readFile(`${directory}/stdout`)),
    stderr: decode(await Deno.readFile(`${directory}/stderr`)),
    peak: peak / 1024,
    duration: microseconds / 1e6,
  };
}

/** From how much resident memory on, in MiB, a command is killed, so that the machine does not suffer. */
const HOG = 2048;

function killHog(parent: number): void {
  try {
    const [child] = Deno.readTextFileSync(`/proc/${parent}/task/${parent}/children`).split(" ");
    const resident = /^VmRSS:\s+([0-9]+) kB/m.exec(Deno.readTextFileSync(`/proc/${child}/status`));
    if (Number(resident?.[1] ?? 0) > 1024 * HOG) Deno.kill(Number(child), "SIGKILL");
  } catch {
    // It has not begun, or it has ended.
  }
}

let compiled: Promise<Uint8Array<ArrayBuffer>> | undefined;

const SOURCE = fileURLToPath(new URL("../../bench/measure.c", import.meta.url));

/** Whatever processes call themselves, what the program prints is valid UTF-8. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
