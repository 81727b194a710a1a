// The two modes: `lib_users` reads what processes map, `fd_users` what they hold open.
import type { DeletedFile } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import type { Allowance } from "./budget.ts";
import { addMappedData, readHeldFiles } from "./held_files.ts";
import { type FilesRead, readMappedFiles } from "./mappings.ts";

/** A question that the program answers. */
export interface Mode {
  readonly name: ModeName;
  /** What it does, for the help. */
  readonly summary: string;
  /** What it reads, for the warnings. */
  readonly source: string;
  /** What it finds, in the singular and the plural. */
  readonly nouns: readonly [string, string];
  /** Whether what it finds tells if the machine has to be rebooted: a service that only a reboot renews. */
  readonly tellsReboot?: true;
  /** Whether files count that a process only has open. */
  readonly countsDescriptors?: true;
  /** Reads the deleted files that a process uses. */
  readonly readFiles: (proc: ProcFs, pid: string, allowance?: Allowance) => Promise<FilesRead>;
  /** Adds files that need its memory: asked last, because a process may answer all but this. Absent if nothing does. */
  readonly addFiles?: (
    proc: ProcFs,
    pid: string,
    files: readonly DeletedFile[],
    allowance?: Allowance,
  ) => Promise<FilesRead>;
}

/** All modes; the first is the default. */
export const MODES: readonly [Mode, ...Mode[]] = [
  {
    name: "lib_users",
    summary: "find processes that map deleted files, such as replaced libraries",
    source: "the map files",
    nouns: ["deleted library", "deleted libraries"],
    tellsReboot: true,
    readFiles: readMappedFiles,
  },
  {
    name: "fd_users",
    summary: "find processes that hold deleted files open, such as logs that fill a disk",
    source: "the open files",
    nouns: ["deleted file", "deleted files"],
    countsDescriptors: true,
    readFiles: readHeldFiles,
    addFiles: addMappedData,
  },
];

/** Returns the mode of a name. */
export function findMode(name: ModeName): Mode {
  return MODES.find((mode) => mode.name === name)!;
}
