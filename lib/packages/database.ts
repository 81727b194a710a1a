// Reads the lists of files that a package database has.
import type { DatabaseProblem } from "../model/package.ts";
import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import type { FailureName } from "../model/scan.ts";
import type { PackagesByPath } from "./file_list.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";

/** A machine whose database is read. */
export interface PackageHost {
  readonly proc: ProcFs;
  /** The root of its file system, as a path below the procfs root. */
  readonly root: string;
  /** Lists all names of a path, its own first. */
  readonly spellings: (path: string) => readonly string[];
  readonly queryRpm: ((names: readonly string[]) => Promise<string | undefined>) | undefined;
}

/** What a database says of the paths that were asked for. */
export interface Reading {
  /** The packages by path; undefined where it could not be told whether there is such a database. */
  readonly packages: PackagesByPath | undefined;
  readonly problem: DatabaseProblem | undefined;
}

/** Reads a database; undefined where the machine has none of that kind. */
export type Reader = (host: PackageHost, paths: ReadonlySet<string>) => Promise<Reading | undefined>;

/** Turns the failure of the first question about a database into a reading; undefined where there is no database. */
export function failedReading({ failure }: Failure): Reading | undefined {
  return failure === "gone" ? undefined : { packages: undefined, problem: failure };
}

/** The file list of one package. */
interface PackageList {
  readonly name: string;
  readonly path: string;
}

/** Reads lists, several at a time, and returns the first failure. A list that is gone is of a package just removed. */
export async function readLists(
  proc: ProcFs,
  lists: readonly PackageList[],
  visit: (content: Uint8Array, name: string) => void,
): Promise<FailureName | undefined> {
  const problems = await inParallel(lists, CONCURRENCY, async ({ name, path }) => {
    const content = await proc.read(path);
    if (!isFailure(content)) visit(content, name);
    return problemOf(content);
  });
  return problems.find((problem) => problem !== undefined);
}

/** Returns the failure of reading a file that may be missing; undefined where it was read or is missing. */
export function problemOf(content: Uint8Array | Failure): FailureName | undefined {
  return isFailure(content) && content.failure !== "gone" ? content.failure : undefined;
}
