// Reads the database of pacman: Arch.
import { isFailure } from "../procfs/procfs.ts";
import { addPackage, findLines, type PackagesByPath, wantedLines } from "./file_list.ts";
import { failedReading, type PackageHost, type Reading, readLists } from "./database.ts";

/**
 * Parses the name of a directory below `/var/lib/pacman/local`, NAME-VERSION-RELEASE, for the name of its package.
 * Neither version nor release has a hyphen. Returns undefined for any other file, such as `ALPM_DB_VERSION`.
 * Format: PKGBUILD(5), and pacman, lib/libalpm/be_local.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parsePackageDirectory } from "./pacman.ts";
 *
 * assert.equal(parsePackageDirectory("gcc-libs-14.2.1+r134-1"), "gcc-libs");
 * ```
 */
export function parsePackageDirectory(directory: string): string | undefined {
  return /^(.+)-[^-]+-[^-]+$/s.exec(directory)?.[1];
}

/** Reads the database of pacman for the packages that list some paths. */
export async function readPacman(
  { proc, root }: PackageHost,
  paths: ReadonlySet<string>,
): Promise<Reading | undefined> {
  const entries = await proc.list(`${root}/var/lib/pacman/local`);
  if (isFailure(entries)) return failedReading(entries);
  const lists = entries.flatMap((entry) => {
    const name = parsePackageDirectory(entry);
    return name === undefined ? [] : [{ name, path: `${root}/var/lib/pacman/local/${entry}/files` }];
  });
  if (lists.length === 0) return undefined;

  // A list has no leading slashes, and a slash at the end of a directory.
  const wanted = wantedLines(new Set(Array.from(paths, (path) => [path.slice(1), `${path.slice(1)}/`]).flat()));
  const byPath: PackagesByPath = new Map();
  const problem = await readLists(proc, lists, (list, name) => {
    for (const line of findLines(list, wanted)) addPackage(byPath, `/${line.replace(/\/$/, "")}`, name);
  });
  return { packages: byPath, problem };
}
