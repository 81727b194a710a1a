import { lineSplitter } from "../base/lines.ts";
import type { DeletedFile, FileMapping } from "../model/file.ts";
import { type Mapping, parseMaps } from "../parse/maps.ts";
import { type Failure, isFailure, LINE_LIMIT, type ProcFs } from "../procfs/procfs.ts";
import { type Allowance, allowanceFrom, newBudget } from "./budget.ts";
import { otherThreads } from "./process.ts";

/** Reads the deleted files that a process maps, from `/proc/PID/maps`. */
export async function readMappedFiles(
  proc: ProcFs,
  pid: string,
  allowance = allowanceFrom(newBudget()),
): Promise<readonly DeletedFile[] | Failure> {
  const own = await readMaps(proc, pid, fileCollector(pid, allowance));
  if (own !== undefined) return own;
  // Empty for a kernel thread, a zombie, and a leader that has exited while its threads still have the memory.
  for (const thread of otherThreads(proc, pid)) {
    // `/proc/TID` is not listed but exists. It has `map_files`, `task/TID` has not.
    const directory = thread.slice(thread.lastIndexOf("/") + 1);
    const shared = await readMaps(proc, thread, fileCollector(directory, allowance));
    if (shared !== undefined && !isFailure(shared)) return shared;
  }
  return NONE;
}

const NONE: readonly DeletedFile[] = [];

/** Reads `maps` as it comes. Returns undefined if it is empty. */
async function readMaps(
  proc: ProcFs,
  path: string,
  collector: FileCollector,
): Promise<readonly DeletedFile[] | Failure | undefined> {
  let length = 0;
  const splitter = lineSplitter((lines) => parseMaps(lines).forEach(collector.add), LINE_LIMIT);
  const failure = await proc.readPieces(`${path}/maps`, (piece) => {
    length += piece.length;
    splitter.add(piece);
  });
  if (failure !== undefined) return failure;
  splitter.end();
  return length === 0 ? undefined : collector.files();
}

/** Names that no link has room for, by the inodes of their files. */
export type LongNames = ReadonlyMap<string, readonly Mapping[]>;

/** Reads the long names of the deleted files that a process maps, one of each file. */
export async function readLongNames(proc: ProcFs, pid: string): Promise<LongNames> {
  const byInode = new Map<string, Mapping[]>();
  let room = LONG_NAMES;
  const splitter = lineSplitter((lines) => {
    for (const mapping of parseMaps(lines)) {
      const known = byInode.get(mapping.inode) ?? [];
      const isKnown = known.some(({ device }) => device === mapping.device);
      if (mapping.name.length < LONG || mapping.name.length > room || isKnown) continue;
      room -= mapping.name.length;
      byInode.set(mapping.inode, [...known, mapping]);
    }
  }, LINE_LIMIT);
  await proc.readPieces(`${pid}/maps`, splitter.add);
  splitter.end();
  return byInode;
}

/** A link has room for 4,085 bytes. A character has four of them at most. */
const LONG = 1021;
/** How many characters of long names are kept of one process. */
const LONG_NAMES = 8 * 1024 * 1024;

/** Makes one entry for each file, however many mappings it has: a library has four or five. */
interface FileCollector {
  readonly add: (mapping: Mapping) => void;
  readonly files: () => readonly DeletedFile[];
}

/** `directory` is the one with `map_files`. */
function fileCollector(directory: string, allowance: Allowance): FileCollector {
  const byFile = new Map<string, DeletedFile & { readonly mappings: FileMapping[] }>();
  return {
    add({ name, device, inode, range, permissions }): void {
      const key = `${device} ${inode} ${name}`;
      const known = byFile.get(key);
      if (known === undefined) {
        if (!allowance.takeFile(name)) return;
        const procPath = `${directory}/map_files/${range}`;
        const mappings = [{ range, permissions }];
        byFile.set(key, { name, procPath, device, mountId: undefined, inode, mappings, descriptors: [] });
      } else if (known.mappings.length < MAPPINGS || isNew(known.mappings, permissions)) {
        known.mappings.push({ range, permissions });
      } else {
        allowance.truncated.add("files");
      }
    },
    files: () => byFile.size === 0 ? NONE : [...byFile.values()],
  };
}

/** How many mappings of one file are kept, beside those with other permissions. */
const MAPPINGS = 100;

function isNew(mappings: readonly FileMapping[], permissions: string): boolean {
  return !mappings.some((mapping) => mapping.permissions === permissions);
}
