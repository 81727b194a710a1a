import { groupBy } from "../base/group_by.ts";
import type { Caution, HeldFiles, PlanContext, PlanItem } from "../model/advice.ts";
import type { Finding, Scan } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import type { UnitDefinition } from "../model/unit.ts";
import { parseCmdline } from "../parse/cmdline.ts";
import { unmarked } from "../parse/maps.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { type FollowerFinder, followerFinder } from "../services/followers.ts";
import { type Member, readMembers, readOwnAncestors, serviceKey } from "../services/members.ts";
import { unitOf } from "../services/service.ts";
import { hasDesktop, readSession } from "../services/sessions.ts";
import { type UnitReader, unitReader } from "../services/unit_definition.ts";
import { findHeldKind, heldPath, strictest } from "./disk_space.ts";

/** Reads all that a plan depends on: what the machine tells about each service that has findings. */
export async function readPlanItems(
  proc: ProcFs,
  findings: readonly Finding[],
  { users }: Scan,
  cautions: readonly Caution[],
): Promise<{ readonly items: readonly PlanItem[]; readonly context: PlanContext }> {
  const members = await readMembers(proc);
  const readUnit = await unitReader(proc);
  const machine: Machine = {
    proc,
    byService: groupBy(members, ({ service }) => serviceKey(service)),
    byPid: new Map(members.map((member) => [member.pid, member])),
    stale: new Set(findings.map(({ process }) => process.pid)),
    above: new Set(await readOwnAncestors(proc, members)),
    users,
    readUnit,
    findFollowers: followerFinder(proc, members, readUnit),
  };
  const byService = groupBy(findings, ({ process: { service, pid } }) => serviceKey(service) || pid);
  const items: PlanItem[] = [];
  for (const same of byService.values()) items.push(await readItem(machine, same));
  const isUpgrading = members.some(({ name, service }) =>
    PACKAGE_MANAGERS.has(name) && service.label !== "unattended-upgrades.service"
  );
  const isAsked = items.some(({ service }) => service.kind === "system-unit" && /logind/.test(service.unit));
  return { items, context: { cautions, isUpgrading, hasDesktop: isAsked ? await hasDesktop(proc) : undefined } };
}

/**
 * What runs while packages are installed, as `comm` has it. `unattended-upgrade-shutdown` is called the same, but waits
 * for the end of the machine.
 */
const PACKAGE_MANAGERS: ReadonlySet<string> = new Set(
  "apk apt apt-get aptitude dnf dnf5 dpkg pacman rpm unattended-upgr yum zypper".split(" "),
);

/** What is known of the machine. */
interface Machine {
  readonly proc: ProcFs;
  /** The processes of each service, those without findings too. */
  readonly byService: ReadonlyMap<string, readonly Member[]>;
  readonly byPid: ReadonlyMap<string, Member>;
  /** The processes with findings. */
  readonly stale: ReadonlySet<string>;
  /** The processes above the scanner. */
  readonly above: ReadonlySet<string>;
  readonly users: ReadonlyMap<number, string>;
  readonly readUnit: UnitReader;
  readonly findFollowers: FollowerFinder;
}

async function readItem(machine: Machine, findings: readonly Finding[]): Promise<PlanItem> {
  const { proc, users } = machine;
  const { service = NO_SERVICE, uid } = findings[0]!.process;
  const user = users.get(service.uid ?? (service.kind === "session" ? uid : undefined) ?? -1);
  const held = findHeld(findings);
  const item: PlanItem = {
    service,
    processes: findings.map(({ process: { pid, name, parent, uid, arguments: words } }) => ({
      pid,
      name,
      parent,
      uid,
      title: words[0] ?? "",
    })),
    ...(user === undefined ? {} : { user }),
    ...(held === undefined ? {} : { held }),
  };
  if (service.kind === "session") {
    const members = machine.byService.get(serviceKey(service)) ?? [];
    const isWayIn = members.some(({ pid }) => machine.above.has(pid));
    if (service.session === undefined) return { ...item, isWayIn };
    return { ...item, isWayIn, session: await readSession(proc, service.session) };
  }
  const restarted = unitOf(service) ?? service;
  if (!RESTARTED.has(restarted.kind)) return item;
  return {
    ...item,
    ...await readUnitFacts(machine, restarted, machine.byService.get(serviceKey(service)) ?? []),
    followers: await readFollowers(machine, restarted),
  };
}

/** Reads of the units that follow a restart what decides whether they may be restarted. */
async function readFollowers(machine: Machine, service: Service): Promise<readonly PlanItem[]> {
  if (service.kind !== "system-unit" && service.kind !== "user-unit") return [];
  const items: PlanItem[] = [];
  for (const unit of await machine.findFollowers(service.unit, service.uid)) {
    const follower: Service = { ...service, unit, label: unit };
    const members = machine.byService.get(serviceKey(follower)) ?? [];
    items.push({ service: follower, processes: [], ...await readUnitFacts(machine, follower, members) });
  }
  return items;
}

/** Finds what the files are that the processes of a service hold open, if that decides what is to be done. */
function findHeld(findings: readonly Finding[]): HeldFiles | undefined {
  const files = findings.flatMap(({ process: { pid }, files }) =>
    files.filter(({ ignored }) => ignored === undefined)
      .map((file) => ({ pid, kind: findHeldKind(file), file }))
  );
  const kind = strictest(files.map(({ kind }) => kind));
  if (kind !== "data" && kind !== "temporary") return undefined;
  const paths = files.flatMap(({ pid, kind, file }) => kind === "data" ? [heldPath(pid, file)] : []);
  return { kind, paths };
}

const NO_SERVICE: Service = { kind: "none", label: "", uid: undefined };

/** The kinds that have a main process. */
const RESTARTED: ReadonlySet<Service["kind"]> = new Set([
  "system-unit",
  "user-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
]);

async function readUnitFacts(
  machine: Machine,
  service: Service,
  members: readonly Member[],
): Promise<Partial<PlanItem>> {
  const { proc, stale, above, readUnit } = machine;
  const isUnit = service.kind === "system-unit" || service.kind === "user-unit";
  const definition = isUnit
    ? await readUnit(service.unit, service.kind === "system-unit" ? "system" : "user")
    : undefined;
  const main = await findMain(machine, service, members, definition);
  return {
    ...(definition === undefined ? {} : { definition }),
    isActive: service.kind === "system-unit" ? await readActive(proc, service.unit) : undefined,
    main: main && { pid: main.pid, isStale: stale.has(main.pid) },
    leftOvers: main === undefined || stale.has(main.pid)
      ? []
      : members.filter(({ pid, started }) => stale.has(pid) && started < main.started).map(({ pid }) => pid),
    isWayIn: members.some(({ pid }) => above.has(pid)),
    isIdleLogin: members.length > 0 && members.every(({ name, uid }) => uid === 0 && GETTIES.has(name)),
  };
}

const GETTIES: ReadonlySet<string> = new Set(["agetty", "getty", "mgetty", "mingetty", "fgetty"]);

/**
 * Reads whether the service manager takes a unit of the system for started: it keeps the id of its run as a link for
 * just as long, `unit_export_state_files()` in src/core/unit.c.
 */
async function readActive(proc: ProcFs, unit: string): Promise<boolean | undefined> {
  const directory = `${await hostRoot(proc)}/run/systemd/units`;
  const link = await proc.link(`${directory}/invocation:${unit}`);
  if (typeof link === "string") return true;
  return link.failure === "gone" && !isFailure(await proc.stat(directory)) ? false : undefined;
}

/**
 * Finds the process that the service manager started for a service. What a service starts, for a user perhaps, becomes
 * a child of the manager too when its parent ends. So beside such a process with deleted files, one without them counts
 * only if it runs the same program as the same user, or the program that the unit file names as the user whom it names.
 * Of several the youngest counts.
 */
async function findMain(
  machine: Machine,
  service: Service,
  members: readonly Member[],
  definition: UnitDefinition | undefined,
): Promise<Member | undefined> {
  const { proc, stale } = machine;
  const started = members.filter((member) => isStartedByManager(machine, service, member));
  const candidates = await Promise.all(started.map(async (member) => {
    const program = await readProgram(proc, member.pid);
    const isNamed = program.some((path) => (definition?.programs ?? []).some((named) => isSamePath(path, named)));
    return { member, program, isNamed, isStale: stale.has(member.pid) };
  }));
  const old = candidates.filter(({ isStale }) => isStale);
  const models = old.some(({ isNamed }) => isNamed) ? old.filter(({ isNamed }) => isNamed) : old;
  const believed = candidates.filter(({ isStale, isNamed, member, program }) => {
    if (isStale || models.length === 0) return !isStale;
    const alike = models.filter((model) => isSamePath(model.program[0] ?? "", program[0] ?? ""));
    if (alike.some((model) => model.member.uid === member.uid)) return true;
    return isNamed && alike.length === 0 && isTrusted(machine, service, member, definition);
  });
  const found = youngest(believed) ?? youngest(models);
  return found?.member;
}

/** A candidate for the main process. */
interface Candidate {
  readonly member: Member;
}

function youngest<Each extends Candidate>(candidates: readonly Each[]): Each | undefined {
  return candidates.toSorted((left, right) => right.member.started - left.member.started)[0];
}

/** Whether the parent of a process is what starts its service. */
function isStartedByManager({ byPid }: Machine, service: Service, { parent }: Member): boolean {
  if (service.kind === "system-unit") return parent === "1";
  const above = byPid.get(parent)?.service;
  if (service.kind === "user-unit") return above?.kind === "user-manager" && above.uid === service.uid;
  return serviceKey(above) !== serviceKey(service);
}

/** Whether a process runs as the user that the unit is for. */
function isTrusted({ users }: Machine, service: Service, { uid }: Member, definition?: UnitDefinition): boolean {
  if (uid === undefined) return false;
  if (service.uid !== undefined) return uid === service.uid;
  const named = definition?.user;
  return named === undefined ? uid === 0 : named === String(uid) || named === users.get(uid);
}

/** Reads the paths of what a process runs: its program, and a script if that is an interpreter. */
async function readProgram(proc: ProcFs, pid: string): Promise<readonly string[]> {
  const [exe, cmdline] = [proc.linkSync(`${pid}/exe`), await proc.read(`${pid}/cmdline`)];
  const program = isFailure(exe) ? undefined : unmarked(exe) ?? exe;
  const words = isFailure(cmdline) ? [] : parseCmdline(cmdline).arguments;
  return [program ?? words[0] ?? "", words[1] ?? ""].filter((path) => path.startsWith("/"));
}

/** Whether two paths are the same, `/usr` merged or not. */
function isSamePath(left: string, right: string): boolean {
  return left !== "" && left.replace(/^\/usr\//, "/") === right.replace(/^\/usr\//, "/");
}
