import { ClosedPipeError, type Sink, type World } from "../cli/world.ts";
import { hostProc } from "../procfs/host.ts";
import { decodeText, encodeText } from "../procfs/text.ts";
import { nodeFiles, plainly } from "./node_files.ts";
import { leave, provideThreads } from "./node_process.ts";

/** What the main program needs of Node, or of Bun, which has the same modules. */
export interface NodeRuntime {
  readonly args: readonly string[];
  readonly world: World;
  /** Ends the program, whatever still waits for an answer. */
  exit(status: number): Promise<void>;
}

type Fs = typeof import("node:fs");
type Process = typeof import("node:process");

/** The runtime of Node. Its modules are loaded here, and so by no other runtime. */
export async function nodeRuntime(): Promise<NodeRuntime> {
  const { default: process } = await import("node:process");
  await provideThreads(process);
  const fs = await import("node:fs");
  const { isatty } = await import("node:tty");
  const { files, settle } = nodeFiles(fs);
  return {
    args: process.argv.slice(2),
    world: {
      uid: process.getuid?.() ?? null,
      files,
      openProc: (root, timeout) => hostProc(files, { root, timeout }),
      stdout: sink(fs, process, 1, isatty(1) ? process.stdout : undefined),
      stderr: sink(fs, process, 2, isatty(2) ? process.stderr : undefined),
      readInput: () => readAll(process.stdin),
      replaceFile: (path, bytes, mode) => replaceFile(fs, path, bytes, mode),
      access: (path) => access(fs, path),
      runRpm,
      now: () => new Date(),
      advice: adviceFor(process),
    },
    exit: async (status) => await settle() ? process.exit(status) : leave(process, status),
  };
}

/** Writes to the file itself: a stream of Node may write later than asked. */
function sink(fs: Fs, { env }: Process, file: number, terminal?: { readonly columns?: number }): Sink {
  return {
    isTerminal: terminal !== undefined,
    isColoured: terminal !== undefined && !env["NO_COLOR"],
    columns: terminal?.columns || 80,
    write(text): void {
      const bytes = encodeText(text);
      for (let at = 0; at < bytes.length;) at += writeSome(fs, file, bytes.subarray(at));
    },
  };
}

/** Writes what there is room for. Another program can have made the other end of a pipe one that does not wait. */
function writeSome(fs: Fs, file: number, bytes: Uint8Array): number {
  try {
    return fs.writeSync(file, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EPIPE") throw new ClosedPipeError();
    if (code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of stream) parts.push(new Uint8Array(part));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function replaceFile(fs: Fs, path: string, bytes: Uint8Array, mode: number): void {
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

/** A directory or a device must not be replaced, even by root. */
function isSpecial(fs: Fs, path: string): boolean {
  try {
    const info = fs.lstatSync(path);
    return !info.isFile() && !info.isSymbolicLink();
  } catch {
    return false;
  }
}

function access(fs: Fs, path: string): { readonly uid: number; readonly mode: number } | undefined {
  try {
    const { uid, mode } = fs.statSync(path);
    return { uid, mode };
  } catch {
    return undefined;
  }
}

/** Needs `--allow-child-process` where Node asks for permissions; without it, or without rpm, there is no answer. */
async function runRpm(args: readonly string[]): Promise<string | undefined> {
  const { spawnSync } = await import("node:child_process");
  try {
    const { stdout } = spawnSync("/usr/bin/rpm", args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: Infinity });
    return stdout === null ? undefined : decodeText(stdout);
  } catch {
    return undefined;
  }
}

/** The permission to read `/proc`, and the program itself; the option has another name in Node 20. */
function adviceFor({ argv: [, main], allowedNodeEnvironmentFlags: flags }: Process): string {
  const option = flags.has("--permission") ? "--permission" : "--experimental-permission";
  return `node ${option} --allow-fs-read=/proc --allow-fs-read=${main} ${main}`;
}
