// Writes the output, to stdout or into a file that is replaced atomically.
import type { Environment } from "./environment.ts";
import { ClosedPipeError, OutputError, reasonOf } from "./errors.ts";
import type { Options } from "./options.ts";

/** Writes text to the file of `--output` with this mode, or to standard output. Throws an `OutputError`. */
export async function writeOutput(
  environment: Environment,
  { output }: Options,
  text: string | Generator<string>,
  mode = READABLE,
): Promise<void> {
  const pieces = typeof text === "string" ? [text] : text;
  if (output === undefined) return writeStandardOutput(environment, pieces);
  try {
    await environment.replaceFile(output, pieces, mode);
  } catch (error) {
    throw new OutputError(`Cannot write "${output}": ${reasonOf(error)}`);
  }
}

/** Returns for each name one that a file can have and no other of them has, without its ending. */
export function fileNamesOf(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, LONGEST_NAME);
    let free = plain;
    for (let number = 2; taken.has(free); number++) free = `${plain}_${number}`;
    taken.add(free);
    return free;
  });
}

/** NAME_MAX is 255, and a temporary name is longer. */
const LONGEST_NAME = 200;

/** For everybody: a monitor runs as another user. */
export const READABLE = 0o644;

/** For whoever runs the program: command lines can hold secrets. */
export const OWNER_ONLY = 0o600;

function writeStandardOutput({ stdout }: Environment, pieces: Iterable<string>): void {
  try {
    for (const piece of pieces) stdout.write(piece);
  } catch (error) {
    if (error instanceof ClosedPipeError) throw error;
    throw new OutputError(`Cannot write to standard output: ${(error as Error).message}`);
  }
}
