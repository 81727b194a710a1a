import type { Failure, ProcFs } from "../procfs/procfs.ts";
import type { ModeName } from "../rules/ignore.ts";
import type { Held } from "../model/finding.ts";
import { findMapped } from "./mappings.ts";
import { findOpened } from "./descriptors.ts";

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
  readonly collect: (proc: ProcFs, pid: string) => Promise<readonly Held[] | Failure>;
}

/** All modes; the first is the default. */
export const MODES: readonly [Mode, ...Mode[]] = [
  {
    name: "lib_users",
    summary: "find processes that map deleted files, such as libraries that an upgrade replaced",
    source: "the map files",
    nouns: ["deleted library", "deleted libraries"],
    tellsExecutable: true,
    collect: findMapped,
  },
  {
    name: "fd_users",
    summary: "find processes that hold deleted files open, such as logs that fill a disk",
    source: "the open files",
    nouns: ["deleted file", "deleted files"],
    tellsExecutable: false,
    collect: findOpened,
  },
];
