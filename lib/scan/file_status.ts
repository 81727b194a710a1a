import { unmarked } from "../parse/maps.ts";
import type { Mount } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs, type Stat } from "../procfs/procfs.ts";
import { isRemote } from "../rules/file_systems.ts";
import type { FileState, Held } from "../model/finding.ts";
import type { Named } from "./name.ts";
import type { View } from "./mount_namespace.ts";

/** What `stat` says of a file and of its name now. */
export interface Fate {
  readonly state: FileState;
  readonly stat: Stat | undefined;
  readonly staleSince: number | undefined;
}

/** What a fate is found by. */
export interface Asked extends Named {
  readonly stat: Stat | Failure;
}

/** Asks `stat` of the file itself, unless it could wait for ever. */
export function statHeld(proc: ProcFs, held: Held, view: View): Stat | Failure {
  const mount = mountOf(held, view);
  if (isMounted(held, view) === false || mount === undefined || isRemote(mount.type)) return FAILURES.unreadable;
  const stat = proc.stat(held.via);
  // What it led to may have been closed or unmapped, and the PID given away, since. `maps` may write a name otherwise.
  const target = held.name === undefined || held.name.includes("\\012") ? undefined : proc.link(held.via);
  return typeof target === "string" && unmarked(target) !== held.name ? FAILURES.gone : stat;
}

/** Nothing is known, nor was asked. */
export const UNKNOWN: Fate = { state: "unknown", stat: undefined, staleSince: undefined };
/** Whether the file is on a mounted file system; undefined where the mounts are not known. */
export function isMounted(held: Held, { mounts }: View): boolean | undefined {
  if (mounts === undefined) return undefined;
  if (held.mount !== undefined) return mounts.byId.has(held.mount);
  if (held.device === undefined) return undefined;
  if (mounts.byDevice.has(held.device)) return true;
  // Older kernels show the device below an overlay, which may be mounted nowhere in a container. The devices that the
  // kernel makes up have the major number 0.
  return mounts.at(held.name ?? "/")?.type === "overlay" && !held.device.startsWith("0:");
}

/** The mount that the file is on; undefined where it is not known. */
export function mountOf(held: Held, { mounts }: View): Mount | undefined {
  if (held.mount !== undefined) return mounts?.byId.get(held.mount);
  return held.device === undefined ? mounts?.at(held.name ?? "/") : mounts?.byDevice.get(held.device);
}

/** Finds out what became of a file, from what {@linkcode statHeld} said of it and what has its name now. */
export function findFate(held: Held, view: View, { name, isLost, stat }: Asked): Fate {
  const known = isFailure(stat) ? undefined : stat;
  if (isMounted(held, view) === false || isLost) return { ...UNKNOWN, stat: known };
  const now = statName(view, name);
  const isOther = !isFailure(now) && !isSame(now, known, held);
  const state = stateOf(held, view, { name, known, now });
  const changed = state === "replaced" && isOther ? now.changed : known?.changed;
  return { state, stat: known, staleSince: state === "linked" ? undefined : changed ?? undefined };
}

interface Evidence {
  readonly name: string;
  /** The file itself. */
  readonly known: Stat | undefined;
  /** The file that has its name now. */
  readonly now: Stat | Failure;
}

function stateOf(held: Held, view: View, { name, known, now }: Evidence): FileState {
  const isThere = isSame(now, known, held);
  if (known === undefined || known.links > 0) {
    // The name may really end with the kernel's mark.
    if (isThere || isSame(statName(view, `${name} (deleted)`), known, held)) return "linked";
    // linkat(2) gave it a name, which the kernel does not show: O_TMPFILE in open(2).
    if (known !== undefined && held.inode !== undefined && name.endsWith(`/#${held.inode}`)) return "linked";
  }
  if (isFailure(now)) return now.failure === "gone" ? "removed" : "unknown";
  // A bind mount can keep a deleted file at a name.
  return isThere ? "removed" : "replaced";
}

/** Asks `stat` of a name, unless the way there leads over a file system that could wait for ever. */
function statName(view: View, name: string): Stat | Failure {
  const { mounts } = view;
  if (mounts === undefined) return FAILURES.unreadable;
  for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
    const mount = mounts.byPoint.get(name.slice(0, end));
    if (mount !== undefined && isRemote(mount.type)) return FAILURES.unreadable;
  }
  return isRemote(mounts.at("/")?.type ?? "") ? FAILURES.unreadable : view.stat(name);
}

/** Compares by device and inode, or by the inode alone where the file itself cannot be asked. */
function isSame(found: Stat | Failure, known: Stat | undefined, held: Held): boolean {
  if (isFailure(found)) return false;
  if (known === undefined) return String(found.inode) === held.inode;
  return found.device === known.device && found.inode === known.inode;
}
