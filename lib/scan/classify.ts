import type { DeletedFile, Ignored, UsedFile } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findIgnoreRule, isExecutable } from "../rules/ignore.ts";
import {
  type FileName,
  type FileStatus,
  findStatus,
  isMounted,
  mountOf,
  statDeletedFile,
  UNKNOWN,
} from "./file_status.ts";
import type { MountNamespace } from "./mount_namespace.ts";

/** What a held file is judged by, beside the file itself. */
export interface ClassifyOptions {
  readonly mode: ModeName;
  /** The view of the mount namespace that the process is in. */
  readonly view: MountNamespace;
  readonly named: FileName;
  /** What the user asked to ignore: the reason, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
}

/** Judges files one after the other, and remembers what it learnt: a library is the same file in each process. */
export function fileClassifier(proc: ProcFs): (held: DeletedFile, circumstances: ClassifyOptions) => UsedFile {
  const fates = new Map<string, FileStatus>();

  function statusOf(held: DeletedFile, view: MountNamespace, named: FileName): FileStatus {
    const identity = held.inode === undefined ? held.procPath : `${held.device ?? held.mountId} ${held.inode}`;
    const key = `${view.id} ${identity} ${named.name}`;
    const known = fates.get(key);
    if (known !== undefined) return known;
    const stat = statDeletedFile(proc, held, view);
    const fate = findStatus(held, view, { ...named, stat });
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
    const fate = rule === undefined ? statusOf(held, view, named) : UNKNOWN;
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
