// Plans the restart of a unit, or of a service of another supervisor.
import type { Caution, PlanAction, PlanContext, PlanEntry, PlanItem } from "../model/advice.ts";
import type { SupervisedService, UnitService } from "../model/service.ts";
import type { UnitState } from "../model/unit.ts";
import { endsChildren, findCaution } from "./cautions.ts";
import { isPlainName, isPlainPath, isUnitName, isUserName, userSystemctl } from "./commands.ts";
import { refuseEntry, runEntry, tellEntry } from "./plan_entry.ts";
import { unitOf } from "../services/identity.ts";

/** Plans what to do about a unit of the system or of a user. */
export function planUnit(item: PlanItem, service: UnitService, context: PlanContext): PlanEntry {
  const careful = findCaution(item, context);
  if (careful !== undefined) return planCaution(item, careful);
  if (!isUnitName(service.unit)) return refuseEntry(item);
  return planLeftOvers(item) ?? planDefinition(item, service) ?? planFollowers(item, context) ??
    planRestart(item, service);
}

/** Plans nothing where a restart reaches another unit that must not be restarted blindly. */
function planFollowers(item: PlanItem, context: PlanContext): PlanEntry | undefined {
  for (const follower of item.followers ?? []) {
    const unit = unitOf(follower.service);
    const careful = findCaution(follower, context) ?? (unit && planDefinition(follower, unit));
    if (careful === undefined) continue;
    const { reason, instead } = careful;
    return tellEntry(item, "manual", `${follower.service.label} restarts with it: ${reason}`, instead);
  }
  return undefined;
}

/** Plans what to do about a service of a supervisor. What a user supervises is left to the user. */
export function planSupervised(item: PlanItem, supervised: SupervisedService, context: PlanContext): PlanEntry {
  const { kind, service, directory, uid } = supervised;
  const careful = findCaution(item, context);
  if (careful !== undefined) return planCaution(item, careful);
  if (uid !== undefined) {
    return tellEntry(item, "manual", `it belongs to the ${kind} of a user`, "restart it as that user");
  }
  const left = planLeftOvers(item);
  if (left !== undefined) return left;
  const path = service.startsWith("/") || directory === undefined ? service : `${directory}/${service}`;
  const argv = SUPERVISOR_COMMANDS[kind](service, path);
  if (argv !== undefined) return runEntry(item, argv, { action: "restart" });
  if (!isPlainName(service)) return refuseEntry(item);
  return tellEntry(item, "manual", "the directory of the service is not known", SUPERVISOR_WORDS[kind]);
}

/** What must not be restarted blindly must not be ended blindly either, if only left-overs are stale. */
function planCaution(item: PlanItem, { reason, instead, action }: Caution): PlanEntry {
  const isUsers = item.service.uid !== undefined;
  if (action === "reboot" && isUsers) return tellEntry(item, "manual", reason, "have the user log out of all sessions");
  return tellEntry(item, action ?? "manual", reason, instead);
}

/** Plans nothing for what a restart does not reach. */
function planLeftOvers(item: PlanItem): PlanEntry | undefined {
  const { isActive, main, leftOvers = [], processes } = item;
  const end = `when they are idle: kill ${item.processes.map(({ pid }) => pid).join(" ")}`;
  if (isActive === false) {
    return tellEntry(item, "manual", "it is stopped, and these are left over from it", `end them ${end}`);
  }
  if (main === undefined || main.isStale) return undefined;
  if (processes.every(({ pid }) => leftOvers.includes(pid))) {
    return tellEntry(item, "manual", "these are left over from before its last restart", `end them ${end}`);
  }
  if (endsChildren(item)) return undefined;
  return tellEntry(item, "manual", "these go on after a restart, with KillMode=process", `end them ${end}`);
}

/** Plans what a unit that refuses a restart, or is a job, allows. */
function planDefinition(item: PlanItem, service: UnitService): PlanEntry | undefined {
  const obstacle = findObstacle(item, service);
  return obstacle && tellEntry(item, ...obstacle);
}

/** Why a unit is not restarted by a command, and what to do about it. */
type Obstacle = readonly [action: PlanAction, reason: string, instead: string];

function findObstacle({ definition, main, processes }: PlanItem, { unit, kind }: UnitService): Obstacle | undefined {
  const tool = kind === "system-unit" ? "systemctl" : "systemctl --user";
  const state = definition?.state ?? "unknown";
  if (kind === "user-unit" && (state === "absent" || state === "unknown")) {
    return ["manual", "its unit file belongs to the user, and is not read", `as that user: ${tool} try-restart`];
  }
  if (state !== "loaded") return STATES[state](tool, unit);
  const { refuseManualStart, refuseManualStop, type, remainAfterExit, hasTimer, isConnection } = definition!;
  if (refuseManualStop) {
    const pid = main?.pid ?? processes[0]?.pid;
    return ["manual", "it refuses to be stopped or restarted by hand", `kill ${pid}, or reboot`];
  }
  if (refuseManualStart) {
    return ["manual", "it refuses to be started by hand", `${tool} stop ${unit}, then start what starts it`];
  }
  if (type === "oneshot" && remainAfterExit) {
    return ["manual", "a restart runs its commands anew", `if that is what you want: ${tool} try-restart ${unit}`];
  }
  if (isConnection) return ["wait", "it serves one connection", "a restart would cut it"];
  if (type === "oneshot" || hasTimer) return ["wait", "it is a job that runs", "a restart would end it"];
  return undefined;
}

/** What stands in the way by the state of the unit file. */
const STATES: Readonly<Record<Exclude<UnitState, "loaded">, (tool: string, unit: string) => Obstacle>> = {
  unknown: (tool) => [
    "manual",
    "its unit file could not be read, so that it may be a job or refuse a restart",
    `look at systemctl cat, then use ${tool} try-restart`,
  ],
  absent: (tool, unit) => [
    "stop",
    "its unit file is gone, so that it cannot be started again",
    `if nothing needs it: ${tool} stop ${unit}`,
  ],
  masked: (tool, unit) => [
    "stop",
    "it is masked, so that it cannot be started again",
    `if nothing needs it: ${tool} stop ${unit}`,
  ],
  transient: (tool, unit) => [
    "manual",
    "it was started by hand, with systemd-run or the like",
    `wait until it is done, or ${tool} try-restart ${unit}`,
  ],
};

function planRestart(item: PlanItem, { kind, unit, uid }: UnitService): PlanEntry {
  const stays = endsChildren(item) ? [] : item.processes.map(({ pid }) => pid).filter((pid) => pid !== item.main?.pid);
  const saying = {
    action: "restart",
    leaves: stays,
    restarts: (item.followers ?? []).map(({ service }) => service.label),
    ...(stays.length === 0 ? {} : {
      reason: "its children go on after a restart, with KillMode=process",
      instead: `end them when they are idle: kill ${stays.join(" ")}`,
    }),
  } as const;
  if (kind === "system-unit") return runEntry(item, ["systemctl", "try-restart", unit], saying);
  if (uid === undefined || !isUserName(item.user)) {
    return tellEntry(
      item,
      "manual",
      "the name of its user is not known",
      `as that user: systemctl --user try-restart ${unit}`,
    );
  }
  // A user can make a unit that never ends, and a command that waits for it would be the last.
  return runEntry(item, userSystemctl(item.user, uid, "--no-block", "try-restart", unit), saying);
}

/** The command by the name of the service and its path, which is no more than the name where no directory is known. */
const SUPERVISOR_COMMANDS: Readonly<
  Record<SupervisedService["kind"], (name: string, path: string) => readonly string[] | undefined>
> = {
  openrc: (name) => isPlainName(name) ? ["rc-service", "--ifstarted", name, "restart"] : undefined,
  runit: (name) => isPlainName(name) ? ["sv", "restart", name] : undefined,
  s6: (_, path) => isPlainPath(path) ? ["s6-svc", "-r", path] : undefined,
  daemontools: (_, path) => isPlainPath(path) ? ["svc", "-t", path] : undefined,
};

const SUPERVISOR_WORDS: Readonly<Record<SupervisedService["kind"], string>> = {
  openrc: "run rc-service",
  runit: "run sv restart with its directory",
  s6: "run s6-svc -r with its directory",
  daemontools: "run svc -t with its directory",
};
