import { decodeText, encodeText } from "../lib/base/bytes.ts";
import type { SimulatedDescriptor, SimulatedMapping, SimulatedProcess } from "./machine.ts";
import { LIBRARIES } from "./parts.ts";

/** Returns the arguments that a process was started with. */
export function argumentsOf({ arguments: given = [] }: SimulatedProcess): readonly string[] {
  return typeof given === "string" ? given.split(" ") : given;
}

/** Returns the file that a process executes; null for a kernel thread. */
export function exeOf(process: SimulatedProcess): SimulatedMapping | null {
  if (process.exe !== undefined) return process.exe;
  const [first = ""] = argumentsOf(process);
  return { name: first.startsWith("/") ? first : `/usr/bin/${nameOf(process)}` };
}

/** Returns the name of a process as in `comm`: the first 15 bytes. */
export function nameOf(process: SimulatedProcess): string {
  const [first = "unnamed"] = argumentsOf(process);
  const exe = process.exe?.name ?? "/";
  const name = process.name ?? (exe === "/" ? first : exe).replace(/^.*\//s, "");
  // The name of a kernel thread may be longer: `proc_task_name()` in fs/proc/array.c.
  return process.exe === null ? name : decodeText(encodeText(name).subarray(0, 15));
}

/** Lists the files that a process maps, in lists. A list that processes share is one object. */
export function mappingsOf(process: SimulatedProcess): readonly (readonly SimulatedMapping[])[] {
  const exe = exeOf(process);
  if (exe === null || process.state === "Z" && process.threads === undefined) return [];
  return [[exe], process.mappings ?? NONE, commonOf(process)];
}

/** Lists the files that a process and its threads have open, in lists. */
export function descriptorsOf(process: SimulatedProcess): readonly (readonly SimulatedDescriptor[])[] {
  const own = process.threads?.flatMap(({ descriptors }) => descriptors === undefined ? [] : [descriptors]) ?? [];
  return exeOf(process) === null ? [] : [STREAMS, process.descriptors ?? NONE, ...own];
}

const NONE: readonly never[] = [];

const COMMON: readonly SimulatedMapping[] = [
  { name: `${LIBRARIES}/libc.so.6`, permissions: "r--p r-xp r--p r--p rw-p" },
  { name: `${LIBRARIES}/ld-linux-x86-64.so.2`, permissions: "r--p r-xp r--p r--p rw-p" },
];

/** The standard streams of a service. */
const STREAMS: readonly SimulatedDescriptor[] = [
  { name: "/dev/null", type: "character", flags: 0o100000, size: 0, inode: 4 },
  { name: "socket:[20481]" },
  { name: "socket:[20481]" },
];

/** What every program links to, without what the process has in another version. */
function commonOf({ root = "/", mappings = NONE }: SimulatedProcess): readonly SimulatedMapping[] {
  const prefix = root === "/" ? "" : root;
  const isPlain = prefix === "" && !mappings.some(({ name }) => COMMON.some((common) => common.name === name));
  if (isPlain) return COMMON;
  return COMMON.map((common) => ({ ...common, name: `${prefix}${common.name}` }))
    .filter((common) => !mappings.some(({ name }) => name === common.name));
}

/** Returns the cgroup of a process: a path in cgroup 2, or the text of the file. */
export function cgroupOf(process: SimulatedProcess): string {
  if (process.cgroup !== undefined) return process.cgroup;
  if (exeOf(process) === null) return "/";
  return process.pid === 1 ? "/init.scope" : `/system.slice/${nameOf(process)}.service`;
}
