import { parseMaps, unmarked } from "../parse/maps.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Held } from "../model/finding.ts";
import { mountOf, statHeld } from "./file_status.ts";
import type { ReadProcess } from "./process.ts";
import type { View } from "./mount_namespace.ts";

/** The name of a held file, as well as it can be told. */
export interface Named {
  readonly name: string;
  /** What to know about a name that is not the whole truth. */
  readonly note: string | undefined;
  /** Whether the kernel itself has lost the name. */
  readonly isLost: boolean;
}

/**
 * Finds the true name of a held file. Gives undefined where a link that could not be read turns out to lead to no
 * deleted file, and the failure where even that could not be told.
 */
export async function nameHeld(
  proc: ProcFs,
  { pid, command, name }: ReadProcess,
  held: Held,
  view: View,
): Promise<Named | Failure | undefined> {
  if (held.name === undefined) return await nameByInode(proc, pid, held, view);
  if (held.name === "/") {
    const exe = proc.link(`${pid}/exe`);
    const program = isFailure(exe) || unmarked(exe) === "/" ? command.split(" ", 1)[0] || name : unmarked(exe) ?? exe;
    return {
      name: "/ (deleted)",
      note: `name lost with a replaced bind mount; the program is ${program}`,
      isLost: true,
    };
  }
  return {
    name: held.mappings.length > 0 ? newlines(proc, held, held.name) : held.name,
    note: undefined,
    isLost: false,
  };
}

/** A link is unreadable from 4,086 bytes on, when the mark no longer fits in a page; `maps` has such a name whole. */
async function nameByInode(proc: ProcFs, pid: string, held: Held, view: View): Promise<Named | Failure | undefined> {
  const stat = statHeld(proc, held, view);
  if (isFailure(stat)) return stat.failure === "gone" ? undefined : stat;
  if (stat.links > 0) return undefined;
  const maps = await proc.read(`${pid}/maps`);
  const mount = mountOf(held, view);
  const mapping = (isFailure(maps) ? [] : parseMaps(maps)).find(({ inode, device }) =>
    inode === String(stat.inode) && device === (mount?.device ?? device)
  );
  if (mapping !== undefined) return { name: newlines(proc, held, mapping.name), note: undefined, isLost: false };
  return { name: `/proc/${held.via}`, note: "the name itself cannot be read", isLost: true };
}

/** `maps` writes a newline as `\\012`, and those four characters just so. The link has the name as it is. */
function newlines(proc: ProcFs, { via }: Held, name: string): string {
  if (!name.includes("\\012")) return name;
  const target = proc.link(via);
  return isFailure(target) ? name.replaceAll("\\012", "\n") : unmarked(target) ?? target;
}
