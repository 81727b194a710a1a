// Reads all facts that the plan depends on, for each service with stale processes.
import { groupBy } from "../base/group_by.ts";
import type { Caution, HeldFiles, PlanContext, PlanItem } from "../model/advice.ts";
import type { Finding, Scan } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { followerFinder } from "../services/followers.ts";
import { NO_SERVICE, serviceKey, unitOf } from "../services/identity.ts";
import { type Member, readMembers, readOwnAncestors } from "../services/members.ts";
import { hasDesktop, readSession } from "../services/sessions.ts";
import { unitReader } from "../services/unit_definition.ts";
import { endsChildren } from "./cautions.ts";
import { readDevices } from "./devices.ts";
import { findHeldKind, heldPath, strictest } from "./disk_space.ts";
import type { Machine } from "./machine.ts";
import { findMain } from "./main_process.ts";

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
  const members = membersOf(machine, service, findings);
  if (service.kind === "session") {
    const isWayIn = holdsWayIn(machine, members);
    if (service.session === undefined) return { ...item, isWayIn };
    return { ...item, isWayIn, session: await readSession(proc, service.session) };
  }
  const restarted = unitOf(service) ?? service;
  if (restarted.kind === "container" || restarted.kind === "monitor") return { ...item, ...readUse(machine, members) };
  // No command would end it, whoever uses it.
  if (!RESTARTED.has(restarted.kind)) return item;
  return {
    ...item,
    ...await readUnitFacts(machine, restarted, members),
    followers: await readFollowers(machine, restarted),
  };
}

/** Returns all processes of a service. What belongs to none stands for itself only. */
function membersOf({ byService, byPid }: Machine, service: Service, findings: readonly Finding[]): readonly Member[] {
  const key = serviceKey(service);
  return key === "" ? findings.flatMap(({ process }) => byPid.get(process.pid) ?? []) : byService.get(key) ?? [];
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
  const { proc, stale, readUnit } = machine;
  const isUnit = service.kind === "system-unit" || service.kind === "user-unit";
  const definition = isUnit
    ? await readUnit(service.unit, service.kind === "system-unit" ? "system" : "user")
    : undefined;
  const main = await findMain(machine, service, members, definition);
  // Those that go on after a restart lose nothing.
  const ended = endsChildren({ definition }) ? members : members.filter(({ pid }) => pid === main?.pid);
  return {
    ...(definition === undefined ? {} : { definition }),
    ...readUse(machine, ended),
    isActive: service.kind === "system-unit" ? await readActive(proc, service.unit) : undefined,
    main: main && { pid: main.pid, isStale: stale.has(main.pid) },
    leftOvers: main === undefined || stale.has(main.pid)
      ? []
      : members.filter(({ pid, started }) => stale.has(pid) && started < main.started).map(({ pid }) => pid),
    isIdleLogin: members.length > 0 && members.every(({ name, uid }) => uid === 0 && GETTIES.has(name)),
  };
}

/** Reads whether somebody uses what some processes do. */
function readUse(
  machine: Machine,
  members: readonly Member[],
): Required<Pick<PlanItem, "isWayIn" | "hasTerminal" | "devices">> {
  return {
    isWayIn: holdsWayIn(machine, members),
    hasTerminal: members.some(({ hasTerminal, name }) => hasTerminal && !GETTIES.has(name)),
    devices: readDevices(machine.proc, members.map(({ pid }) => pid)),
  };
}

/** Whether the scanner itself runs below one of these processes. */
function holdsWayIn({ above }: Machine, members: readonly Member[]): boolean {
  return members.some(({ pid }) => above.has(pid));
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
