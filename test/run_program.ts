import { encodeText } from "../lib/base/bytes.ts";
import type { Files } from "../lib/procfs/host.ts";
import { fakeFiles } from "./procfs/fake_files.ts";
import type { ProcFs } from "../lib/procfs/procfs.ts";
import { run } from "../lib/cli/run.ts";
import type { Environment } from "../lib/cli/environment.ts";

/** What a simulated environment holds beside its machine. */
export interface RunOptions {
  readonly uid?: number;
  /** Whether both streams are terminals, 80 columns wide and without colours (default: no). */
  readonly isTerminal?: boolean;
  readonly isColoured?: boolean;
  /** Whether both streams are files on a full disk (default: no). */
  readonly isFull?: boolean;
  /** When it is, in ISO 8601. */
  readonly time?: string;
  /** Files by their path, beside `/proc`. */
  readonly files?: Readonly<Record<string, SimulatedFile>>;
  readonly input?: Uint8Array<ArrayBuffer>;
}

/** A file of a simulated environment. */
export interface SimulatedFile {
  readonly bytes: Uint8Array;
  readonly uid?: number;
  readonly mode?: number;
}

/** What a run of the program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The files that it wrote, and their modes. */
  readonly written: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mode: number }>;
}

/** Runs the whole program in an environment that exists in memory only, with this procfs as its `/proc`. */
export async function runIn(proc: ProcFs, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { uid = 0, isTerminal = false, isColoured = false, isFull = false, files = {}, input = new Uint8Array() } =
    options;
  const time = new Date(options.time ?? "2026-03-14T09:26:53.000Z");
  const written = new Map<string, { bytes: Uint8Array; mode: number }>();
  const texts = { stdout: "", stderr: "" };

  function sink(stream: keyof typeof texts): Environment["stdout"] {
    const write: Environment["stdout"]["write"] = (text) => {
      if (isFull) throw new Error("No space left on device (os error 28)");
      texts[stream] += text;
    };
    return { isTerminal, isColoured, columns: 80, write };
  }
  const environment: Environment = {
    uid,
    files: filesOf(files),
    threads: undefined,
    openProc: () => proc,
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    readInput: () => Promise.resolve(input),
    replaceFile: (path, pieces, mode) =>
      Promise.resolve(void written.set(path, { bytes: encodeText([...pieces].join("")), mode })),
    access: (path) => {
      const file = files[path];
      if (file === undefined) throw Object.assign(new Error("No such file or directory"), { code: "ENOENT" });
      return { uid: file.uid ?? 0, mode: file.mode ?? 0o100644 };
    },
    runRpm: () => Promise.resolve(undefined),
    now: () => time,
    advise: () => "run: deno run -A main.ts",
  };
  return { code: await run(args, environment), ...texts, written };
}

function filesOf(files: Readonly<Record<string, SimulatedFile>>): Files {
  function find(path: string): Uint8Array {
    const file = files[path];
    if (file === undefined) throw new Deno.errors.NotFound(`No such file or directory (os error 2): stat '${path}'`);
    return file.bytes;
  }
  const stat = { device: 1, inode: 2, nlink: 1, size: 0, blocks: 0, ctime: null, mtime: null, uid: 0 } as const;
  /** The names below a directory, which is one if there are any. */
  function list(path: string): readonly string[] {
    const directory = `${path.replace(/\/$/, "")}/`;
    return Object.keys(files).filter((each) => each.startsWith(directory)).map((each) => each.slice(directory.length));
  }
  return fakeFiles({
    list,
    link(path): string {
      throw Object.assign(new Error(`Invalid argument (os error 22), readlink '${path}'`), { code: "EINVAL" });
    },
    real: (path) => path,
    stat: (path) =>
      path === "/proc" || list(path).length > 0
        ? { ...stat, type: "directory" }
        : { ...stat, type: "file", size: find(path).length },
    read: (path) => Promise.resolve().then(() => find(path)),
  });
}
