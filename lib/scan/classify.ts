import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findIgnoreRule, isExecutable, type ModeName } from "../rules/ignore.ts";
import { type Fate, findFate, isMounted, mountOf, statHeld, UNKNOWN } from "./file_status.ts";
import type { Held, Ignored, UsedFile } from "../model/finding.ts";
import type { Named } from "./name.ts";
import type { View } from "./mount_namespace.ts";

/** What a held file is judged by, beside the file itself. */
export interface Circumstances {
  readonly mode: ModeName;
  /** The view of the mount namespace that the process is in. */
  readonly view: View;
  readonly named: Named;
  /** What the user asked to ignore: the reason, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
}

/** Judges files one after the other, and remembers what it learnt: a library is the same file in each process. */
export function fileJudge(proc: ProcFs): (held: Held, circumstances: Circumstances) => UsedFile {
  const fates = new Map<string, Fate>();

  function fateOf(held: Held, view: View, named: Named): Fate {
    const identity = held.inode === undefined ? held.via : `${held.device ?? held.mount} ${held.inode}`;
    const key = `${view.namespace} ${identity} ${named.name}`;
    const known = fates.get(key);
    if (known !== undefined) return known;
    const stat = statHeld(proc, held, view);
    const fate = findFate(held, view, { ...named, stat });
    // A process that has ended, or has something else there by now, could not be asked, but the next one can.
    const isAnswer = isFailure(stat) ? stat.failure !== "gone" : String(stat.inode) === (held.inode ?? `${stat.inode}`);
    if (isAnswer) fates.set(key, fate);
    return fate;
  }
  return (held, { mode, view, named, ignoredByUser }) => {
    const permissions = held.mappings.map((mapping) => mapping.permissions);
    const mounted = isMounted(held, view);
    const fileSystem = mountOf(held, view)?.type;
    const subject = { name: named.name, inode: held.inode, mounted, fileSystem, permissions };
    const rule = named.isLost ? undefined : findIgnoreRule(mode, subject);
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

const STILL_THERE: Ignored = {
  rule: "linked",
  reason: "marked as deleted, but the file still has this name",
  byUser: false,
};
