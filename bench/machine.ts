import type { Need } from "./commands.ts";

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
  const descriptors = await shell("ls /proc/[0-9]*/fd 2>/dev/null | grep -c '^[0-9]'");
  const [mappings, bytes] = maps.split(/\s+/).map(Number) as [number, number];
  return { processes: Number(processes), mappings, bytes, descriptors: Number(descriptors) };
}

/** Whether what a command needs is there. */
export async function isThere({ kind, what }: Need, recording: string | undefined): Promise<boolean> {
  return await LOOKUPS[kind](what, recording);
}

/** The version of a program that can tell it, or nothing. */
export async function askVersion({ asks }: Need): Promise<string> {
  if (asks === undefined) return "";
  return /[0-9]+(\.[0-9]+)+/.exec(await shell(asks))?.[0] ?? "";
}

type Lookup = (what: string, recording: string | undefined) => Promise<boolean> | boolean;

const LOOKUPS: Readonly<Record<Need["kind"], Lookup>> = {
  program: async (what) => await shell(`command -v ${what}`) !== "",
  file: (what) => Deno.stat(what).then(() => true, () => false),
  option: (_what, recording) => recording !== undefined,
};

async function shell(line: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", line], stderr: "null" }).output();
  return new TextDecoder().decode(stdout).trim();
}
