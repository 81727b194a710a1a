/** What `bench/load.c` is to set up. */
export interface Load {
  /** For `--sizes` and the targets. */
  readonly name: string;
  readonly processes: number;
  /** How many files each process maps, three times each. */
  readonly files: number;
  readonly descriptors: number;
  readonly threads: number;
  /** The share of the processes that use replaced files, in percent, where it is not that of the other loads. */
  readonly percent?: number;
}

/** How much of a load uses replaced files. */
export interface Stale {
  /** The share of the processes, in percent. */
  readonly percent: number;
  /** How many of its mapped files each of them has old; it has one deleted log open, too. */
  readonly deleted: number;
}

/** A load cannot be set up on this machine. */
export class LoadError extends Error {
  override name = "LoadError";
}

/** With the program's own segments and those of the C library about 200 mappings. */
const USUAL = { files: 60, descriptors: 20, threads: 1 };

/** The sizes that have a name; any number is a size as well. */
const NAMED_LOADS: readonly Load[] = [
  { ...USUAL, name: "idle", processes: 0, files: 0 },
  { ...USUAL, name: "one", processes: 1, files: 20_000 },
  { ...USUAL, name: "threads", processes: 100, threads: 100 },
  { ...USUAL, name: "descriptors", processes: 16, descriptors: 16_000 },
  { ...USUAL, name: "descriptors-max", processes: 3, descriptors: 100_000 },
  { ...USUAL, name: "stale", processes: 1000, percent: 100 },
];

/** Reads a size: a name, or a number of processes with 200 mappings each. */
export function parseLoad(name: string): Load {
  const named = NAMED_LOADS.find((load) => load.name === name);
  if (named !== undefined) return named;
  if (/^[1-9][0-9]{0,5}$/.test(name)) return { ...USUAL, name, processes: Number(name) };
  const names = NAMED_LOADS.map(({ name }) => name).join(", ");
  throw new SyntaxError(`Unknown size "${name}": expected ${names} or a number`);
}

/**
 * Starts a load; its processes have ended, and its files are gone, once the answer has been disposed of. Throws a
 * `LoadError` where the machine does not allow it.
 */
export async function startLoad(
  program: string,
  { name, processes, files, descriptors, threads, percent }: Load,
  stale: Stale,
  directory: string,
): Promise<AsyncDisposable> {
  const old = Math.ceil(processes * (percent ?? stale.percent) / 100);
  const args = [directory, processes, files, descriptors, threads, old, stale.deleted].map(String);
  await Deno.mkdir(directory);
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const said = new Response(child.stderr).text();
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
  const [reason] = (await said).split("\n");
  throw new LoadError(reason || `Cannot start the load "${name}": it ended before it was ready`);
}
