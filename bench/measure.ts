/** What one run of a command took. */
export interface Run {
  /** From before the fork to after the wait, in milliseconds. */
  readonly wall: number;
  /** User and system time of all its processes, in milliseconds. */
  readonly cpu: number;
  /** The largest resident size of any one of its processes, in MiB. */
  readonly peak: number;
  /** How many lines it wrote to stdout. */
  readonly lines: number;
}

/** Where the measuring is done. */
export interface Place {
  /** The compiled `bench/measure.c`. */
  readonly program: string;
  /** For the output of the commands. */
  readonly directory: string;
  /** After how many seconds a command is killed. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** A command failed or took too long; there is nothing to compare. */
export class RunError extends Error {
  override name = "RunError";
}

/** Runs a command once; throws a `RunError` where it ends with an exit code that is not among `exits`. */
export async function measureRun(argv: readonly string[], exits: readonly number[], place: Place): Promise<Run> {
  const { program, directory, limit, signal } = place;
  const args = [String(limit), directory, ...argv];
  const command = new Deno.Command(program, { args, env: { NO_COLOR: "1" }, stdin: "null", signal });
  const { success, stdout, stderr } = await command.output();
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  if (!success) throw new RunError(decoder.decode(stderr).trim());
  const [wall, cpu, peak, status] = decoder.decode(stdout).split(" ").map(Number) as [number, number, number, number];
  // wait(2): the signal is in the low bits of a status, the exit code in the byte above.
  const ended = status & 0x7f;
  if (ended !== 0) throw new RunError(wall >= limit * 1e6 ? `took more than ${limit} s` : `ended by signal ${ended}`);
  const code = status >> 8;
  if (!exits.includes(code)) {
    const [said] = (await Deno.readTextFile(`${directory}/stderr`)).trim().split("\n");
    throw new RunError(`exit ${code}: ${said}`);
  }
  const output = await Deno.readFile(`${directory}/stdout`);
  return { wall: wall / 1000, cpu: cpu / 1000, peak: peak / 1024, lines: countLines(output) };
}

function countLines(bytes: Uint8Array): number {
  return bytes.reduce((lines, byte) => byte === 0x0a ? lines + 1 : lines, 0);
}
