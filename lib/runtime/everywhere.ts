import { decodeText } from "../procfs/text.ts";
import { plainly } from "./node_files.ts";

/** Writes a file as {@linkcode World.replaceFile} says, through the modules of Node, which every runtime has. */
export async function replaceFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const fs = await import("node:fs");
  if (isSpecial(fs, path)) throw new TypeError("it is not a regular file");
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const file = plainly(() => fs.openSync(temporary, "wx", mode));
  try {
    plainly(() => {
      fs.writeFileSync(file, bytes);
      fs.fsyncSync(file);
      fs.renameSync(temporary, path);
    });
  } catch (error) {
    fs.unlinkSync(temporary);
    throw error;
  } finally {
    fs.closeSync(file);
  }
}

/** A directory, a device or a link such as `/dev/stdout` must not be replaced, even by root. */
function isSpecial(fs: typeof import("node:fs"), path: string): boolean {
  try {
    return !fs.lstatSync(path).isFile();
  } catch {
    return false;
  }
}

/** Runs rpm as {@linkcode World.runRpm} says: where the runtime does not allow it to be run, there is no answer. */
export async function runRpm(args: readonly string[]): Promise<string | undefined> {
  const { spawnSync } = await import("node:child_process");
  try {
    const { stdout } = spawnSync("/usr/bin/rpm", args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: Infinity });
    return stdout === null ? undefined : decodeText(stdout);
  } catch {
    return undefined;
  }
}
