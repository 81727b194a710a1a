// Reads from the unit files of a service what decides whether and how it can be restarted.
import { decodeText, encodeText } from "../base/bytes.ts";
import type { UnitDefinition, UnitScope, UnitState } from "../model/unit.ts";
import { allValues, isTrue, lastValue, parseUnitFile, programOf, type UnitSetting } from "../parse/unit_file.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";
import {
  canHave,
  canLook,
  findUnitFile,
  listRequired,
  namesOf,
  readDropIns,
  UNIT_DIRECTORIES,
  type UnitFiles,
} from "./unit_files.ts";

/** Reads the definition of the service of this name. */
export type UnitReader = (name: string, scope: UnitScope) => Promise<UnitDefinition>;

/**
 * Returns a function that reads what the unit files of the host say of a service: its file, or that of its template,
 * with all drop-ins, in the order of systemd. Only the directories of the system are looked at, where nobody but root
 * can put a file; what is no regular file or too large is not read, and a link is followed to these directories alone.
 * So a unit of a user whose file is the user's own is `absent`, which means no more than that.
 */
export async function unitReader(proc: ProcFs): Promise<UnitReader> {
  const files: UnitFiles = { proc, root: await hostRoot(proc), lists: new Map() };
  const known = new Map<string, Promise<UnitDefinition>>();
  return (name, scope) => {
    const key = `${scope} ${name}`;
    const answer = known.get(key) ?? readUnit(files, name, UNIT_DIRECTORIES[scope]);
    known.set(key, answer);
    return answer;
  };
}

/** Says nothing of a unit but why nothing is known. */
export function unknownUnit(state: UnitState): UnitDefinition {
  return defineUnit("", state, [], { isConnection: false, hasTimer: false, required: [] });
}

/** Keeps of a unit file the settings that the program reads, and of commands the program: the rest can hold secrets. */
export function keepUnitFile(bytes: Uint8Array): Uint8Array {
  const lines: string[] = [];
  let last = "";
  for (const { section, key, value } of parseUnitFile(decodeText(bytes))) {
    if (!KEPT.has(key)) continue;
    if (section !== last) lines.push(`[${section}]`);
    last = section;
    lines.push(`${key}=${key === "ExecStart" && value !== "" ? `"${programOf(value) ?? "unknown"}"` : value}`);
  }
  // A file without such settings must not look empty, which would mean masked.
  return encodeText(lines.length === 0 ? "[Unit]\n" : lines.map((line) => `${line}\n`).join(""));
}

const KEPT: ReadonlySet<string> = new Set([
  "Accept",
  "Alias",
  "Before",
  "BindsTo",
  "Delegate",
  "ExecStart",
  "KillMode",
  "PartOf",
  "PropagatesStopTo",
  "RefuseManualStart",
  "RefuseManualStop",
  "RemainAfterExit",
  "Requires",
  "Requisite",
  "StopPropagatedFrom",
  "SuccessAction",
  "Type",
  "User",
  "Wants",
]);

async function readUnit(files: UnitFiles, name: string, directories: readonly string[]): Promise<UnitDefinition> {
  if (!await canLook(files, directories)) return unknownUnit("unknown");
  const template = name.replace(/@.*(\.[a-z]+)$/, "@$1");
  let found = await findUnitFile(files, name, directories);
  if (found.state === "absent" && template !== name) found = await findUnitFile(files, template, directories);
  if (found.state !== "loaded" && found.state !== "transient") return unknownUnit(found.state);
  const aliases = allValues(found.settings, "Install", "Alias").flatMap((value) => value.split(/\s+/));
  const names = await namesOf(files, name, aliases, directories);
  const dropIns = await readDropIns(files, names, directories);
  if (dropIns === undefined) return unknownUnit("unknown");
  return defineUnit(name, found.state, [...found.settings, ...dropIns], {
    isConnection: template !== name && await isConnection(files, template, directories),
    hasTimer: await hasTimer(files, name, template, directories),
    required: await listRequired(files, name, directories),
  });
}

/** Whether a unit is the template of a socket that starts an instance for each connection: systemd.socket(5). */
async function isConnection(files: UnitFiles, template: string, directories: readonly string[]): Promise<boolean> {
  const name = template.replace(/@\.service$/, ".socket");
  const { settings } = await findUnitFile(files, name, directories);
  const dropIns = await readDropIns(files, [name], directories);
  return isTrue(lastValue([...settings, ...dropIns ?? []], "Socket", "Accept"));
}

async function hasTimer(
  files: UnitFiles,
  name: string,
  template: string,
  directories: readonly string[],
): Promise<boolean> {
  const { proc, root } = files;
  for (const each of new Set([name, template])) {
    const timer = each.replace(/\.[a-z]+$/, ".timer");
    for (const directory of directories) {
      if (!await canHave(files, directory, timer)) continue;
      const path = `${root}${directory}/${timer}`;
      if (typeof await proc.link(path) === "string" || !isFailure(await proc.stat(path))) return true;
    }
  }
  return false;
}

/** What is told of a unit by other files than its own. */
interface Around extends Pick<UnitDefinition, "isConnection" | "hasTimer"> {
  /** What the links in its directory `.requires` name. */
  readonly required: readonly string[];
}

/** The settings that tie a unit to a stop of others: `UNIT_ATOM_PROPAGATE_STOP` in src/core/unit-dependency-atom.c. */
const FOLLOWS = ["Requires", "Requisite", "BindsTo", "PartOf", "StopPropagatedFrom"];

function defineUnit(
  name: string,
  state: UnitState,
  settings: readonly UnitSetting[],
  { required, ...around }: Around,
): UnitDefinition {
  // Unlike other lists, those of units cannot be reset.
  const units = (...keys: readonly string[]): readonly string[] =>
    settings.filter(({ section, key, value }) => section === "Unit" && keys.includes(key) && value !== "")
      .flatMap(({ value }) => value.split(/\s+/)).map((unit) => expandSpecifiers(unit, name));
  const words = (section: string, key: string): readonly string[] =>
    allValues(settings, section, key).flatMap((value) => value.split(/\s+/));
  const last = (section: string, key: string): string | undefined => lastValue(settings, section, key);
  const before = units("Before");
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
    provides: units("Wants", "Requires").filter((target) => before.includes(target)),
    follows: [...units(...FOLLOWS), ...required],
    stops: units("PropagatesStopTo"),
    aliases: words("Install", "Alias"),
    successAction: successAction === "none" ? undefined : successAction,
    ...around,
  };
}

/** Expands the specifiers that a name of another unit can have: systemd.unit(5), "Specifiers". */
function expandSpecifiers(text: string, name: string): string {
  const [, prefix = "", instance = ""] = /^(.*?)(?:@(.*))?\.[a-z]+$/.exec(name) ?? [];
  const values: Readonly<Record<string, string>> = {
    "%": "%",
    i: instance,
    n: name,
    N: name.replace(/\.[a-z]+$/, ""),
    p: prefix,
    j: prefix.slice(prefix.lastIndexOf("-") + 1),
  };
  return text.replace(/%([%inNpj])/g, (_, letter) => values[letter]!);
}
