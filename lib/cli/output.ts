import { encodeText } from "../procfs/text.ts";
import type { Settings } from "./settings.ts";
import type { World } from "./world.ts";

/** The file to write to cannot be written. The message is one line that names it. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** Readable by all, as far as the umask lets it be: a monitor runs as another user. */
const READABLE = 0o666;

/** Writes text to where `--output` says, or to standard output. Throws an `OutputError`. */
export function writeOutput(world: World, { output }: Settings, text: string, mode = READABLE): void {
  if (output === undefined) {
    world.stdout.write(text);
    return;
  }
  try {
    world.replaceFile(output, encodeText(text), mode);
  } catch (error) {
    throw new OutputError(`Cannot write "${output}": ${(error as Error).message.replace(/: \w+ '.*$/s, "")}`);
  }
}
