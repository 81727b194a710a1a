// Reads the database of dpkg: Debian, Ubuntu.
import { decodeText } from "../base/bytes.ts";
import { failedReading, type PackageHost, problemOf, type Reading, readLists } from "./database.ts";
import { addPackage, findLines, type PackagesByPath, wantedLines } from "./file_list.ts";
import { isFailure } from "../procfs/procfs.ts";

/** A file that dpkg installs under another name, because another package or the administrator uses its name. */
export interface Diversion {
  /** The name that packages list. */
  readonly from: string;
  /** The name of their file instead. */
  readonly to: string;
  /** The package that has the name now, without architecture; undefined for a local diversion. */
  readonly by: string | undefined;
}

/**
 * Parses `/var/lib/dpkg/diversions`: three lines each, the name, the new name, and the package or `:` for a local
 * diversion. An incomplete entry at the end is left out. Format: dpkg, lib/dpkg/db-fsys-divert.c; see dpkg-divert(1).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseDiversions } from "./dpkg.ts";
 *
 * const content = new TextEncoder().encode("/bin/sh\n/bin/sh.distrib\ndash\n");
 * assert.deepEqual(parseDiversions(content), [{ from: "/bin/sh", to: "/bin/sh.distrib", by: "dash" }]);
 * ```
 */
export function parseDiversions(content: Uint8Array): readonly Diversion[] {
  const lines = decodeText(content).split("\n");
  const diversions: Diversion[] = [];
  for (let at = 0; at + 3 <= lines.length; at += 3) {
    const [from, to, by] = lines.slice(at, at + 3) as [string, string, string];
    if (by !== "") diversions.push({ from, to, by: by === ":" ? undefined : by });
  }
  return diversions;
}

/**
 * Parses `/var/lib/dpkg/arch`: the architectures that dpkg knows, one a line, the native one among them. The file
 * exists only where a foreign one was added, see `--add-architecture` in dpkg(1).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseArchitectures } from "./dpkg.ts";
 *
 * assert.deepEqual(parseArchitectures(new TextEncoder().encode("amd64\ni386\n")), ["amd64", "i386"]);
 * ```
 */
export function parseArchitectures(content: Uint8Array): readonly string[] {
  return decodeText(content).split("\n").filter((line) => line !== "");
}

/**
 * Parses `/var/lib/dpkg/status` for the architectures of some packages, by name. Where a name is there more than once,
 * the package that is installed counts. Format: deb822(5), with the fields of deb-control(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseStatus } from "./dpkg.ts";
 *
 * const content = new TextEncoder().encode("Package: wine32\nStatus: install ok installed\nArchitecture: i386\n");
 * assert.deepEqual(parseStatus(content, new Set(["wine32"])), new Map([["wine32", "i386"]]));
 * ```
 */
export function parseStatus(content: Uint8Array, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const architectures = new Map<string, string>();
  for (const paragraph of decodeText(content).split("\n\n")) {
    const name = fieldOf(paragraph, "Package");
    if (name === undefined || !names.has(name)) continue;
    const architecture = fieldOf(paragraph, "Architecture");
    const installed = fieldOf(paragraph, "Status")?.endsWith(" installed") ?? false;
    if (architecture !== undefined && (installed || !architectures.has(name))) architectures.set(name, architecture);
  }
  return architectures;
}

function fieldOf(paragraph: string, field: string): string | undefined {
  const lines = `\n${paragraph}\n`;
  const start = lines.indexOf(`\n${field}: `);
  if (start < 0) return undefined;
  const value = start + field.length + 3;
  return lines.slice(value, lines.indexOf("\n", value));
}

/** Reads dpkg's lists, `info/PACKAGE.list`, with its diversions. Packages are named as by `dpkg-query -S`. */
export async function readDpkg(host: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  const { proc, root, spellings } = host;
  const directory = `${root}/var/lib/dpkg`;
  const entries = await proc.list(`${directory}/info`);
  if (isFailure(entries)) return failedReading(entries);
  const lists = entries.filter((entry) => entry.endsWith(".list"))
    .map((entry) => ({ name: entry.slice(0, -".list".length), path: `${directory}/info/${entry}` }));
  if (lists.length === 0) return undefined;

  const content = await proc.read(`${directory}/diversions`);
  const diversions = (isFailure(content) ? [] : parseDiversions(content))
    .filter(({ from, to }) => paths.has(from) || paths.has(to));
  const wanted = wantedLines(new Set([...paths, ...diversions.flatMap(({ from }) => spellings(from))]));
  const byPath: PackagesByPath = new Map();
  const problem = await readLists(proc, lists, (list, name) => {
    for (const path of findLines(list, wanted)) addPackage(byPath, path, name);
  });
  divert(byPath, diversions, spellings);
  return { packages: await qualify(host, byPath), problem: problemOf(content) ?? problem };
}

/** Assigns a diverted name to the package that diverts it, and the new name to the others that list the old one. */
function divert(byPath: PackagesByPath, diversions: readonly Diversion[], spellings: PackageHost["spellings"]): void {
  for (const { from, to, by } of diversions) {
    const listed = spellings(from).flatMap((path) => [...byPath.get(path) ?? []]);
    const diverting = listed.filter((name) => name.split(":")[0] === by);
    byPath.set(to, new Set(listed.filter((name) => !diverting.includes(name))));
    byPath.set(from, new Set(diverting.length > 0 || by === undefined ? diverting : [by]));
  }
}

/**
 * Adds the architecture to packages of a foreign one, as dpkg shows them: the name of a list file includes it only
 * where the package is `Multi-Arch: same`. See dpkg(1), `--add-architecture`.
 */
async function qualify({ proc, root }: PackageHost, byPath: PackagesByPath): Promise<PackagesByPath> {
  const known = await proc.read(`${root}/var/lib/dpkg/arch`);
  if (isFailure(known) || parseArchitectures(known).length < 2) return byPath;
  const status = await proc.read(`${root}/var/lib/dpkg/status`);
  if (isFailure(status)) return byPath;
  const names = new Set(Array.from(byPath.values(), (packages) => [...packages]).flat());
  const architectures = parseStatus(status, names.add("dpkg"));
  const native = new Set(["all", architectures.get("dpkg"), undefined]);
  const qualified = (name: string): string =>
    native.has(architectures.get(name)) ? name : `${name}:${architectures.get(name)}`;
  return new Map(Array.from(byPath, ([path, packages]) => [path, new Set(Array.from(packages, qualified))]));
}
