// Plans what to run so that nothing is stale any more, and says what no command can do.
import type { HeldFiles, PlanContext, PlanEntry, PlanItem, StaleProcess } from "../model/advice.ts";
import type { Service } from "../model/service.ts";
import { isUserName, userSystemctl } from "./commands.ts";
import { unitOf } from "../services/identity.ts";
import { planContainer } from "./plan_containers.ts";
import { runEntry, tellEntry } from "./plan_entry.ts";
import { planSupervised, planUnit } from "./plan_units.ts";

/**
 * Plans what to do so that nothing uses deleted files any more: an entry for each service, those with a command first, in
 * the order in which these are to be run.
 */
export function planServices(items: readonly PlanItem[], context: PlanContext): readonly PlanEntry[] {
  return items.flatMap(splitItem).map((item) => planService(item, context))
    .toSorted((left, right) => rank(left) - rank(right) || (left.label < right.label ? -1 : 1));
}

/**
 * The order of the entries. Commands that go to a user's manager come last: what a user can delay must not keep the rest
 * from being run.
 */
function rank({ argv, service, action }: PlanEntry): number {
  const kind = KINDS.indexOf(service?.kind ?? "none");
  const isUsers = service?.uid !== undefined;
  return (argv === null ? 1_000 + 100 * ACTIONS.indexOf(action) : isUsers ? 500 : 0) + kind;
}

const ACTIONS: readonly PlanEntry["action"][] = [
  "restart",
  "reexec",
  "wait",
  "stop",
  "terminate-session",
  "manual",
  "none",
  "reboot",
];

const KINDS: readonly Service["kind"][] = [
  "init",
  "system-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
  "container",
  "monitor",
  "vm",
  "user-manager",
  "user-unit",
  "session",
  "application",
  "snap",
  "flatpak",
  "scope",
  "none",
];

/** Sets the processes of the initramfs apart, which no restart of a service reaches. */
function splitItem(item: PlanItem): readonly PlanItem[] {
  const rest = item.processes.filter((process) => !isInitramfs(process));
  if (rest.length === item.processes.length || rest.length === 0) return [item];
  return [{ ...item, processes: rest }, { ...item, processes: item.processes.filter(isInitramfs) }];
}

/**
 * Whether a process serves the root file system: the initramfs started it, and the shutdown spares it. The mark counts
 * only if the process is of root. Source: systemd.io/ROOT_STORAGE_DAEMONS.
 */
function isInitramfs({ title, uid }: StaleProcess): boolean {
  return title.startsWith("@") && uid === 0;
}

function planService(item: PlanItem, context: PlanContext): PlanEntry {
  const { service } = item;
  if (item.processes.every(isInitramfs)) {
    return tellEntry(
      item,
      "reboot",
      "the initramfs started it to serve the root file system",
      "reboot when convenient",
    );
  }
  if (item.held?.kind === "temporary") {
    return tellEntry(item, "none", "what it holds open is temporary, and goes with its processes");
  }
  if (item.held?.kind === "data") {
    return tellEntry(item, "manual", "it holds the only copy of a deleted file", adviseSaving(item.held));
  }
  switch (service.kind) {
    case "init":
      return planInit(item, service.systemd);
    case "system-unit":
    case "user-unit":
      return planUnit(item, service, context);
    case "user-manager":
      return planUserManager(item, service.uid);
    case "session":
      return planSession(item);
    case "application":
    case "snap":
    case "flatpak":
      return tellEntry(item, "manual", "it was started from a desktop", "have its user close it and start it again");
    case "scope":
      return tellEntry(item, "manual", "no service manager can start it again", "restart it by hand");
    case "openrc":
    case "runit":
    case "s6":
    case "daemontools":
      return planSupervised(item, service, context);
    case "container":
    case "monitor": {
      const unit = unitOf(service);
      return unit === undefined ? planContainer(item, service, context) : planUnit(item, unit, context);
    }
    case "vm":
      return tellEntry(
        item,
        "manual",
        "it is a virtual machine, and a reboot from inside keeps the old process",
        "shut it down and start it, or migrate it",
      );
    case "none":
      return tellEntry(item, "manual", "no service is known", "restart it by hand");
  }
}

function adviseSaving({ paths }: HeldFiles): string {
  const more = paths.length > 1 ? `, and ${paths.length - 1} more` : "";
  return `save it before you restart or end it: cp ${paths[0]} FILE${more}`;
}

function planInit(item: PlanItem, isSystemd: boolean): PlanEntry {
  const others = item.processes.map(({ pid }) => pid).filter((pid) => pid !== "1");
  if (others.length === item.processes.length) {
    return tellEntry(item, "manual", "no service manager can start it again", "restart it by hand");
  }
  if (!isSystemd) {
    return tellEntry(item, "manual", "it is PID 1", "telinit u, if it is the init of System V, or reboot");
  }
  return runEntry(item, ["systemctl", "daemon-reexec"], {
    action: "reexec",
    leaves: others,
    ...(others.length === 0 ? {} : { reason: "only PID 1 is renewed", instead: "restart the others by hand" }),
  });
}

/** `(sd-pam)` closes the login of the manager when that ends, and can be renewed by nothing else. */
function planUserManager(item: PlanItem, uid: number | undefined): PlanEntry {
  const stays = item.processes.filter(({ parent, name }) => parent !== "1" || name.startsWith("(sd-pam"))
    .map(({ pid }) => pid);
  const end = `systemctl restart user@${uid}.service ends all programs of the user`;
  const reason = "sd-pam ends with the last logout of the user";
  if (stays.length === item.processes.length) return tellEntry(item, "none", reason, end);
  if (uid === undefined || !isUserName(item.user)) {
    return tellEntry(
      item,
      "manual",
      "the name of its user is not known",
      "as that user: systemctl --user daemon-reexec",
    );
  }
  return runEntry(item, userSystemctl(item.user, uid, "daemon-reexec"), {
    action: "reexec",
    leaves: stays,
    ...(stays.length === 0 ? {} : { reason, instead: end }),
  });
}

function planSession(item: PlanItem): PlanEntry {
  const { service, session, isWayIn } = item;
  const id = service.kind === "session" ? service.session : undefined;
  if (isWayIn) return tellEntry(item, "manual", "it is your own session", "log out");
  switch (session?.state) {
    case "active":
    case "online":
    case "opening":
      return tellEntry(item, "manual", "somebody is logged in there", "have them log out");
    case "closing":
      return tellEntry(
        item,
        "terminate-session",
        "nobody is logged in there any more, but these were left running",
        `if they are not needed: loginctl terminate-session ${id}`,
      );
    case "ended":
      return tellEntry(
        item,
        "manual",
        "the session has ended, but these were left running",
        "end them when they are idle",
      );
    default:
      return tellEntry(item, "manual", "somebody may be logged in there", "have them log out");
  }
}
