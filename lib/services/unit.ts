// Finds the unit, session, snap or Flatpak in the path of a cgroup.
import { unescapeUnit } from "./container.ts";
import type { Service } from "../model/service.ts";

/** A kind of program that runs in a scope of its own. */
interface Application {
  readonly kind: "application" | "snap" | "flatpak";
  readonly pattern: RegExp;
  /** The name to show; undefined if the name of the scope has it. */
  readonly name?: string;
}

/** The names of scopes: systemd.io/DESKTOP_ENVIRONMENTS, `snap run`, flatpak(1), GNOME's terminals, tmux(1). */
const APPLICATIONS: readonly Application[] = [
  { kind: "flatpak", pattern: /^(?:app-)?flatpak-(.+)-[0-9]+\.scope$/ },
  { kind: "snap", pattern: /^snap\.([^.]+)\..+\.scope$/ },
  { kind: "application", pattern: /^app-(?:[^-]+-)*([^-]+)-[0-9a-zA-Z]+\.scope$/ },
  { kind: "application", pattern: /^gnome-launched-(.+)\.desktop-[0-9]+\.scope$/ },
  { kind: "application", pattern: /^(?:vte|tmux)-spawn-.+\.scope$/, name: "terminal" },
];

const SESSION = /^session-(c?[0-9]+)\.scope$/;
const USER_SLICE = /\/user-([0-9]{1,10})\.slice\//;
const UNIT = /\.(?:service|socket|mount|swap)$/;

/**
 * Finds the unit in a cgroup path of systemd: the first component that is not a slice, like `cg_path_get_unit()` in
 * src/basic/cgroup-util.c. What follows is up to the unit: a service may be run by a user who may make cgroups below
 * its own and call them `sshd.service`.
 */
export function findUnit(path: string, uid: number | undefined): Service | undefined {
  const parts = path.split("/").slice(1);
  const part = parts.find((each) => !each.endsWith(".slice"));
  if (part === undefined) return undefined;
  // A name that cgroupfs could take for one of its own files has a `_` before it (cg_escape()).
  const unit = part.startsWith("_") ? part.slice(1) : part;
  if (unit === "init.scope" && uid === undefined) return { kind: "init", systemd: true, label: unit, uid };
  if (UNIT.test(unit)) return { kind: uid === undefined ? "system-unit" : "user-unit", unit, label: unit, uid };
  if (!unit.endsWith(".scope")) return undefined;
  const session = SESSION.exec(unit)?.[1];
  if (session !== undefined && uid === undefined) {
    return { kind: "session", session, label: unit, uid: userOf(path) };
  }
  for (const { kind, pattern, name } of APPLICATIONS) {
    const match = pattern.exec(unit);
    if (match !== null) return { kind, application: name ?? unescapeUnit(match[1]!), unit, label: unit, uid };
  }
  return { kind: "scope", unit, label: unit, uid };
}

/** Finds what a path below the service manager of a user belongs to: the manager, one of its units, or neither. */
export function findUserUnit(path: string, uid: number): Service {
  const manager = `user@${uid}.service`;
  if (path === "" || /^\/init\.scope(?:\/|$)/.test(path)) {
    return { kind: "user-manager", unit: manager, label: manager, uid };
  }
  return findUnit(path, uid) ?? { kind: "scope", unit: manager, label: manager, uid };
}

function userOf(path: string): number | undefined {
  const uid = USER_SLICE.exec(path)?.[1];
  return uid === undefined ? undefined : Number(uid);
}
