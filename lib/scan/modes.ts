import type { DeletedFile } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import type { Failure, ProcFs } from "../procfs/procfs.ts";
import { readOpenFiles } from "./descriptors.ts";
import { readMappedFiles } from "./mappings.ts";

/** One of the questions that the program answers. */
export interface Mode {
  readonly name: ModeName;
  /** What it does, for the help. */
  readonly summary: string;
  /** What is read, for the warnings. */
  readonly source: string;
  /** What it found, for people: one and several. */
  readonly nouns: readonly [string, string];
  /** Whether what it finds can be executed, or not be. */
  readonly tellsExecutable: boolean;
  /** Collects what a process holds; an empty list for one that holds nothing of the kind. */
  readonly readFiles: (proc: ProcFs, pid: string) => Promise<readonly DeletedFile[] | Failure>;
}

/** All modes; the first is the default. */
export const MODES: readonly [Mode, ...Mode[]] = [
  {
    name: "lib_users",
    summary: "find processes that map deleted files, such as libraries that an upgrade replaced",
    source: "the map files",
    nouns: ["deleted library", "deleted libraries"],
    tellsExecutable: true,
    readFiles: readMappedFiles,
  },
  {
    name: "fd_users",
    summary: "find processes that hold deleted files open, such as logs that fill a disk",
    source: "the open files",
    nouns: ["deleted file", "deleted files"],
    tellsExecutable: false,
    readFiles: readOpenFiles,
  },
];

/** Returns the mode of a name. */
export function findMode(name: ModeName): Mode {
  return MODES.find((mode) => mode.name === name)!;
}
