import { groupBy } from "../base/group_by.ts";
import type { DeletedFile } from "../model/file.ts";
import { type Mapping, parseMaps } from "../parse/maps.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { otherThreads } from "./process.ts";

/** Reads the deleted files that a process maps, from `/proc/PID/maps`. */
export async function readMappedFiles(proc: ProcFs, pid: string): Promise<readonly DeletedFile[] | Failure> {
  const maps = await proc.read(`${pid}/maps`);
  if (isFailure(maps)) return maps;
  if (maps.length > 0) return filesOf(pid, parseMaps(maps));
  // Empty for a kernel thread, a zombie, and a leader that has exited while its threads still have the memory.
  for (const thread of otherThreads(proc, pid)) {
    const shared = await proc.read(`${thread}/maps`);
    // `/proc/TID` is not listed but exists. It has `map_files`, `task/TID` has not.
    if (!isFailure(shared) && shared.length > 0) return filesOf(basename(thread), parseMaps(shared));
  }
  return NONE;
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const NONE: readonly DeletedFile[] = [];

/** Makes one entry for each file, however many mappings it has: a library has four or five. */
function filesOf(directory: string, mappings: readonly Mapping[]): readonly DeletedFile[] {
  if (mappings.length === 0) return NONE;
  const byFile = groupBy(mappings, ({ name, device, inode }) => `${device} ${inode} ${name}`);
  return Array.from(byFile.values(), (same) => {
    const [{ name, device, inode, range }] = same as [Mapping];
    return {
      name,
      procPath: `${directory}/map_files/${range}`,
      device,
      mountId: undefined,
      inode,
      mappings: same.map(({ range, permissions }) => ({ range, permissions })),
      descriptors: [],
    };
  });
}
