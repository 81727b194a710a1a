// Finds what a process belongs to, from its cgroup and its ancestors.
import { type Ancestor, findLxcManager, findSupervisor, hasLogin } from "./ancestors.ts";
import { findBareContainer, findContainer } from "./container.ts";
import type { Service } from "../model/service.ts";
import { NO_SERVICE } from "./identity.ts";
import { findUnit, findUserUnit } from "./unit.ts";

/** What the service of a process is found by. */
export interface ServiceFacts {
  readonly pid?: string;
  /** The path that `parseCgroup` returns; undefined if unknown. */
  readonly cgroup: string | undefined;
  /** The same of PID 1. It differs from `/init.scope` where the reader is in another cgroup namespace. */
  readonly initCgroup?: string | undefined;
  readonly uid: number | undefined;
  /** The parent first. */
  readonly ancestors: readonly Ancestor[];
}

/**
 * Finds what a process belongs to: by its cgroup, whose path the service manager and the container runtime made, and
 * if that tells nothing, by its ancestors. A user can make any path below `user@UID.service`, so whatever is found
 * there is the user's. Shapes: systemd.io/CONTROL_GROUP_INTERFACE, cgroups(7), and the runtimes' sources.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { findService } from "./service.ts";
 *
 * const cgroup = "/system.slice/system-getty.slice/getty@tty1.service";
 * assert.equal(findService({ cgroup, uid: 0, ancestors: [] }).label, "getty@tty1.service");
 * ```
 */
export function findService(facts: ServiceFacts): Service {
  const { uid, ancestors } = facts;
  const service = findByCgroup(facts) ?? findSupervisor(ancestors, uid);
  if (service === undefined) {
    if (facts.pid === "1") return { kind: "init", systemd: false, label: "init", uid: undefined };
    return NO_SERVICE;
  }
  if (service.kind === "openrc" && hasLogin(ancestors)) return findSupervisor(ancestors, uid) ?? service;
  if (service.kind === "session" && service.uid === undefined) return { ...service, uid };
  if (service.kind === "container" && service.runtime === "lxc" && service.manager === undefined) {
    return { ...service, manager: findLxcManager(ancestors) };
  }
  return service;
}

const USER_MANAGER = /^(?:\/[^/]+\.slice)*\/user@([0-9]{1,10})\.service(?=\/|$)/;
const USER_SLICE = /^\/(?:app|session|background)\.slice(?=\/|$)/;

function findByCgroup({ cgroup, initCgroup, uid }: ServiceFacts): Service | undefined {
  if (cgroup === undefined) return undefined;
  const seen = fromRoot(cgroup, initCgroup);
  const path = seen.replace(/^(?:\/\.\.)+(?=\/|$)/, "");
  const user = USER_MANAGER.exec(path);
  if (user !== null) return findByUserCgroup(path.slice(user[0].length), Number(user[1]));
  // The reader runs below the same user@UID.service, whose part of the path is then cut off.
  if (path !== seen && uid !== undefined && USER_SLICE.test(path)) return findByUserCgroup(path, uid);
  return findContainer(path, undefined) ?? findUnit(path, undefined) ?? findOther(path) ??
    findBareContainer(path);
}

function findByUserCgroup(path: string, uid: number): Service {
  return findContainer(path, uid) ?? findUserUnit(path, uid);
}

/** Returns the path as seen from the root of the host, or of the container, where PID 1 is in `/init.scope`. */
function fromRoot(path: string, initCgroup: string | undefined): string {
  const root = initCgroup?.endsWith("/init.scope") ? initCgroup.slice(0, -11) : "";
  return path.startsWith(`${root}/`) ? path.slice(root.length) : path;
}

/** Finds a service of OpenRC, in cgroup v2 or the controllers of v1, or a session of elogind. */
function findOther(path: string): Service | undefined {
  const session = /^\/(c?[0-9]+)$/.exec(path)?.[1];
  if (session !== undefined) return { kind: "session", session, label: `session ${session}`, uid: undefined };
  const [, first, last] = /^\/(?:openrc\.|rc\/)([^/]+)|\/openrc_([^/]+)$/.exec(path) ?? [];
  const service = first ?? last;
  if (service === undefined) return undefined;
  return { kind: "openrc", service, directory: undefined, label: service, uid: undefined };
}
