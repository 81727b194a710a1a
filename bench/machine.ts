import type { Need } from "./commands.ts";
import type { Options } from "./options.ts";

/** What the figures depend on besides the programs. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly kernel: string;
  readonly deno: string;
}

/** What there is to look at while a load runs: all processes, the machine's own included. */
export interface Extent {
  readonly processes: number;
  readonly threads: number;
  readonly mappings: number;
  readonly bytes: number;
  readonly descriptors: number;
}

/** Describes this machine. */
export async function describeMachine(): Promise<Machine> {
  const model = await shell("grep -m 1 'model name' /proc/cpuinfo");
  return {
    processor: model.replace(/^.*: /, "") || Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    kernel: Deno.osRelease(),
    deno: Deno.version.deno,
  };
}

/** Counts what there is to look at. */
export async function countExtent(): Promise<Extent> {
  const maps = await shell("cat /proc/[0-9]*/maps 2>/dev/null | wc -lc");
  const processes = await shell("ls -d /proc/[0-9]* | wc -l");
  const threads = await shell("cat /proc/[0-9]*/status 2>/dev/null | awk '/^Threads:/ { n += $2 } END { print n }'");
  const descriptors = await shell("ls /proc/[0-9]*/fd 2>/dev/null | grep -c '^[0-9]'");
  const [mappings, bytes] = maps.split(/\s+/).map(Number) as [number, number];
  return {
    processes: Number(processes),
    threads: Number(threads),
    mappings,
    bytes,
    descriptors: Number(descriptors),
  };
}

/** Finds the first thing that a command needs and that is not there. */
export async function findMissing(needs: readonly Need[], options: Options): Promise<Need | undefined> {
  for (const need of needs) {
    if (!await LOOKUPS[need.kind](need.what, options)) return need;
  }
  return undefined;
}

/** Asks a program for its version; an empty text where none of what a command needs can tell it. */
export async function askVersion(needs: readonly Need[]): Promise<string> {
  const asks = needs.find((need) => need.asks !== undefined)?.asks;
  if (asks === undefined) return "";
  return /[0-9]+(\.[0-9]+)+/.exec(await shell(asks))?.[0] ?? "";
}

/** Returns the interpreter itself: what is found by its name may be a script that looks for it first. */
export async function findPython(): Promise<string> {
  return await shell("python3 -c 'import sys; print(sys.executable)'");
}

type Lookup = (what: string, options: Options) => Promise<boolean> | boolean;

const LOOKUPS: Readonly<Record<Need["kind"], Lookup>> = {
  program: async (what) => await shell(`command -v ${what}`) !== "",
  file: (what) => Deno.stat(what).then(() => true, () => false),
  option: (what, options) => options[what as keyof Options] !== undefined,
  processors: (what) => navigator.hardwareConcurrency >= Number(what),
};

async function shell(line: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", line], stderr: "null" }).output();
  return new TextDecoder().decode(stdout).trim();
}
