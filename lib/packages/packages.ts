// Finds the packages that files belong to, in the database of the host.
import type { Reader } from "./database.ts";
import type { DatabaseName, DatabaseProblem, FilePackages, PackageAnswer } from "../model/package.ts";
import { readApk } from "./apk.ts";
import { readDpkg } from "./dpkg.ts";
import { readPacman } from "./pacman.ts";
import { readRpm } from "./rpm.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { finalName } from "../rules/final_name.ts";

/** Where to find the database. */
export interface PackageOptions {
  /**
   * The root of the host's file system in the procfs, `1/root`. Never that of a container: the container controls its
   * database. Files of processes in a container must not be asked for either: the container controls their names.
   */
  readonly root: string;
  /**
   * Runs `rpm` with `RPM_ARGUMENTS` and the names. Returns what it prints on stdout, whatever its exit status;
   * undefined where it cannot be run. Absent where it must not be run, or where the root is not that of this program.
   */
  readonly queryRpm?: (names: readonly string[]) => Promise<string | undefined>;
}

/** Finds which packages own files, from the database of the host's package manager, read once. */
export async function findPackages(
  proc: ProcFs,
  names: ReadonlySet<string>,
  { root, queryRpm }: PackageOptions,
): Promise<PackageAnswer> {
  if (names.size === 0) return { database: undefined, problem: undefined, files: new Map() };
  const spellings = await spellingsOn(proc, root);
  const candidates = new Map(Array.from(names, (name) => [name, candidatesOf(name).map(spellings)]));
  const paths = new Set(Array.from(candidates.values()).flat(2));
  let problem: PackageAnswer["problem"];
  for (const [database, read] of DATABASES) {
    const reading = await read({ proc, root, spellings, queryRpm }, paths);
    problem ??= reading?.problem;
    if (reading?.packages === undefined) continue;
    const { packages } = reading;
    const files = new Map(Array.from(candidates, ([name, list]) => [name, choose(list, packages, reading.problem)]));
    return { database, problem: reading.problem, files };
  }
  const files = new Map(Array.from(names, (name) => [name, UNKNOWN]));
  return { database: undefined, problem: problem ?? "absent", files };
}

const UNKNOWN: FilePackages = { state: "unknown", packages: [] };
const UNOWNED: FilePackages = { state: "unowned", packages: [] };

/** Lists the name as a package would list it, then the possible sonames of such a library, longest first. */
function candidatesOf(name: string): readonly string[] {
  const path = finalName(name);
  // The name of a bind-mounted file that was replaced is "/".
  if (!/^\/[^/]/.test(path)) return [];
  const candidates = [path];
  const [, stem, version] = /^(.*\.so)((?:\.[0-9][0-9A-Za-z_]*){2,5})$/s.exec(path) ?? [];
  if (stem === undefined || version === undefined) return candidates;
  const parts = version.split(".");
  for (let count = parts.length - 1; count > 1; count--) candidates.push(stem + parts.slice(0, count).join("."));
  return candidates;
}

/**
 * Chooses the packages that list the file; else the one package that lists its soname: the package of a library has a
 * file or link of that name for the loader to find. A library with another soname is not the same library.
 */
function choose(
  [own = [], ...sonames]: readonly (readonly string[])[],
  byPath: ReadonlyMap<string, ReadonlySet<string>>,
  problem: DatabaseProblem | undefined,
): FilePackages {
  const listed = packagesAt(own, byPath);
  if (listed.length > 0) return { state: "listed", packages: listed };
  if (problem !== undefined) return UNKNOWN;
  const packages = sonames.map((spelled) => packagesAt(spelled, byPath)).find((found) => found.length > 0);
  return packages?.length === 1 ? { state: "guessed", packages } : UNOWNED;
}

/** Returns the packages of the first spelling that any package lists. */
function packagesAt(spelled: readonly string[], byPath: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  for (const path of spelled) {
    const packages = byPath.get(path);
    if (packages !== undefined && packages.size > 0) return [...packages].sort();
  }
  return [];
}

/** The directories that a merged `/usr` may have turned into links to each other. */
const MERGED = ["bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr/sbin", "usr/lib64"];

/**
 * Lists the names of a path, its own first. With a merged `/usr`, the kernel says `/usr/lib/x` where a package may
 * still list `/lib/x`, and the other way round for a file that was opened before the merge. See file-hierarchy(7).
 */
async function spellingsOn(proc: ProcFs, root: string): Promise<(path: string) => readonly string[]> {
  const links = await Promise.all(MERGED.map((directory) => proc.link(`${root}/${directory}`)));
  const pairs = MERGED.flatMap((directory, index) => {
    const target = mergedTarget(directory, links[index]!);
    return target === undefined ? [] : [[`/${directory}/`, target], [target, `/${directory}/`]] as const;
  });
  return (path) => {
    const spelled = new Set([path]);
    for (const known of spelled) {
      for (const [from, to] of pairs) if (known.startsWith(from)) spelled.add(to + known.slice(from.length));
    }
    return [...spelled];
  };
}

/** Returns where such a link leads, with a slash at both ends; undefined for no link, or one that leads elsewhere. */
function mergedTarget(directory: string, link: string | Failure): string | undefined {
  if (isFailure(link)) return undefined;
  const parent = directory.startsWith("usr/") ? "/usr/" : "/";
  const absolute = link.startsWith("/") ? link : parent + link;
  return /^\/(?:usr\/)?(?:s?bin|lib\w*)(?=\/?$)/.exec(absolute)?.[0].concat("/");
}

/** The databases, in the order in which they are tried: the machine's is the first that exists. */
const DATABASES: readonly (readonly [DatabaseName, Reader])[] = [
  ["dpkg", readDpkg],
  ["apk", readApk],
  ["pacman", readPacman],
  ["rpm", readRpm],
];
