/** What `bench/load.c` is to set up. */
export interface Load {
  /** For `--sizes` and the targets. */
  readonly name: string;
  readonly processes: number;
  /** How many files each process maps, three times each. */
  readonly files: number;
}

/** How much of a load uses replaced files. */
export interface Stale {
  /** The share of the processes, in percent. */
  readonly percent: number;
  /** How many of its mapped files each of them has old; it has one deleted log open, too. */
  readonly deleted: number;
}

/** The sizes that have a name; any number is a size as well. */
const NAMED_LOADS: readonly Load[] = [
  { name: "idle", processes: 0, files: 0 },
  { name: "one", processes: 1, files: 20_000 },
];
/** With the program's own segments and those of the C library about 200 mappings. */
const FILES = 60;
const DESCRIPTORS = 20;

/** Reads a size: `idle`, `one` (one process with 60,000 mappings) or a number of processes with 200 mappings each. */
export function parseLoad(name: string): Load {
  const named = NAMED_LOADS.find((load) => load.name === name);
  if (named !== undefined) return named;
  if (!/^[1-9][0-9]{0,5}$/.test(name)) throw new SyntaxError(`Unknown size "${name}": expected idle, one or a number`);
  return { name, processes: Number(name), files: FILES };
}

/** Starts a load; its processes have ended, and its files are gone, once the answer has been disposed of. */
export async function startLoad(
  program: string,
  load: Load,
  stale: Stale,
  directory: string,
): Promise<AsyncDisposable> {
  const old = Math.ceil(load.processes * stale.percent / 100);
  const args = [directory, load.processes, load.files, DESCRIPTORS, old, stale.deleted].map(String);
  await Deno.mkdir(directory);
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
  const running = {
    async [Symbol.asyncDispose](): Promise<void> {
      // Closing fails where the load has ended already.
      await child.stdin.close().catch(() => {});
      await child.status;
      await child.stdout.cancel();
      await Deno.remove(directory, { recursive: true });
    },
  };
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  reader.releaseLock();
  if (!done) return running;
  await running[Symbol.asyncDispose]();
  throw new Error(`Cannot start the load "${load.name}": it ended before it was ready`);
}
