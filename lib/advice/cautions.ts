// Finds why a service must not be restarted blindly: its unit file, its name, what its processes do.
import type { Caution, PlanContext, PlanItem } from "../model/advice.ts";
import { findDeviceCaution } from "./devices.ts";
import { CONSOLE, findNamedCaution, REBOOT } from "./named_cautions.ts";

/**
 * Finds why a service must not be restarted blindly, if so: by its unit file, then by its name, which has the better words,
 * then by what its processes do.
 */
export function findCaution(item: PlanItem, context: PlanContext): Caution | undefined {
  const name = nameOf(item);
  return context.cautions.find(({ pattern }) => pattern.test(name)) ??
    SIGNS.find(({ applies }) => applies(item, context)) ??
    (SAFE.some((applies) => applies(item, context)) ? undefined : findNamedCaution(name)) ??
    findUse(item, context);
}

/** Finds why what is in use must not be restarted blindly: by its processes, and the devices that they have open. */
export function findUse(item: PlanItem, context: PlanContext): Caution | undefined {
  return USES.find(({ applies }) => applies(item, context)) ?? findDeviceCaution(item.devices ?? []);
}

/** A kind of service that is known by a sign, not by its name. */
interface Sign extends Omit<Caution, "pattern"> {
  readonly pattern: Pick<RegExp, "test">;
  readonly applies: (item: PlanItem, context: PlanContext) => boolean;
}

function sign(applies: Sign["applies"], reason: string, instead: string): Sign {
  return { applies, reason, instead, pattern: { test: () => true } };
}

/** The name without the suffix that most services have. */
function nameOf({ service }: PlanItem): string {
  return "unit" in service && service.unit !== undefined
    ? service.unit
    : "service" in service
    ? service.service
    : service.label;
}

/** The network.target and its like are pulled in by what provides them: systemd.special(7). */
function provides(...targets: readonly string[]): Sign["applies"] {
  return ({ definition }) => definition?.provides.some((target) => targets.includes(target)) ?? false;
}

/** Whether a restart ends the children of a service with it: systemd.kill(5). */
export function endsChildren({ definition }: { readonly definition?: PlanItem["definition"] | undefined }): boolean {
  return definition?.killMode !== "process" && definition?.killMode !== "none";
}

const WAY_IN = sign(
  (item) => item.isWayIn === true && endsChildren(item),
  "this very command runs below it and would end with it",
  "restart it from another way in",
);

/** What its processes say of somebody who uses it. */
const USES: readonly Sign[] = [
  WAY_IN,
  sign(
    ({ hasTerminal }) => hasTerminal === true,
    "somebody may work at a terminal in it, and that work ends",
    "have them end it first",
  ),
];

/** What its unit file says of a service, whatever its name is. */
const SIGNS: readonly Sign[] = [
  WAY_IN,
  sign(
    ({ definition }) => definition?.successAction !== undefined,
    "the machine is rebooted or powered off when it ends",
    "plan it as a reboot",
  ),
  sign(
    provides("network.target", "network-pre.target", "network-online.target"),
    "it provides the network, and your connection with it",
    CONSOLE,
  ),
  sign(
    provides("local-fs-pre.target", "remote-fs-pre.target", "cryptsetup-pre.target"),
    "file systems in use depend on it",
    "unmount what it serves first, or reboot",
  ),
  sign(
    ({ definition }) => definition?.aliases.includes("display-manager.service") ?? false,
    "desktop sessions end and unsaved work is lost",
    "log out of the desktop first",
  ),
  {
    ...sign(
      ({ definition }) => definition?.aliases.includes("dbus.service") ?? false,
      "all that talks over the bus loses it, and much of it fails",
      REBOOT,
    ),
    action: "reboot",
  },
  sign(
    (item) => item.definition?.delegate === true && !endsChildren(item),
    "it runs containers or other services of its own, which keep their old processes",
    "restart these too, or plan a reboot",
  ),
];

/** What makes a service harmless that its name makes look otherwise. */
const SAFE: readonly Sign["applies"][] = [
  // Nobody is logged in where nothing but a getty runs: who is, is in a session.
  (item) => item.isIdleLogin === true && /getty/.test(nameOf(item)),
  // It keeps the devices of a session over a restart, but a desktop may not get them back.
  (item, { hasDesktop }) => hasDesktop === false && nameOf(item) === "systemd-logind.service",
  // What it has started goes on.
  (item) => /inetd/.test(nameOf(item)) && !endsChildren(item),
  // It waits for the shutdown, and when asked to end, for a running upgrade.
  (item, { isUpgrading }) => !isUpgrading && nameOf(item) === "unattended-upgrades.service",
];
