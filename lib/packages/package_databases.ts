import { parseApkOwners } from "./apk.ts";
import { addOwner, findLines, type Owners, wantedLines } from "./file_list.ts";
import { parsePackageDirectory } from "./pacman.ts";
import { parseRpmOwners } from "./rpm.ts";
import { isFailure } from "../procfs/procfs.ts";
import { isPlain } from "../base/bytes.ts";
import { readDpkg } from "./dpkg_database.ts";
import { failedReading, type PackageHost, type Reader, type Reading, readLists } from "./package_lists.ts";

/** The package managers whose database can be read. */
export type DatabaseName = "dpkg" | "apk" | "pacman" | "rpm";

/** The databases, in the order in which they are tried: the first that is there is the machine's. */
export const DATABASES: readonly (readonly [DatabaseName, Reader])[] = [
  ["dpkg", readDpkg],
  ["apk", readApk],
  ["pacman", readPacman],
  ["rpm", readRpm],
];

async function readApk({ proc, root }: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  for (const file of ["lib/apk/db/installed", "usr/lib/apk/db/installed"]) {
    const content = await proc.read(`${root}/${file}`);
    if (!isFailure(content)) return { owners: parseApkOwners(content, paths), problem: undefined };
    if (content.failure !== "gone") return failedReading(content);
  }
  return undefined;
}

async function readPacman({ proc, root }: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  const entries = proc.list(`${root}/var/lib/pacman/local`);
  if (isFailure(entries)) return failedReading(entries);
  const lists = entries.flatMap((entry) => {
    const name = parsePackageDirectory(entry);
    return name === undefined ? [] : [{ name, path: `${root}/var/lib/pacman/local/${entry}/files` }];
  });
  if (lists.length === 0) return undefined;

  // Without a leading slash, and a directory with one at the end.
  const wanted = wantedLines(new Set(Array.from(paths, (path) => [path.slice(1), `${path.slice(1)}/`]).flat()));
  const owners: Owners = new Map();
  const problem = await readLists(proc, lists, (list, name) => {
    for (const line of findLines(list, wanted)) addOwner(owners, `/${line.replace(/\/$/, "")}`, name);
  });
  return { owners, problem };
}

async function readRpm(host: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  const { proc, root, spellings, queryRpm } = host;
  const entries = RPM_DIRECTORIES.map((directory) => proc.list(`${root}/${directory}`));
  if (!entries.some((names) => !isFailure(names) && names.some((name) => RPM_FILES.has(name)))) {
    return entries.filter(isFailure).map(failedReading).find((reading) => reading !== undefined);
  }
  const owners: Owners = new Map();
  // It finds a file by any spelling, but prints its own.
  const asked = new Set(
    Array.from(paths, (path) => spellings(path).find((other) => other.startsWith("/usr/")) ?? path),
  );
  for (const batch of batches(RPM_ITSELF, Array.from(asked).filter(isAskable))) {
    const output = await queryRpm?.(batch);
    const found = parseRpmOwners(output ?? "", new Set([...paths, ...spellings(RPM_ITSELF)]));
    if (found.size === 0) return { owners, problem: "not run" };
    for (const [path, names] of found) for (const name of names) addOwner(owners, path, name);
  }
  return { owners, problem: undefined };
}

const RPM_DIRECTORIES = ["usr/lib/sysimage/rpm", "var/lib/rpm"];
/** The file of each kind of database: sqlite, ndb and Berkeley DB. */
const RPM_FILES: ReadonlySet<string> = new Set(["rpmdb.sqlite", "Packages.db", "Packages"]);

/** Asked for with every batch: rpm says of a database that it cannot open that no file is owned. */
const RPM_ITSELF = "/usr/bin/rpm";

/**
 * Whether rpm can be asked for a name without a newline of it forging a line of the answer. No package has a name with
 * a control character, nor one that is not UTF-8.
 */
function isAskable(name: string): boolean {
  return isPlain(name) && !/\p{Cc}/u.test(name);
}

/** One batch, unless somebody holds thousands of files: the kernel limits the length of all arguments, execve(2). */
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
