// Reads the deleted files that take disk space: those that are open, and data that is only mapped.
import { groupBy } from "../base/group_by.ts";
import type { DeletedFile } from "../model/file.ts";
import { mappedName } from "../parse/maps.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { isExecutable } from "../rules/permissions.ts";
import type { Allowance } from "./budget.ts";
import { readOpenFiles } from "./descriptors.ts";
import { type FilesRead, NOTHING, readMappings } from "./mappings.ts";

/** Reads the deleted files that a process has open. */
export async function readHeldFiles(proc: ProcFs, pid: string, allowance?: Allowance): Promise<FilesRead> {
  const open = await readOpenFiles(proc, pid, allowance);
  return isFailure(open) ? { ...NOTHING, problem: open } : { ...NOTHING, files: open };
}

/**
 * Adds the mappings of the files that a process has open, and the data that it only maps: a mapping keeps the disk space
 * of a file after its descriptor is closed, mmap(2). Libraries and programs are left to `lib_users`.
 */
export async function addMappedData(
  proc: ProcFs,
  pid: string,
  open: readonly DeletedFile[],
  allowance?: Allowance,
): Promise<FilesRead> {
  const { files: mapped, impliesExec, problem } = await readMappings(proc, pid, allowance);
  const byName = groupBy(mapped, ({ name }) => name);
  const merged = new Set<DeletedFile>();
  const both = open.map((file) => {
    const namesakes = file.name === undefined ? undefined : byName.get(mappedName(file.name));
    const same = namesakes?.find(({ inode }) => inode === (file.inode ?? inode));
    if (same === undefined) return file;
    merged.add(same);
    return { ...file, mappings: same.mappings };
  });
  const alone = mapped.filter((file) => !merged.has(file) && !isExecutable({ ...file, impliesExec }));
  return { files: [...both, ...alone], impliesExec, problem };
}
