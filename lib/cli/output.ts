import { encodeText } from "../base/bytes.ts";
import { reasonOf } from "./reason.ts";
import type { Options } from "./options.ts";
import { ClosedPipeError, type Environment } from "./environment.ts";

/** The file to write to cannot be written. The message is one line that names it. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** Readable by all, as far as the umask lets it be: a monitor runs as another user. */
const READABLE = 0o666;

function writeStandardOutput({ stdout }: Environment, text: string): void {
  try {
    stdout.write(text);
  } catch (error) {
    if (error instanceof ClosedPipeError) throw error;
    throw new OutputError(`Cannot write to standard output: ${(error as Error).message}`);
  }
}

/** Writes text to where `--output` says, or to standard output. Throws an `OutputError`. */
export async function writeOutput(
  environment: Environment,
  { output }: Options,
  text: string,
  mode = READABLE,
): Promise<void> {
  if (output === undefined) {
    writeStandardOutput(environment, text);
    return;
  }
  try {
    await environment.replaceFile(output, encodeText(text), mode);
  } catch (error) {
    throw new OutputError(`Cannot write "${output}": ${reasonOf(error)}`);
  }
}
