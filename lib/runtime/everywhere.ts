// Replaces files and runs rpm, with modules that every runtime has.
import { decodeText, encodeText } from "../base/bytes.ts";
import { plainly } from "./node_files.ts";

/** Implements `Environment.replaceFile` with the modules of Node, which every runtime has. */
export async function replaceFile(path: string, pieces: Iterable<string>, mode: number): Promise<void> {
  const fs = await import("node:fs");
  const old = statsOf(fs, path);
  // Root must not replace a directory, a device, or a link such as `/dev/stdout`.
  if (old?.isFile() === false) throw new TypeError("it is not a regular file");
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  // Whoever could not read the old file must not be able to read the new one.
  const allowed = mode & (old?.mode ?? mode);
  const file = plainly(() => fs.openSync(temporary, "wx", allowed));
  try {
    plainly(() => {
      // The umask of cron and the like must not keep a monitor from reading it. Deno 2.0 has no such function, and by its
      // name another file could be given the mode.
      fs.fchmodSync?.(file, allowed);
      for (const piece of pieces) fs.writeFileSync(file, encodeText(piece));
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

function statsOf(fs: typeof import("node:fs"), path: string): import("node:fs").Stats | undefined {
  try {
    return fs.lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Implements `Environment.runRpm`. Returns undefined if the runtime does not allow it. */
export async function runRpm(args: readonly string[]): Promise<string | undefined> {
  const { spawnSync } = await import("node:child_process");
  try {
    // It runs what its macros say, and the environment says where those are. Deno itself hands on all of that.
    const command = ["-i", "/usr/bin/rpm", ...args];
    const { stdout } = spawnSync("/usr/bin/env", command, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: Infinity });
    return stdout === null ? undefined : decodeText(stdout);
  } catch {
    return undefined;
  }
}
