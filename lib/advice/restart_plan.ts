import { groupBy } from "../base/group_by.ts";
import type { Service } from "../model/service.ts";
import type { Caution, RestartItem } from "../model/advice.ts";
import { findCaution } from "./cautions.ts";
import type { SupervisedService } from "../model/service.ts";
import { planContainer } from "./restart_container.ts";
import { command, comment, isName, isPath, refuse, shown } from "./restart_step.ts";
import type { RestartStep } from "../model/advice.ts";

/**
 * Plans what to do so that nothing uses deleted files any more: a step for each service, in the order in which they are
 * told. Names come from the machine: one that is not of the shape that its service manager demands gets into no command.
 */
export function planRestarts(items: readonly RestartItem[], extra: readonly Caution[] = []): readonly RestartStep[] {
  return mergeServices(items).map((item) => planRestart(item, extra));
}

/** One item for each owner, by kind and name. Of its processes every one must say that the main process is new. */
function mergeServices(items: readonly RestartItem[]): readonly RestartItem[] {
  const merged = groupBy(items, ({ service }) => JSON.stringify([RANKS.indexOf(service.kind) + 10, service]));
  return [...merged].sort(([a], [b]) => a < b ? -1 : 1).map(([, same]) => ({
    ...same.at(-1)!,
    pids: [...new Set(same.flatMap(({ pids }) => pids))].sort(),
    mainIsNew: same.every(({ mainIsNew }) => mainIsNew === true),
  }));
}

/** The order of the lines. */
const RANKS: readonly Service["kind"][] = [
  "init",
  "system-unit",
  "user-manager",
  "user-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
  "container",
  "monitor",
  "vm",
  "session",
  "application",
  "snap",
  "flatpak",
  "scope",
  "none",
];

/** Plans what to do so that the processes of one service use no old files any more. */
function planRestart(item: RestartItem, extra: readonly Caution[]): RestartStep {
  const { service } = item;
  const pids = item.pids.join(",");
  const whose = nameUser(item);
  switch (service.kind) {
    case "init":
      if (service.systemd) return command("systemctl daemon-reexec");
      return comment("PID 1: telinit u, where it is the init of System V; else reboot");
    case "system-unit":
    case "user-unit":
      if (item.mainIsNew) return leftOver(`${shown(service.unit)}${whose}`, pids);
      if (!isUnit(service.unit)) return refuse(service.unit, pids);
      return caution(service.unit, whose, extra) ?? command(`${systemctl(service.uid)} restart`, service.unit);
    case "user-manager":
      return command(`${systemctl(service.uid)} daemon-reexec`);
    case "session":
      return comment(
        `log out of ${service.session === undefined ? service.label : `session ${service.session}`}${whose}`,
      );
    case "application":
    case "snap":
    case "flatpak":
      return comment(`restart the application ${shown(service.application)}${whose}`);
    case "scope":
      return comment(`${shown(service.unit)}${whose}: no service manager can restart it: restart ${pids} by hand`);
    case "openrc":
    case "runit":
    case "s6":
    case "daemontools":
      if (item.mainIsNew) return leftOver(shown(service.service), pids);
      return planSupervised(service, pids, whose, extra);
    case "container":
    case "monitor":
      if (service.unit !== undefined && isUnit(service.unit)) {
        return command(`${systemctl(service.uid)} restart`, service.unit);
      }
      return planContainer(service, pids, whose);
    case "vm":
      return comment(
        `virtual machine ${
          shown(service.machine)
        }${whose}: shut it down and start it, or migrate it; a reboot from inside keeps the old process`,
      );
    case "none":
      return comment(`${pids}: no service known: restart by hand`);
  }
}

/** Whose it is, where it is not the system's. */
function nameUser({ service, user }: RestartItem): string {
  if (service.uid === undefined && service.kind !== "session") return "";
  const name = user ?? (service.uid === undefined ? "" : `user ${service.uid}`);
  return name === "" ? "" : ` (${shown(name)})`;
}

/** A service of a supervisor. What a user supervises is left to the user: anybody can run a `runsv`. */
function planSupervised(
  supervised: SupervisedService,
  pids: string,
  whose: string,
  extra: readonly Caution[],
): RestartStep {
  const { kind, service, directory, uid } = supervised;
  if (uid !== undefined) {
    return comment(`${shown(service)}${whose}: restart it as that user, by the user's own ${kind}`);
  }
  const path = service.startsWith("/") || directory === undefined ? service : `${directory}/${service}`;
  const step = SERVICE_STEPS[kind](service, path);
  if (step === undefined) return refuse(path, pids);
  return step.kind === "command" ? caution(service, "", extra) ?? step : step;
}

/** By the name of the service, and its path, which is no more than the name where the directory is not known. */
const SERVICE_STEPS: Readonly<
  Record<SupervisedService["kind"], (name: string, path: string) => RestartStep | undefined>
> = {
  openrc: (name) => isName(name) ? command(`rc-service ${name} restart`) : undefined,
  runit: (name) => isName(name) ? command("sv restart", name) : undefined,
  s6: (name, path) => {
    if (isPath(path)) return command(`s6-svc -r ${path}`);
    return isName(path) ? comment(`${name}: run s6-svc -r with the directory of the service`) : undefined;
  },
  daemontools: (name, path) => {
    if (isPath(path)) return command("svc -t", path);
    return isName(path) ? comment(`${name}: run svc -t with the directory of the service`) : undefined;
  },
};

function caution(unit: string, whose: string, extra: readonly Caution[]): RestartStep | undefined {
  const found = findCaution(unit, extra);
  if (found === undefined) return undefined;
  return { kind: "caution", text: `CAUTION: ${unit}${whose}: ${found.reason}; ${found.instead}` };
}

function leftOver(name: string, pids: string): RestartStep {
  return comment(
    `${name}: its main process is already new, only left-overs (${pids}) are old: end them when they are idle`,
  );
}

/** A name of systemd.unit(5) that can be restarted and cannot be taken for an option. */
function isUnit(name: string): boolean {
  return name.length <= 255 && /^[A-Za-z0-9:_.\\][A-Za-z0-9:_.\\@-]*\.(?:service|socket|mount|swap)$/.test(name);
}

/** `systemctl` of the system, or of a user, which root reaches since systemd 248. */
function systemctl(uid: number | undefined): string {
  return uid === undefined ? "systemctl" : `systemctl --user --machine=${uid}@`;
}
