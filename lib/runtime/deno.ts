// Gives the program what it needs of Deno.
import { encodeText, isPlain, joinBytes } from "../base/bytes.ts";
import { quoteWord } from "../format/escape.ts";
import { pause } from "../base/clock.ts";
import type { Environment, Sink } from "../cli/environment.ts";
import { ClosedPipeError } from "../cli/errors.ts";
import type { Stat } from "../model/file.ts";
import { type Files, hostProc, type OpenFile } from "../procfs/host.ts";
import { fileTypeOf } from "../procfs/procfs.ts";
import type { ThreadFiles } from "../scan/screen.ts";
import type { Threads } from "../scan/thread_pool.ts";
import { addModeOf } from "./program_name.ts";
import { parseQuotedName } from "./quoted_name.ts";

/** Reads files through Deno. */
export const DENO_FILES: Files = {
  listSync: (path) => Array.from(Deno.readDirSync(path), ({ name }) => name),
  linkSync(path): string {
    try {
      return Deno.readLinkSync(path);
    } catch (error) {
      return nameIn(error);
    }
  },
  statSync: (path) => recordOf(Deno.statSync(checkPath(path))),
  realSync: (path) => Deno.realPathSync(path),
  async list(path): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(checkPath(path))) names.push(name);
    return names;
  },
  link: async (path) => await Deno.readLink(checkPath(path)).catch(nameIn),
  stat: async (path) => recordOf(await Deno.stat(checkPath(path))),
  read: (path) => Deno.readFile(path),
  async open(path): Promise<OpenFile> {
    const file = await Deno.open(checkPath(path));
    return { read: async (buffer) => await file.read(buffer) ?? 0, close: () => file.close() };
  },
  // Deno has 32 threads for blocking calls.
  capacity: 24,
};

/** Starts threads through Deno. */
export const DENO_THREADS: Threads = {
  cores: () => navigator.hardwareConcurrency,
  worth: 125,
  start(source, job, { screened, ended }): void {
    const program = `onmessage = ({ data }) => {
      ${source}((${denoThreadFiles})(), data, (screened) => postMessage(screened));
      postMessage(null);
      close();
    };`;
    const thread = new Worker(`data:text/javascript,${encodeURIComponent(program)}`, { type: "module" });
    thread.onmessage = ({ data }) => data === null ? ended() : screened(data);
    thread.onerror = (event) => {
      event.preventDefault();
      ended();
    };
    thread.postMessage(job);
  },
};

/** The file system calls of a thread. Its source is sent there, so it uses nothing of this file. */
function denoThreadFiles(): ThreadFiles {
  return {
    list: (path) => Array.from(Deno.readDirSync(path), ({ name }) => name),
    link: (path) => Deno.readLinkSync(path),
    open(path): ReturnType<ThreadFiles["open"]> {
      const file = Deno.openSync(path);
      return { read: (buffer) => file.readSync(buffer) ?? 0, close: () => file.close() };
    },
  };
}

/** Deno refuses to return a target that is not UTF-8, but the error message quotes it. */
function nameIn(error: unknown): string {
  const name = error instanceof Deno.errors.InvalidData ? parseQuotedName(error.message) : undefined;
  if (name === undefined) throw error;
  return name;
}

/** Refuses a path that is not UTF-8: Deno would ask for another file. */
function checkPath(path: string): string {
  if (!isPlain(path)) throw new TypeError("the path is not UTF-8");
  return path;
}

function recordOf(info: Deno.FileInfo): Stat {
  return {
    type: fileTypeOf(info.mode ?? 0),
    device: info.dev,
    inode: info.ino ?? 0,
    nlink: info.nlink ?? 0,
    size: info.size,
    blocks: info.blocks ?? 0,
    ctime: info.ctime?.getTime() ?? null,
    mtime: info.mtime?.getTime() ?? null,
    uid: info.uid,
  };
}

/** Returns the arguments of the program, with the mode that its name stands for. */
export function denoArguments(): readonly string[] {
  return addModeOf(Deno.build.standalone ? compiledName() : Deno.mainModule, Deno.args);
}

/** Of a compiled program, Deno tells the file and not the link to it, but the kernel does: proc_pid_cmdline(5). */
function compiledName(): string {
  try {
    return Deno.readTextFileSync("/proc/self/cmdline").split("\0", 1)[0]!;
  } catch {
    return Deno.execPath();
  }
}

/** Returns the environment of a program on Deno. `url` is the address of the program. */
export function denoEnvironment(url: string): Environment {
  return {
    uid: userId(),
    files: DENO_FILES,
    threads: DENO_THREADS,
    openProc: (root, timeout) => hostProc(DENO_FILES, { root, timeout }),
    stdout: sink(Deno.stdout),
    stderr: sink(Deno.stderr),
    readInput: (limit) => readStart(Deno.stdin.readable, limit),
    replaceFile: async (...file) => await (await import("./everywhere.ts")).replaceFile(...file),
    access: accessOf,
    runRpm: async (args) => await (await import("./everywhere.ts")).runRpm(args),
    now: () => new Date(),
    advise(path): string {
      return path === "/proc"
        ? `Deno allows it only with -A and without any --deny option; run: deno run -A ${CAREFUL} ${fileOf(url)}`
        : `Deno was started without permission; run: deno run ${CAREFUL} --allow-read=${quoteWord(path)} ${
          fileOf(url)
        }`;
    },
  };
}

/** What keeps Deno from taking anything that is above the file for code or configuration. */
const CAREFUL = "--no-config --no-lock";

async function readStart(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece.subarray(0, limit - length));
    length += piece.length;
    if (length >= limit) break;
  }
  return joinBytes(pieces);
}

function fileOf(url: string): string {
  const { protocol, pathname } = new URL(url);
  return protocol === "file:" ? decodeURIComponent(pathname) : url;
}

/** Returns the user, or null if the program may not ask for system information. */
function userId(): number | null {
  try {
    return Deno.uid();
  } catch {
    return null;
  }
}

function sink(stream: typeof Deno.stdout | typeof Deno.stderr): Sink {
  const isTerminal = stream.isTerminal();
  return {
    isTerminal,
    isColoured: isTerminal && !Deno.noColor,
    columns: isTerminal ? Deno.consoleSize().columns || 80 : 80,
    write(text): void {
      const bytes = encodeText(text);
      for (let at = 0; at < bytes.length;) at += writeSome(stream, bytes.subarray(at, at + PIECE));
    },
  };
}

/** How many bytes a pipe accepts all at once or not at all: PIPE_BUF, pipe(7). */
const PIECE = 4096;

/** Writes as much as there is room for. Another program may have set the pipe to non-blocking. */
function writeSome(stream: typeof Deno.stdout | typeof Deno.stderr, bytes: Uint8Array): number {
  try {
    return stream.writeSync(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) throw new ClosedPipeError();
    if (!(error instanceof Deno.errors.WouldBlock)) throw error;
    pause(5);
    return 0;
  }
}

function accessOf(path: string): ReturnType<Environment["access"]> {
  const { uid, mode } = Deno.statSync(path);
  return { uid: uid ?? NaN, mode: mode ?? NaN };
}
