// Asks rpm, which alone can read its database: Fedora, RHEL, SUSE.
import { isPlain } from "../base/bytes.ts";
import { isFailure } from "../procfs/procfs.ts";
import { failedReading, type PackageHost, type Reading } from "./database.ts";
import { addPackage, type PackagesByPath } from "./file_list.ts";

/**
 * The arguments of `rpm`, before the names. The default output does not say which line answers for which name: several
 * packages may own one, and a file that is gone and listed nowhere is reported on stderr. So print the name and all
 * files of each package. See rpm-queryformat(7).
 */
export const RPM_ARGUMENTS: readonly string[] = ["-qf", "--queryformat", "[%{=NAME}\\t%{FILENAMES}\\n]"];

/**
 * Parses what rpm prints when run with {@linkcode RPM_ARGUMENTS}: lines of `PACKAGE`, a tab and `FILE`. Lines of other
 * files are left out, and messages too: `file X is not owned by any package`, in any language. So no X that was asked
 * for may have a newline: what follows it could be taken for an answer.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRpmPackages } from "./rpm.ts";
 *
 * const path = "/usr/lib64/libz.so.1.3.1";
 * const output = `zlib-ng-compat\t/usr/lib64/libz.so.1\nzlib-ng-compat\t${path}\n`;
 * assert.deepEqual(parseRpmPackages(output, new Set([path])), new Map([[path, new Set(["zlib-ng-compat"])]]));
 * ```
 */
export function parseRpmPackages(output: string, paths: ReadonlySet<string>): PackagesByPath {
  const byPath: PackagesByPath = new Map();
  for (const line of output.split("\n")) {
    const tab = line.indexOf("\t");
    const path = line.slice(tab + 1);
    if (tab > 0 && paths.has(path)) addPackage(byPath, path, line.slice(0, tab));
  }
  return byPath;
}

/** Asks rpm, where it has a database, for the packages that list some paths. */
export async function readRpm(host: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  const { proc, root, spellings, queryRpm } = host;
  const entries = await Promise.all(RPM_DIRECTORIES.map((directory) => proc.list(`${root}/${directory}`)));
  if (!entries.some((names) => !isFailure(names) && names.some((name) => RPM_FILES.has(name)))) {
    return entries.filter(isFailure).map(failedReading).find((reading) => reading !== undefined);
  }
  const byPath: PackagesByPath = new Map();
  // It finds a file by any of its names, but prints its own.
  const asked = new Set(
    Array.from(paths, (path) => spellings(path).find((other) => other.startsWith("/usr/")) ?? path),
  );
  for (const batch of batches(RPM_ITSELF, Array.from(asked).filter(isAskable))) {
    const output = await queryRpm?.(batch);
    const found = parseRpmPackages(output ?? "", new Set([...paths, ...spellings(RPM_ITSELF)]));
    if (found.size === 0) return { packages: byPath, problem: "not run" };
    for (const [path, names] of found) for (const name of names) addPackage(byPath, path, name);
  }
  return { packages: byPath, problem: undefined };
}

const RPM_DIRECTORIES = ["usr/lib/sysimage/rpm", "var/lib/rpm"];
/** The file of each kind of database: SQLite, ndb and Berkeley DB. */
const RPM_FILES: ReadonlySet<string> = new Set(["rpmdb.sqlite", "Packages.db", "Packages"]);

/** Asked for in every batch: if rpm cannot open its database, it says that no package owns a file. */
const RPM_ITSELF = "/usr/bin/rpm";

/**
 * Whether rpm can be asked for a name: a newline in it could forge a line of the answer. No package has a file whose
 * name has a control character or is not UTF-8.
 */
function isAskable(name: string): boolean {
  return isPlain(name) && !/\p{Cc}/u.test(name);
}

/** Splits names into batches, usually one: the kernel limits the total length of all arguments, execve(2). */
function batches(canary: string, names: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  let length = Infinity;
  for (const name of names) {
    length += name.length + 1;
    if (length > MAX_BATCH) {
      all.push([canary]);
      length = name.length;
    }
    all.at(-1)!.push(name);
  }
  return all;
}

const MAX_BATCH = 100_000;
