import { encodeText } from "../lib/base/bytes.ts";
import type { Stat } from "../lib/model/file.ts";
import type { Failure } from "../lib/procfs/procfs.ts";
import { inodeOf, linkTo, markedName } from "./files.ts";
import type { SimulatedMapping, SimulatedProcess } from "./machine.ts";
import type { Namespace } from "./namespace.ts";
import { exeOf, mappingsOf } from "./defaults.ts";

/** The address space of a process: `maps`, and what is in `map_files`. */
export interface Layout {
  readonly maps: Uint8Array;
  readonly files: readonly MappedRange[];
}

/** An entry of `map_files`. */
export interface MappedRange {
  /** Hexadecimal without leading zeros, `55d0c0000000-55d0c0004000`. */
  readonly range: string;
  readonly target: string | Failure;
  readonly stat: Stat;
}

/**
 * Lays out the address space of processes. Processes that share a list of mappings, as the children of one program do,
 * share the layout too. Format of `maps`: proc_pid_maps(5), `show_map_vma()` in fs/proc/task_mmu.c.
 */
export function layouts(): (process: SimulatedProcess, namespace: Namespace) => Layout {
  const known = new Map<readonly SimulatedMapping[] | undefined, Map<string, Layout>>();
  return (process, namespace) => {
    const key = JSON.stringify([namespace.link, process.root, process.state, exeOf(process)]);
    const alike = known.get(process.mappings) ?? new Map<string, Layout>();
    const layout = alike.get(key) ?? layOut(process, namespace);
    known.set(process.mappings, alike.set(key, layout));
    return layout;
  };
}

/** One line of `maps`. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly permissions: string;
  readonly offset: number;
  readonly file: SimulatedMapping;
}

const PROGRAM = 0x55d0c0000000;
const SHARED = 0x7f3a40000000;
const STEP = 0x4000;
const LIBRARY = "r--p r-xp r--p rw-p";
const HEAP: SimulatedMapping = { name: "[heap]", permissions: "rw-p" };
const TOP: readonly SimulatedMapping[] = [
  { name: "[stack]", permissions: "rw-p", address: 0x7ffd5a3c0000 },
  { name: "[vvar]", permissions: "r--p", address: 0x7ffd5a3f0000 },
  { name: "[vdso]", permissions: "r-xp", address: 0x7ffd5a3f4000 },
];
/** The same in every process. The address is too large for a number. */
const VSYSCALL = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n";

function layOut(process: SimulatedProcess, namespace: Namespace): Layout {
  const [program, ...shared] = mappingsOf(process);
  if (program === undefined) return { maps: new Uint8Array(), files: [] };
  const lines = [...place([...program, HEAP], PROGRAM), ...place([...shared.flat(), ...TOP], SHARED)];
  lines.sort((left, right) => left.start - right.start);
  return {
    maps: encodeText(lines.map((line) => formatLine(line, namespace)).join("") + VSYSCALL),
    files: lines.filter(({ file }) => inodeOf(file) !== 0).map(({ start, end, file }) => ({
      range: `${start.toString(16)}-${end.toString(16)}`,
      target: linkTo(file),
      stat: namespace.stat(file),
    })),
  };
}

/** Places mappings one after the other from an address on, except those that have an address of their own. */
function* place(mappings: readonly SimulatedMapping[], from: number): Generator<Line> {
  let free = from;
  for (const file of mappings) {
    let start = file.address ?? free;
    let offset = 0;
    for (const permissions of (file.permissions ?? LIBRARY).split(" ").filter((each) => each !== "")) {
      const length = permissions.endsWith("s") ? 4 * STEP : STEP;
      yield { start, end: start + length, permissions, offset, file };
      start += length;
      if (permissions.endsWith("p")) offset += length;
    }
    if (file.address === undefined) free = start;
  }
}

function formatLine({ start, end, permissions, offset, file }: Line, namespace: Namespace): string {
  const [major, minor] = namespace.deviceOf(file).split(":").map(Number) as [number, number];
  const range = `${hexadecimal(start, 8)}-${hexadecimal(end, 8)}`;
  const device = `${hexadecimal(major, 2)}:${hexadecimal(minor, 2)}`;
  const head = `${range} ${permissions} ${hexadecimal(offset, 8)} ${device} ${inodeOf(file)} `;
  const name = markedName(file).replaceAll("\n", "\\012");
  return name === "" ? `${head}\n` : `${head.padEnd(72)} ${name}\n`;
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
