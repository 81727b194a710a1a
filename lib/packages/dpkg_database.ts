import { type Diversion, parseArchitectures, parseDiversions, parseStatus } from "./dpkg.ts";
import { addOwner, findLines, type Owners, wantedLines } from "./file_list.ts";
import { isFailure } from "../procfs/procfs.ts";
import { failedReading, type PackageHost, problemOf, type Reading, readLists } from "./package_lists.ts";

/** Reads dpkg's lists, `info/PACKAGE.list`, with its diversions. A package is named as `dpkg-query -S` does. */
export async function readDpkg(host: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  const { proc, root, spellings } = host;
  const directory = `${root}/var/lib/dpkg`;
  const entries = proc.list(`${directory}/info`);
  if (isFailure(entries)) return failedReading(entries);
  const lists = entries.filter((entry) => entry.endsWith(".list"))
    .map((entry) => ({ name: entry.slice(0, -".list".length), path: `${directory}/info/${entry}` }));
  if (lists.length === 0) return undefined;

  const content = await proc.read(`${directory}/diversions`);
  const diversions = (isFailure(content) ? [] : parseDiversions(content))
    .filter(({ from, to }) => paths.has(from) || paths.has(to));
  const wanted = wantedLines(new Set([...paths, ...diversions.flatMap(({ from }) => spellings(from))]));
  const owners: Owners = new Map();
  const problem = await readLists(proc, lists, (list, name) => {
    for (const path of findLines(list, wanted)) addOwner(owners, path, name);
  });
  divert(owners, diversions, spellings);
  return { owners: await qualify(host, owners), problem: problemOf(content) ?? problem };
}

/** Gives a diverted name to the package that diverts it, and the new name to the others that list the former. */
function divert(owners: Owners, diversions: readonly Diversion[], spellings: PackageHost["spellings"]): void {
  for (const { from, to, by } of diversions) {
    const listed = spellings(from).flatMap((path) => [...owners.get(path) ?? []]);
    const diverting = listed.filter((name) => name.split(":")[0] === by);
    owners.set(to, new Set(listed.filter((name) => !diverting.includes(name))));
    owners.set(from, new Set(diverting.length > 0 || by === undefined ? diverting : [by]));
  }
}

/**
 * Adds the architecture to packages of a foreign one, as dpkg shows them: the name of a list file has it only where
 * the package is `Multi-Arch: same`. See dpkg(1), `--add-architecture`.
 */
async function qualify({ proc, root }: PackageHost, owners: Owners): Promise<Owners> {
  const known = await proc.read(`${root}/var/lib/dpkg/arch`);
  if (isFailure(known) || parseArchitectures(known).length < 2) return owners;
  const status = await proc.read(`${root}/var/lib/dpkg/status`);
  if (isFailure(status)) return owners;
  const names = new Set(Array.from(owners.values(), (packages) => [...packages]).flat());
  const architectures = parseStatus(status, names.add("dpkg"));
  const native = new Set(["all", architectures.get("dpkg"), undefined]);
  const qualified = (name: string): string =>
    native.has(architectures.get(name)) ? name : `${name}:${architectures.get(name)}`;
  return new Map(Array.from(owners, ([path, packages]) => [path, new Set(Array.from(packages, qualified))]));
}
