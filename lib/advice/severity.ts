import type { Owner } from "../model/service.ts";
import type { Process } from "../model/finding.ts";

/**
 * Whether a process is the system's, so that a hole in its old library is a hole in the machine: it is run by root or
 * by a user that packages make for daemons, or it belongs to a service of the system, under whatever user. One whose
 * user is not known counts too. By the real user id: what a user runs with the rights of root is the user's.
 */
export function isSystemProcess({ uid, owner }: Pick<Process, "uid" | "owner">): boolean {
  if (uid === undefined || uid <= LAST_SYSTEM_UID || uid === OVERFLOW_UID) return true;
  return owner !== undefined && owner.uid === undefined && SYSTEM_OWNERS.has(owner.kind);
}

/** `SYS_UID_MAX` of login.defs(5), unless changed. */
const LAST_SYSTEM_UID = 999;
/** What the kernel shows for a user that the reader's user namespace does not have: user_namespaces(7). */
const OVERFLOW_UID = 65534;

const SYSTEM_OWNERS: ReadonlySet<Owner["kind"]> = new Set([
  "init",
  "system-unit",
  "openrc",
  "runit",
  "s6",
  "daemontools",
]);
