import { decodeText } from "../base/bytes.ts";
import type { UnitDefinition, UnitScope, UnitState } from "../model/unit.ts";
import { allValues, isTrue, lastValue, parseUnitFile, programOf, type UnitSetting } from "../parse/unit_file.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";

/** Reads the definition of the service of this name. */
export type UnitReader = (name: string, scope: UnitScope) => Promise<UnitDefinition>;

/**
 * Returns a function that reads what the unit files of the host say of a service: its file, or that of its template,
 * with all drop-ins, in the order of systemd. Only the directories of the system are looked at, where nobody but root
 * can put a file; what is no regular file or too large is not read, and a link is followed to these directories alone.
 * So a unit of a user whose file is the user's own is `absent`, which means no more than that.
 */
export function unitReader(proc: ProcFs): UnitReader {
  const files: UnitFiles = { proc, root: hostRoot(proc), lists: new Map() };
  const known = new Map<string, Promise<UnitDefinition>>();
  return (name, scope) => {
    const key = `${scope} ${name}`;
    const answer = known.get(key) ?? readUnit(files, name, DIRECTORIES[scope]);
    known.set(key, answer);
    return answer;
  };
}

/** Says nothing of a unit but why nothing is known. */
export function unknownUnit(state: UnitState): UnitDefinition {
  return defineUnit(state, [], false);
}

/** The directories in the order in which systemd looks for a file: systemd.unit(5), "Unit File Load Path". */
const DIRECTORIES: Readonly<Record<UnitScope, readonly string[]>> = {
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

interface UnitFiles {
  readonly proc: ProcFs;
  readonly root: string;
  /** The names in directories of drop-ins. */
  readonly lists: Map<string, readonly string[]>;
}

async function readUnit(files: UnitFiles, name: string, directories: readonly string[]): Promise<UnitDefinition> {
  if (!await canLook(files, directories)) return unknownUnit("unknown");
  const template = name.replace(/@.*(\.[a-z]+)$/, "@$1");
  let found = await findFile(files, name, directories);
  if (found.state === "absent" && template !== name) found = await findFile(files, template, directories);
  if (found.state !== "loaded" && found.state !== "transient") return unknownUnit(found.state);
  const aliases = allValues(found.settings, "Install", "Alias").flatMap((value) => value.split(/\s+/));
  const names = await namesOf(files, name, aliases, directories);
  const dropIns = await readDropIns(files, names, directories);
  if (dropIns === undefined) return unknownUnit("unknown");
  return defineUnit(found.state, [...found.settings, ...dropIns], await hasTimer(files, name, template, directories));
}

/** Whether there are unit files to be seen at all: a recording may lack them. */
async function canLook({ proc, root }: UnitFiles, directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) {
    const stat = await proc.stat(root + directory);
    if (!isFailure(stat) && /^\/(?:usr\/)?lib\//.test(directory)) return true;
  }
  return false;
}

/** The settings of a file. */
interface FoundFile {
  readonly state: UnitState;
  readonly settings: readonly UnitSetting[];
}

async function findFile(files: UnitFiles, name: string, directories: readonly string[]): Promise<FoundFile> {
  for (const directory of directories) {
    const found = await readFile(files, `${directory}/${name}`, directories);
    if (found.state !== "absent") {
      return found.state === "loaded" && directory === TRANSIENT ? { ...found, state: "transient" } : found;
    }
  }
  return { state: "absent", settings: [] };
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
    if (!directories.includes(at.slice(0, at.lastIndexOf("/")))) break;
  }
  return { state: "unknown", settings: [] };
}

async function readRegular(proc: ProcFs, path: string): Promise<FoundFile> {
  const stat = await proc.stat(path);
  if (isFailure(stat)) return { state: stat.failure === "gone" ? "absent" : "unknown", settings: [] };
  if (stat.type !== "file" || stat.size > MAX_SIZE) return { state: "unknown", settings: [] };
  if (stat.size === 0) return { state: "masked", settings: [] };
  const text = await proc.read(path);
  if (isFailure(text) || text.length > MAX_SIZE) return { state: "unknown", settings: [] };
  return { state: "loaded", settings: parseUnitFile(decodeText(text)) };
}

/** Where a link leads to, without the links on the way there. */
function resolveLink(at: string, target: string): string {
  const parts: string[] = [];
  const path = target.startsWith("/") ? target : `${at.slice(0, at.lastIndexOf("/"))}/${target}`;
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The names whose drop-ins apply: its own, that of its template, and those aliases that lead to it. */
async function namesOf(
  { proc, root }: UnitFiles,
  name: string,
  aliases: readonly string[],
  directories: readonly string[],
): Promise<readonly string[]> {
  const names = [name];
  for (const alias of aliases.slice(0, MAX_LINKS)) {
    if (!/^[A-Za-z0-9:_.@\\-]+\.service$/.test(alias)) continue;
    for (const directory of directories) {
      const target = await proc.link(`${root}${directory}/${alias}`);
      if (typeof target === "string" && target.slice(target.lastIndexOf("/") + 1) === name) names.push(alias);
    }
  }
  return names;
}

/** Reads the drop-ins in the order of their names; of two of the same name the one of the first directory counts. */
async function readDropIns(
  files: UnitFiles,
  names: readonly string[],
  directories: readonly string[],
): Promise<readonly UnitSetting[] | undefined> {
  const paths = new Map<string, string>();
  for (const name of names) {
    for (const directory of directories) {
      for (const variant of dropInNames(name)) {
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
    const found = await readFile(files, path, [path.slice(0, path.lastIndexOf("/"))]);
    if (found.state === "unknown") return undefined;
    settings.push(...found.settings);
  }
  return settings;
}

async function listDropIns({ proc, root, lists }: UnitFiles, path: string): Promise<readonly string[]> {
  const known = lists.get(path);
  if (known !== undefined) return known;
  const names = await proc.list(root + path);
  const found = isFailure(names) ? [] : names.filter((name) => name.endsWith(".conf")).slice(0, MAX_DROP_INS);
  lists.set(path, found);
  return found;
}

const MAX_DROP_INS = 100;

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

async function hasTimer(
  { proc, root }: UnitFiles,
  name: string,
  template: string,
  directories: readonly string[],
): Promise<boolean> {
  for (const each of new Set([name, template])) {
    for (const directory of directories) {
      const path = `${root}${directory}/${each.replace(/\.[a-z]+$/, ".timer")}`;
      if (typeof await proc.link(path) === "string" || !isFailure(await proc.stat(path))) return true;
    }
  }
  return false;
}

function defineUnit(state: UnitState, settings: readonly UnitSetting[], hasTimer: boolean): UnitDefinition {
  const words = (section: string, key: string): readonly string[] =>
    allValues(settings, section, key).flatMap((value) => value.split(/\s+/));
  const last = (section: string, key: string): string | undefined => lastValue(settings, section, key);
  const before = words("Unit", "Before");
  const commands = allValues(settings, "Service", "ExecStart").map(programOf);
  const delegate = last("Service", "Delegate");
  const successAction = last("Unit", "SuccessAction");
  return {
    state,
    type: last("Service", "Type")?.toLowerCase() ?? (commands.length === 0 ? "oneshot" : "simple"),
    remainAfterExit: isTrue(last("Service", "RemainAfterExit")),
    refuseManualStart: isTrue(last("Unit", "RefuseManualStart")),
    refuseManualStop: isTrue(last("Unit", "RefuseManualStop")),
    killMode: last("Service", "KillMode") ?? "control-group",
    delegate: delegate !== undefined && (isTrue(delegate) || !/^(?:0|n|no|f|false|off)$/i.test(delegate)),
    user: last("Service", "User"),
    programs: commands.filter((path) => path !== undefined),
    provides: [...words("Unit", "Wants"), ...words("Unit", "Requires")].filter((target) => before.includes(target)),
    aliases: words("Install", "Alias"),
    successAction: successAction === "none" ? undefined : successAction,
    hasTimer,
  };
}
