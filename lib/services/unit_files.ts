// Finds the unit files and drop-ins of a unit in the order in which systemd looks for them.
import { baseName } from "../base/base_name.ts";
import { decodeText } from "../base/bytes.ts";
import type { UnitScope, UnitState } from "../model/unit.ts";
import { parseUnitFile, type UnitSetting } from "../parse/unit_file.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";

/** The directories in the order in which systemd looks for a file: systemd.unit(5), "Unit File Load Path". */
export const UNIT_DIRECTORIES: Readonly<Record<UnitScope, readonly string[]>> = {
  system: [
    "/etc/systemd/system.control",
    "/run/systemd/system.control",
    "/run/systemd/transient",
    "/run/systemd/generator.early",
    "/etc/systemd/system",
    "/etc/systemd/system.attached",
    "/run/systemd/system",
    "/run/systemd/system.attached",
    "/run/systemd/generator",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/generator.late",
  ],
  user: [
    "/etc/systemd/user",
    "/run/systemd/user",
    "/usr/local/lib/systemd/user",
    "/usr/local/share/systemd/user",
    "/usr/lib/systemd/user",
    "/usr/share/systemd/user",
    "/lib/systemd/user",
  ],
};

const TRANSIENT = "/run/systemd/transient";

/** No unit file of a distribution has a tenth of it. In bytes. */
const MAX_SIZE = 65_536;
/** How many links may lead from one name to another. */
const MAX_LINKS = 8;

/** Where unit files are read from. */
export interface UnitFiles {
  readonly proc: ProcFs;
  readonly root: string;
  /** The names in directories of units and drop-ins; undefined for those that could not be listed. */
  readonly lists: Map<string, ReadonlySet<string> | undefined>;
}

/** Returns whether unit files can be seen at all. A recording may lack them. */
export async function canLook({ proc, root }: UnitFiles, directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) {
    const stat = await proc.stat(root + directory);
    if (!isFailure(stat) && /^\/(?:usr\/)?lib\//.test(directory)) return true;
  }
  return false;
}

/** What was found under the name of a unit. */
export interface FoundFile {
  readonly state: UnitState;
  readonly settings: readonly UnitSetting[];
}

/** Finds the file of a unit in the first directory that has one. */
export async function findUnitFile(files: UnitFiles, name: string, directories: readonly string[]): Promise<FoundFile> {
  for (const directory of directories) {
    if (!await canHave(files, directory, name)) continue;
    const found = await readFile(files, `${directory}/${name}`, directories);
    if (found.state !== "absent") {
      return found.state === "loaded" && directory === TRANSIENT ? { ...found, state: "transient" } : found;
    }
  }
  return { state: "absent", settings: [] };
}

/** Whether a directory of units may have a name in it. Where it cannot be listed, as in a recording, it may. */
export async function canHave(files: UnitFiles, directory: string, name: string): Promise<boolean> {
  return (await listNames(files, directory))?.has(name) ?? true;
}

async function listNames({ proc, root, lists }: UnitFiles, path: string): Promise<ReadonlySet<string> | undefined> {
  if (lists.has(path)) return lists.get(path);
  const names = await proc.list(root + path);
  const found = isFailure(names) ? undefined : new Set(names);
  lists.set(path, found);
  return found;
}

async function readFile(
  { proc, root }: UnitFiles,
  path: string,
  directories: readonly string[],
): Promise<FoundFile> {
  let at = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const target = await proc.link(root + at);
    if (typeof target !== "string") return await readRegular(proc, root + at);
    if (target === "/dev/null") return { state: "masked", settings: [] };
    at = resolveLink(at, target);
    if (!directories.includes(directoryOf(at))) break;
  }
  return { state: "unknown", settings: [] };
}

async function readRegular(proc: ProcFs, path: string): Promise<FoundFile> {
  const stat = await proc.stat(path);
  if (isFailure(stat)) return { state: stat.failure === "gone" ? "absent" : "unknown", settings: [] };
  const isRoots = stat.uid === 0 || stat.uid === null;
  if (stat.type !== "file" || !isRoots || stat.size > MAX_SIZE) return { state: "unknown", settings: [] };
  if (stat.size === 0) return { state: "masked", settings: [] };
  const text = await proc.read(path);
  if (isFailure(text) || text.length > MAX_SIZE) return { state: "unknown", settings: [] };
  return { state: "loaded", settings: parseUnitFile(decodeText(text)) };
}

/** Where a link leads to, without the links on the way there. */
function resolveLink(at: string, target: string): string {
  const parts: string[] = [];
  const path = target.startsWith("/") ? target : `${directoryOf(at)}/${target}`;
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The names whose drop-ins apply: its own, that of its template, and those aliases that lead to it. */
export async function namesOf(
  files: UnitFiles,
  name: string,
  aliases: readonly string[],
  directories: readonly string[],
): Promise<readonly string[]> {
  const { proc, root } = files;
  const names = [name];
  for (const alias of aliases.slice(0, MAX_LINKS)) {
    if (!/^[A-Za-z0-9:_.@\\-]+\.service$/.test(alias)) continue;
    for (const directory of directories) {
      if (!await canHave(files, directory, alias)) continue;
      const target = await proc.link(`${root}${directory}/${alias}`);
      if (typeof target === "string" && baseName(target) === name) names.push(alias);
    }
  }
  return names;
}

/** Reads the drop-ins in the order of their names; of two of the same name the one of the first directory counts. */
export async function readDropIns(
  files: UnitFiles,
  names: readonly string[],
  directories: readonly string[],
): Promise<readonly UnitSetting[] | undefined> {
  const paths = new Map<string, string>();
  for (const name of names) {
    for (const directory of directories) {
      for (const variant of dropInNames(name)) {
        if (!await canHave(files, directory, `${variant}.d`)) continue;
        const path = `${directory}/${variant}.d`;
        for (const file of await listDropIns(files, path)) {
          if (!paths.has(file)) paths.set(file, `${path}/${file}`);
        }
      }
    }
  }
  const settings: UnitSetting[] = [];
  for (const file of [...paths.keys()].toSorted()) {
    const path = paths.get(file)!;
    const found = await readFile(files, path, [directoryOf(path)]);
    if (found.state === "unknown") return undefined;
    settings.push(...found.settings);
  }
  return settings;
}

async function listDropIns(files: UnitFiles, path: string): Promise<readonly string[]> {
  return [...await listNames(files, path) ?? []].filter((name) => name.endsWith(".conf")).slice(0, MAX_DROP_INS);
}

const MAX_DROP_INS = 100;

/** Lists the units that the links in the directory `.requires` of a unit name. */
export async function listRequired(
  files: UnitFiles,
  name: string,
  directories: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const directory of directories) {
    if (!await canHave(files, directory, `${name}.requires`)) continue;
    found.push(...await listNames(files, `${directory}/${name}.requires`) ?? []);
  }
  return found;
}

/** `foo-bar@x.service`, `foo-bar@.service`, `foo-.service`, `service`: systemd.unit(5), "Description". */
function dropInNames(name: string): readonly string[] {
  const dot = name.lastIndexOf(".");
  const [stem, suffix] = [name.slice(0, dot), name.slice(dot + 1)];
  const at = stem.indexOf("@");
  const base = at < 0 ? stem : stem.slice(0, at);
  const names = at < 0 ? [name] : [name, `${base}@.${suffix}`];
  const instance = at < 0 ? "" : "@";
  for (let dash = base.lastIndexOf("-", base.length - 2); dash > 0; dash = base.lastIndexOf("-", dash - 1)) {
    names.push(`${base.slice(0, dash + 1)}${instance}.${suffix}`);
  }
  return [...names, suffix];
}

/** Returns the directory of an absolute path. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
