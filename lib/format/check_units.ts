import { groupBy } from "../base/group_by.ts";
import type { Owner } from "../model/service.ts";
import type { Finding, Scan } from "../model/finding.ts";
import { heldBytes } from "../advice/counts.ts";
import { shown } from "../advice/restart_step.ts";
import { shortenText } from "./shorten.ts";
import { isSystemProcess } from "../advice/severity.ts";
import { formatBytes, formatProcesses, nameUser } from "./quantities.ts";

/** A unit, session, container or the like, with its processes that use deleted files. */
export interface Unit {
  /** What the processes belong to. */
  readonly owner: Owner;
  /** The processes, with these files. */
  readonly findings: readonly Finding[];
}

/** The units that processes belong to: first those with a process of the system. */
export function findUnits(findings: readonly Finding[]): readonly Unit[] {
  const byOwner = groupBy(
    findings,
    ({ process: { owner = NO_OWNER } }) => JSON.stringify([owner.kind, owner.label, owner.uid]),
  );
  const units = Array.from(byOwner.values(), (members) => ({
    owner: members[0]!.process.owner ?? NO_OWNER,
    findings: members,
  }));
  return [...units.filter(isSystemUnit), ...units.filter((unit) => !isSystemUnit(unit))];
}

/** One line: `nginx.service: 3 processes (186,187,188) root: /usr/lib/libssl.so.3, /usr/lib/libz.so.1.2.13`. */
export function formatUnit({ owner, findings }: Unit, { users }: Scan): string {
  const names = new Set(
    findings.map(({ process: { uid } }) => nameUser(uid, users)),
  );
  const held = heldBytes(findings);
  const remarks = ` ${listNames([...names])}${held === 0 ? "" : `, ${formatBytes(held)} held`}`;
  return formatLine(safe(nameOf(owner)), findings, remarks);
}

/** One line for each rule that explains files, with its reason; none unless these are to be reported too. */
export function formatIgnored(findings: readonly Finding[]): readonly string[] {
  const explained = findings.flatMap(({ process, files }) =>
    files.flatMap((file) => file.ignored === undefined ? [] : [{ ignored: file.ignored, process, files: [file] }])
  );
  return Array.from(
    groupBy(explained, ({ ignored }) => ignored.rule),
    ([rule, members]) => formatLine(`ignored by rule ${rule}, ${members[0]!.ignored.reason}`, members, ""),
  );
}

const NO_OWNER: Owner = { kind: "none", label: "", uid: undefined };

function isSystemUnit({ findings }: Unit): boolean {
  return findings.some(({ process }) => isSystemProcess(process));
}

/** A user can call a unit `nginx.service` too: what belongs to a user's manager is told with it. */
function nameOf({ kind, label, uid }: Owner): string {
  if (kind === "none") return "no service";
  return uid === undefined || kind === "session" || kind === "user-manager" ? label : `user@${uid}.service/${label}`;
}

function formatLine(title: string, findings: readonly Finding[], remarks: string): string {
  const pids = [...new Set(findings.map(({ process }) => process.pid))];
  const some = pids.length > MAX_PIDS ? [...pids.slice(0, MAX_PIDS), "…"] : pids;
  const names = new Set(findings.flatMap(({ files }) => files.map(({ name }) => name)));
  return `${title}: ${formatProcesses(pids.length)} (${some.join(",")})${remarks}: ${listNames([...names])}`;
}

/** As many names as there is room for, but one at least. */
function listNames(names: readonly string[]): string {
  const listed: string[] = [];
  let room = LIST_WIDTH;
  for (const name of names) {
    const text = safe(name);
    room -= text.length;
    if (listed.length > 0 && room < 0) break;
    listed.push(text);
  }
  const more = names.length - listed.length;
  return `${listed.join(", ")}${more === 0 ? "" : `, … and ${more} more`}`;
}

const MAX_PIDS = 10;
const NAME_WIDTH = 100;
const LIST_WIDTH = 200;

/** Monitors put text into command lines; and after a `|`, on any line, they look for performance data. */
function safe(text: string): string {
  return shortenText(shown(text), NAME_WIDTH);
}
