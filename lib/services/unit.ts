import { unescapeUnit } from "./container.ts";
import type { Service } from "../model/service.ts";

/** A program in a scope of its own. */
interface Application {
  readonly kind: "application" | "snap" | "flatpak";
  readonly pattern: RegExp;
  /** What it is, where the name of the scope does not say it. */
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
 * The unit in a cgroup path of systemd: the first component that is no slice, as `cg_path_get_unit()` in
 * src/basic/cgroup-util.c has it. What follows is the unit's own affair: a service can be run by a user and be
 * allowed to make cgroups below its own, and those may be called `sshd.service`.
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

/** What runs below the service manager of a user: the manager itself, one of its units, or neither. */
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
