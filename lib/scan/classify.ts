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

/** What a deleted file is classified by, beside the file itself. */
export interface ClassifyOptions {
  readonly mode: ModeName;
  /** The mount namespace that the file is in. */
  readonly namespace: MountNamespace;
  readonly named: FileName;
  /** What the user asked to ignore: the reason, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
}

/** Classifies files one after the other, and remembers what it learns: a library is the same file in every process. */
export function fileClassifier(proc: ProcFs): (file: DeletedFile, options: ClassifyOptions) => Promise<UsedFile> {
  const statuses = new Map<string, FileStatus>();

  async function statusOf(file: DeletedFile, namespace: MountNamespace, named: FileName): Promise<FileStatus> {
    const identity = file.inode === undefined ? file.procPath : `${file.device ?? file.mountId} ${file.inode}`;
    const key = `${namespace.id} ${identity} ${named.name}`;
    const known = statuses.get(key);
    if (known !== undefined) return known;
    const stat = await statDeletedFile(proc, file, namespace);
    const status = await findStatus(file, namespace, { ...named, stat });
    // A process that has ended, or has something else there by now, could not be asked, but the next one can.
    const isAnswer = isFailure(stat) ? stat.failure !== "gone" : String(stat.inode) === (file.inode ?? `${stat.inode}`);
    if (isAnswer) statuses.set(key, status);
    return status;
  }
  return async (file, { mode, namespace, named, ignoredByUser }) => {
    const permissions = file.mappings.map((mapping) => mapping.permissions);
    const mounted = isMounted(file, namespace);
    const fileSystem = mountOf(file, namespace)?.type;
    const subject = { name: named.name, inode: file.inode, mounted, fileSystem, permissions };
    const rule = named.isLost ? undefined : findIgnoreRule(mode, subject);
    const status = rule === undefined ? await statusOf(file, namespace, named) : UNKNOWN;
    const ignored = status.state === "linked"
      ? STILL_THERE
      : rule && { rule: rule.name, reason: rule.reason, byUser: false };
    return {
      ...file,
      ...status,
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
