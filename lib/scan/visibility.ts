// Finds why the procfs may hide processes: hidepid, a PID namespace, or subset=pid.
import { decodeText } from "../base/bytes.ts";
import type { Blindness } from "../model/report.ts";
import { parseMountinfo } from "../parse/mountinfo.ts";
import { parseCapabilities } from "../parse/status.ts";
import { isFailure, isPid, type ProcFs } from "../procfs/procfs.ts";
import { readStat } from "./process.ts";

/**
 * Finds out why the procfs may show less than there is:
 *
 * - `hidepid`: it hides the processes of other users, by a mount option (proc(5));
 * - `namespace`: all that it shows is the scanner and what started it, in a PID namespace of its own;
 * - `subset`: it shows processes only, so that nobody knows the host, its kernel and when it booted.
 *
 * A container that shows its own processes is what it is: they are all that was asked for.
 */
export async function findBlindness(proc: ProcFs, uid: number | null): Promise<readonly Blindness[]> {
  const options = await readMountOptions(proc);
  const found: Blindness[] = [];
  if (HIDING.test(options) && !await seesHidden(proc, uid)) found.push("hidepid");
  else if (await isAlone(proc)) found.push("namespace");
  if (SUBSET.test(options)) found.push("subset");
  return found;
}

const HIDING = /(^|,)hidepid=(2|invisible|4|ptraceable)(,|$)/;
const SUBSET = /(^|,)subset=pid(,|$)/;

async function readMountOptions(proc: ProcFs): Promise<string> {
  const text = await proc.read("self/mountinfo");
  if (isFailure(text)) return "";
  const mount = parseMountinfo(text).findLast(({ mountPoint }) => mountPoint === "/proc");
  return mount?.type === "proc" ? mount.options : "";
}

/** Returns whether the scanner may trace everybody, for then nothing is hidden from it: `has_pid_permissions()`. */
async function seesHidden(proc: ProcFs, uid: number | null): Promise<boolean> {
  const namespace = proc.linkSync("self/ns/user");
  if (typeof namespace === "string" && namespace !== INITIAL_USER_NAMESPACE) return false;
  const text = await proc.read("self/status");
  const capabilities = isFailure(text) ? undefined : parseCapabilities(decodeText(text));
  return capabilities === undefined ? uid === 0 : (capabilities & CAP_SYS_PTRACE) !== 0n;
}

/** `PROC_USER_INIT_INO` in include/linux/proc_ns.h. */
const INITIAL_USER_NAMESPACE = "user:[4026531837]";
/** include/uapi/linux/capability.h. */
const CAP_SYS_PTRACE = 1n << 19n;

/** Returns whether there are only ancestors of the scanner, and none of the kernel's threads. */
async function isAlone(proc: ProcFs): Promise<boolean> {
  const names = proc.listSync(".");
  const self = proc.linkSync("self");
  if (isFailure(names) || isFailure(self)) return false;
  const others = names.filter((name) => isPid(name) && name !== self);
  if (others.length > ANCESTORS) return false;
  const ancestors = new Set<string>();
  for (let pid: string | undefined = "self"; pid !== undefined && ancestors.size <= ANCESTORS;) {
    pid = (await readStat(proc, pid))?.parent;
    if (pid === undefined || ancestors.has(pid)) break;
    ancestors.add(pid);
  }
  return others.every((pid) => ancestors.has(pid));
}

/** With more processes than that, somebody else is there. */
const ANCESTORS = 8;
