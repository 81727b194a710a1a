// Gives the program what it needs of Node or Bun.
import type { Environment, Sink } from "../cli/environment.ts";
import { ClosedPipeError } from "../cli/errors.ts";
import { pause } from "../base/clock.ts";
import { hostProc } from "../procfs/host.ts";
import { quoteWord } from "../format/escape.ts";
import { encodeText, joinBytes } from "../base/bytes.ts";
import { replaceFile, runRpm } from "./everywhere.ts";
import { nodeFiles, plainly } from "./node_files.ts";
import { leave, type NodeProcess, provideThreads } from "./node_process.ts";
import { nodeThreads } from "./node_threads.ts";
import { addModeOf } from "./program_name.ts";

/** What main.ts needs of Node, or of Bun, which has the same modules. */
export interface NodeRuntime {
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Ends the program even if a read has not answered. */
  exit(status: number): Promise<void>;
}

type Fs = typeof import("node:fs");

/** Loads the modules of Node. Only this function does, so that no other runtime loads them. */
export async function nodeRuntime(): Promise<NodeRuntime> {
  const { default: process } = await import("node:process");
  await provideThreads(process);
  // Node 18 has it only when told to.
  if (!("crypto" in globalThis)) Object.assign(globalThis, { crypto: (await import("node:crypto")).webcrypto });
  const fs = await import("node:fs");
  const { isatty } = await import("node:tty");
  const { files, settle } = nodeFiles(fs);
  const { threads, areWaiting } = nodeThreads(await import("node:os"));
  return {
    args: addModeOf(startedAs(process), process.argv.slice(2)),
    environment: {
      uid: process.getuid?.() ?? null,
      files,
      threads,
      openProc: (root, timeout) => hostProc(files, { root, timeout }),
      stdout: sink(fs, process, 1, isatty(1) ? process.stdout : undefined),
      stderr: sink(fs, process, 2, isatty(2) ? process.stderr : undefined),
      readInput: (limit) => Promise.resolve(joinBytes([...readParts(fs, 0, limit)])),
      replaceFile,
      access: (path) => plainly(() => fs.statSync(path)),
      runRpm,
      now: () => new Date(),
      advise: (path) => adviseOf(process, path),
    },
    exit: async (status) => await settle() && !areWaiting() ? process.exit(status) : leave(process, status),
  };
}

/** The path that the program was started by. Bun follows links, but to a program that it has compiled. */
function startedAs({ argv: [, main = ""], argv0 }: NodeProcess): string {
  return main.startsWith("/$bunfs/") ? argv0 : main;
}

/** Writes to the descriptor itself: a stream of Node may write later. */
function sink(fs: Fs, { env }: NodeProcess, file: number, terminal?: { readonly columns?: number }): Sink {
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

/** Writes as much as there is room for. */
function writeSome(fs: Fs, file: number, bytes: Uint8Array): number {
  try {
    return patiently(() => fs.writeSync(file, bytes));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EPIPE" ? new ClosedPipeError() : error;
  }
}

/** Reads to the end. Not with a stream: Bun 1.2 at times ends one too early. */
function* readParts(fs: Fs, file: number, limit: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let left = limit; left > 0;) {
    const buffer = new Uint8Array(PART);
    const length = patiently(() => fs.readSync(file, buffer));
    if (length === 0) break;
    yield buffer.subarray(0, Math.min(length, left));
    left -= length;
  }
}

const PART = 65_536;

/** Calls again after a while if a pipe is not ready. Another program may have set it to non-blocking. */
function patiently<Answer>(ask: () => Answer): Answer {
  for (;;) {
    try {
      return ask();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause(5);
    }
  }
}

/** Returns a command that lets the program read a path and itself. Node 20 calls the option something else. */
function adviseOf({ argv: [, main], allowedNodeEnvironmentFlags: flags }: NodeProcess, path: string): string {
  const option = flags.has("--permission") ? "--permission" : "--experimental-permission";
  const allowed = [path, main ?? ""].map((each) => `--allow-fs-read=${quoteWord(each)}`).join(" ");
  return `Node was started without permission; run: node ${option} ${allowed} ${main}`;
}
