import { type Caution, findCaution } from "./cautions.ts";
import type { ServiceOwner } from "../model/service.ts";
import type { RestartItem } from "../format/restart.ts";
import { planContainer } from "./restart_container.ts";
import { command, comment, isName, isPath, refuse, shown, type Step } from "./restart_step.ts";

/** What to do so that the processes of one owner use no old files any more. */
export function planRestart(item: RestartItem, extra: readonly Caution[]): Step {
  const { owner } = item;
  const pids = item.pids.join(",");
  const whose = nameUser(item);
  switch (owner.kind) {
    case "init":
      if (owner.systemd) return command("systemctl daemon-reexec");
      return comment("PID 1: telinit u, where it is the init of System V; else reboot");
    case "system-unit":
    case "user-unit":
      if (item.mainIsNew) return leftOver(`${shown(owner.unit)}${whose}`, pids);
      if (!isUnit(owner.unit)) return refuse(owner.unit, pids);
      return caution(owner.unit, whose, extra) ?? command(`${systemctl(owner.uid)} restart`, owner.unit);
    case "user-manager":
      return command(`${systemctl(owner.uid)} daemon-reexec`);
    case "session":
      return comment(`log out of ${owner.session === undefined ? owner.label : `session ${owner.session}`}${whose}`);
    case "application":
    case "snap":
    case "flatpak":
      return comment(`restart the application ${shown(owner.application)}${whose}`);
    case "scope":
      return comment(`${shown(owner.unit)}${whose}: no service manager can restart it: restart ${pids} by hand`);
    case "openrc":
    case "runit":
    case "s6":
    case "daemontools":
      if (item.mainIsNew) return leftOver(shown(owner.service), pids);
      return planService(owner, pids, whose, extra);
    case "container":
    case "monitor":
      if (owner.unit !== undefined && isUnit(owner.unit)) return command(`${systemctl(owner.uid)} restart`, owner.unit);
      return planContainer(owner, pids, whose);
    case "vm":
      return comment(
        `virtual machine ${
          shown(owner.machine)
        }${whose}: shut it down and start it, or migrate it; a reboot from inside keeps the old process`,
      );
    case "none":
      return comment(`${pids}: no service known: restart by hand`);
  }
}

/** Whose it is, where it is not the system's. */
function nameUser({ owner, user }: RestartItem): string {
  if (owner.uid === undefined && owner.kind !== "session") return "";
  const name = user ?? (owner.uid === undefined ? "" : `user ${owner.uid}`);
  return name === "" ? "" : ` (${shown(name)})`;
}

/** A service of a supervisor. What a user supervises is left to the user: anybody can run a `runsv`. */
function planService(owner: ServiceOwner, pids: string, whose: string, extra: readonly Caution[]): Step {
  const { kind, service, directory, uid } = owner;
  if (uid !== undefined) {
    return comment(`${shown(service)}${whose}: restart it as that user, by the user's own ${kind}`);
  }
  const path = service.startsWith("/") || directory === undefined ? service : `${directory}/${service}`;
  const step = SERVICE_STEPS[kind](service, path);
  if (step === undefined) return refuse(path, pids);
  return step.kind === "command" ? caution(service, "", extra) ?? step : step;
}

/** By the name of the service, and its path, which is no more than the name where the directory is not known. */
const SERVICE_STEPS: Readonly<Record<ServiceOwner["kind"], (name: string, path: string) => Step | undefined>> = {
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

function caution(unit: string, whose: string, extra: readonly Caution[]): Step | undefined {
  const found = findCaution(unit, extra);
  if (found === undefined) return undefined;
  return { kind: "caution", text: `CAUTION: ${unit}${whose}: ${found.reason}; ${found.instead}` };
}

function leftOver(name: string, pids: string): Step {
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
