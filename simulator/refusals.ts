import type { FailureName } from "../lib/model/scan.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import { exeOf } from "./defaults.ts";

/** What cannot be read, by path below the directory of a process. */
export type Refusals = Readonly<Record<string, FailureName>>;

/** Lists what the scanner may not read of a process. */
export function refusalsOf({ uid }: Machine, process: SimulatedProcess): Refusals {
  const isOthers = uid !== 0 && uid !== (process.uid ?? 0);
  if (!(process.denied ?? isOthers)) return process.refuses ?? {};
  const { maps: _, ...withoutMaps } = OF_ANOTHER_USER;
  return { ...(hasMemory(process) ? OF_ANOTHER_USER : withoutMaps), ...process.refuses };
}

/** Finds the failure for a path; undefined where it can be read. What is refused is refused of every thread. */
export function refuse(refusals: Refusals, path: string): Failure | undefined {
  for (const refused in refusals) {
    if (refused === "." || isAtOrBelow(path, refused)) return FAILURES[refusals[refused]!];
    if (path.startsWith("task/") && isAtOrBelow(path.replace(/^task\/[0-9]+\//, ""), refused)) {
      return FAILURES[refusals[refused]!];
    }
  }
  return undefined;
}

/** What only those may read who may trace the process: ptrace(2), "Ptrace access mode checking". */
const OF_ANOTHER_USER: Refusals = {
  maps: "denied",
  "map_files": "denied",
  fd: "denied",
  fdinfo: "denied",
  ns: "denied",
  exe: "denied",
  root: "denied",
  cwd: "denied",
};

/** Where there is no memory, `maps` is empty for everybody: `proc_mem_open()` in fs/proc/base.c. */
function hasMemory(process: SimulatedProcess): boolean {
  return exeOf(process) !== null && process.state !== "Z";
}

function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
