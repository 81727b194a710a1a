// Reads the deleted files that a process maps.
import { baseName } from "../base/base_name.ts";
import { lineSplitter } from "../base/lines.ts";
import type { DeletedFile, FileMapping } from "../model/file.ts";
import { mappedName, type Mapping, parseMaps, unmarked } from "../parse/maps.ts";
import { parsePersonality } from "../parse/personality.ts";
import { type Failure, FAILURES, isFailure, LINE_LIMIT, type ProcFs } from "../procfs/procfs.ts";
import { type Allowance, newAllowance } from "./budget.ts";
import { otherThreads } from "./process.ts";

/** The deleted files that were read of a process. */
export interface FilesRead {
  readonly files: readonly DeletedFile[];
  /** Whether every readable mapping of the process is executable: `READ_IMPLIES_EXEC`, personality(2). */
  readonly impliesExec: boolean;
  /** Why not all of it could be read; undefined if it could. */
  readonly problem: Failure | undefined;
}

/**
 * Reads the deleted files that a process maps, from `/proc/PID/maps`, and its program, from `/proc/PID/exe`: a packed
 * program has no mapping of its file, and one that moved its code to huge pages has only its data mapped.
 */
export async function readMappedFiles(proc: ProcFs, pid: string, allowance?: Allowance): Promise<FilesRead> {
  const { program, ...read } = await readMappings(proc, pid, allowance);
  return program === undefined ? read : { ...read, files: withProgram(program, read.files) };
}

/** The link to the program of a process that has memory. */
interface ProgramLink {
  readonly procPath: string;
  readonly target: string | Failure;
}

/** Reads the deleted files that a process maps, and the link to its program. */
export async function readMappings(
  proc: ProcFs,
  pid: string,
  allowance = newAllowance(),
): Promise<FilesRead & { readonly program?: ProgramLink }> {
  const program = readProgram(proc, pid);
  // A kernel thread, a zombie, and a leader that has exited while its threads go on have no memory, and so no program.
  const hasMemory = program.target !== FAILURES.gone;
  const own = hasMemory ? await readMaps(proc, pid, allowance) : undefined;
  if (isFailure(own)) return { ...NOTHING, problem: own };
  if (own !== undefined) return await filesOf(proc, pid, own, program);
  // Empty too in a recording, which keeps the marked lines only, for a process that has none.
  for (const thread of otherThreads(proc, pid)) {
    // `/proc/TID` is not listed but exists. It has `map_files`, `task/TID` has not.
    const directory = baseName(thread);
    const shared = await readMaps(proc, thread, allowance);
    if (shared !== undefined && !isFailure(shared)) {
      return await filesOf(proc, directory, shared, readProgram(proc, directory));
    }
  }
  return { ...NOTHING, program };
}

function readProgram(proc: ProcFs, directory: string): ProgramLink {
  const procPath = `${directory}/exe`;
  return { procPath, target: proc.linkSync(procPath) };
}

/** What is read of a process that uses no deleted files. */
export const NOTHING: FilesRead = { files: [], impliesExec: false, problem: undefined };

/** Marks the program among the mapped files of a process, or adds it. A link too long to be read is in `maps`. */
function withProgram({ procPath, target }: ProgramLink, files: readonly DeletedFile[]): readonly DeletedFile[] {
  const name = isFailure(target) ? undefined : unmarked(target);
  if (name === undefined) return files;
  const mapped = mappedName(name);
  if (files.some((file) => file.name === mapped)) {
    return files.map((file) => file.name === mapped ? { ...file, isProgram: true } : file);
  }
  const unknown = { device: undefined, mountId: undefined, inode: undefined };
  return [...files, { name, procPath, ...unknown, isProgram: true, mappings: [], descriptors: [] }];
}

async function filesOf(
  proc: ProcFs,
  directory: string,
  files: readonly DeletedFile[],
  program: ProgramLink,
): Promise<FilesRead & { readonly program: ProgramLink }> {
  return { files, impliesExec: await readImpliesExec(proc, directory, files), problem: undefined, program };
}

/** Reads the personality of a process, but only if a mapping of a deleted file is executable. */
async function readImpliesExec(proc: ProcFs, directory: string, files: readonly DeletedFile[]): Promise<boolean> {
  if (!files.some(({ mappings }) => mappings.some(({ permissions }) => permissions[2] === "x"))) return false;
  const text = await proc.read(`${directory}/personality`);
  return !isFailure(text) && (parsePersonality(text) & READ_IMPLIES_EXEC) !== 0;
}

/** include/uapi/linux/personality.h. */
const READ_IMPLIES_EXEC = 0x0400000;

/** Reads `maps` as it comes, while there is room. Returns undefined if it is empty. */
async function readMaps(
  proc: ProcFs,
  path: string,
  allowance: Allowance,
): Promise<readonly DeletedFile[] | Failure | undefined> {
  let length = 0;
  const collector = fileCollector(baseName(path), allowance);
  const splitter = lineSplitter((lines) => parseMaps(lines).forEach(collector.add), LINE_LIMIT);
  const failure = await proc.readPieces(`${path}/maps`, (piece) => {
    length += piece.length;
    splitter.add(piece);
    allowance.skim(piece.length);
    return !allowance.isFull();
  });
  if (failure !== undefined) return failure;
  // The line at which it was enough is not complete.
  if (!allowance.isFull()) splitter.end();
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
      if (mapping.name.length < LONG || isKnown) continue;
      room -= mapping.name.length;
      if (room >= 0) byInode.set(mapping.inode, [...known, mapping]);
    }
  }, LINE_LIMIT);
  await proc.readPieces(`${pid}/maps`, (piece) => {
    splitter.add(piece);
    return room >= 0;
  });
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
        const known = { name, procPath, device, mountId: undefined, inode, isProgram: false };
        byFile.set(key, { ...known, mappings, descriptors: [] });
      } else if (known.mappings.length < MAPPINGS || isNew(known.mappings, permissions)) {
        if (allowance.takeMapping(name)) known.mappings.push({ range, permissions });
      } else {
        allowance.truncated.add("files");
      }
    },
    files: () => [...byFile.values()],
  };
}

/** How many mappings of one file are kept, beside those with other permissions. */
const MAPPINGS = 100;

function isNew(mappings: readonly FileMapping[], permissions: string): boolean {
  return !mappings.some((mapping) => mapping.permissions === permissions);
}
