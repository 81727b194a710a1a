import { unmarked } from "../parse/maps.ts";
import type { Mount } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs, type Stat } from "../procfs/procfs.ts";
import { isRemote } from "../rules/file_systems.ts";
import { findIgnoreRule, isExecutable, type ModeName } from "../rules/ignore.ts";
import type { FileState, Held, Ignored, UsedFile } from "./finding.ts";
import type { Named } from "./name.ts";
import type { View } from "./views.ts";

/** What a held file is judged by, beside the file itself. */
export interface Circumstances {
  readonly mode: ModeName;
  /** The view of the mount namespace that the process is in. */
  readonly view: View;
  readonly named: Named;
  /** What the user asked to ignore: the reason, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
}

/** What `stat` says of a file and of its name now. */
interface Fate {
  readonly state: FileState;
  readonly stat: Stat | undefined;
  readonly staleSince: number | undefined;
}

/** Judges files one after the other, and remembers what it learnt: a library is the same file in each process. */
export function fileJudge(proc: ProcFs): (held: Held, circumstances: Circumstances) => UsedFile {
  const fates = new Map<string, Fate>();

  function fateOf(held: Held, view: View, named: Named): Fate {
    const identity = held.inode === undefined ? held.via : `${held.device ?? held.mount} ${held.inode}`;
    const key = `${view.namespace} ${identity} ${named.name}`;
    const fate = fates.get(key) ?? findFate(proc, held, view, named);
    fates.set(key, fate);
    return fate;
  }
  return (held, { mode, view, named, ignoredByUser }) => {
    const permissions = held.mappings.map((mapping) => mapping.permissions);
    const mounted = isMounted(held, view);
    const rule = findIgnoreRule(mode, { name: named.name, inode: held.inode, mounted, permissions });
    const fate = rule === undefined ? fateOf(held, view, named) : UNKNOWN;
    const ignored = fate.state === "linked"
      ? STILL_THERE
      : rule && { rule: rule.name, reason: rule.reason, byUser: false };
    return {
      ...held,
      ...fate,
      name: named.name,
      note: named.note ??
        (mounted === false && rule === undefined ? "on a file system that is not mounted any more" : undefined),
      executable: permissions.some(isExecutable),
      ignored: ignoredByUser(named.name) ?? ignored,
    };
  };
}

/** Asks `stat` of the file itself, unless it could wait for ever. */
export function statHeld(proc: ProcFs, held: Held, view: View): Stat | Failure {
  if (isMounted(held, view) === false || isRemote(mountOf(held, view)?.type ?? "")) return FAILURES.unreadable;
  const stat = proc.stat(held.via);
  // A descriptor may have been closed and opened anew since.
  const target = held.descriptors.length > 0 && held.name !== undefined ? proc.link(held.via) : undefined;
  return typeof target === "string" && unmarked(target) !== held.name ? FAILURES.gone : stat;
}

const UNKNOWN: Fate = { state: "unknown", stat: undefined, staleSince: undefined };
const STILL_THERE: Ignored = {
  rule: "linked",
  reason: "marked as deleted, but the file still has this name",
  byUser: false,
};

/** Whether the file is on a mounted file system; undefined where the mounts are not known. */
function isMounted(held: Held, { mounts }: View): boolean | undefined {
  if (mounts === undefined) return undefined;
  if (held.mount !== undefined) return mounts.byId.has(held.mount);
  if (held.device === undefined) return undefined;
  if (mounts.byDevice.has(held.device)) return true;
  // Older kernels show the device below an overlay, which may be mounted nowhere in a container. The devices that the
  // kernel makes up have the major number 0.
  return mounts.at(held.name ?? "/")?.type === "overlay" && !held.device.startsWith("0:");
}

function mountOf(held: Held, { mounts }: View): Mount | undefined {
  if (held.mount !== undefined) return mounts?.byId.get(held.mount);
  return mounts?.byDevice.get(held.device ?? "");
}

function findFate(proc: ProcFs, held: Held, view: View, { name, isLost }: Named): Fate {
  const stat = statHeld(proc, held, view);
  const known = isFailure(stat) ? undefined : stat;
  if (isMounted(held, view) === false || isLost) return { ...UNKNOWN, stat: known };
  const now = statName(proc, view, name);
  const isOther = !isFailure(now) && !isSame(now, known, held);
  const state = stateOf(proc, held, view, { name, known, now });
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

function stateOf(proc: ProcFs, held: Held, view: View, { name, known, now }: Evidence): FileState {
  const isThere = isSame(now, known, held);
  if (known === undefined || known.links > 0) {
    // The name may really end with the kernel's mark.
    if (isThere || isSame(statName(proc, view, `${name} (deleted)`), known, held)) return "linked";
    // linkat(2) gave it a name, which the kernel does not show: O_TMPFILE in open(2).
    if (known !== undefined && held.inode !== undefined && name.endsWith(`/#${held.inode}`)) return "linked";
  }
  if (isFailure(now)) return now.failure === "gone" ? "removed" : "unknown";
  // A bind mount can keep a deleted file at a name.
  return isThere ? "removed" : "replaced";
}

function statName(proc: ProcFs, view: View, name: string): Stat | Failure {
  const path = view.locate(name);
  const mount = view.mounts?.at(name);
  if (path === undefined || mount === undefined || isRemote(mount.type)) return FAILURES.unreadable;
  return proc.stat(path);
}

/** Compares by device and inode, or by the inode alone where the file itself cannot be asked. */
function isSame(found: Stat | Failure, known: Stat | undefined, held: Held): boolean {
  if (isFailure(found)) return false;
  if (known === undefined) return String(found.inode) === held.inode;
  return found.device === known.device && found.inode === known.inode;
}
