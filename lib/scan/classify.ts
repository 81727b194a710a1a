// Decides whether a deleted file counts, or which rule or option ignores it.
import type { DeletedFile, Ignored, UsedFile } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { finalName } from "../rules/final_name.ts";
import { findIgnoreRule } from "../rules/ignore.ts";
import { isExecutable } from "../rules/permissions.ts";
import type { Subject } from "../rules/rule_kinds.ts";
import {
  type FileName,
  type FileStatus,
  findStatus,
  mountOf,
  placeOf,
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
  readonly process: UsingProcess;
  /** Returns why the user asked to ignore a file of this name, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
}

/** What the rules go by of the process that uses the files. */
export type UsingProcess = Pick<Subject, "impliesExec" | "started" | "temporaryDirectories">;

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
  return async (file, { mode, namespace, named, process, ignoredByUser }) => {
    const mount = mountOf(file, namespace);
    const subject: Subject = {
      ...file,
      ...process,
      name: named.isLost ? "" : finalName(named.name),
      place: await placeOf(proc, file, namespace),
      fileSystem: mount?.type,
      stat: undefined,
      state: undefined,
    };
    const early = findIgnoreRule(mode, subject);
    const status = early === undefined ? await statusOf(file, namespace, named) : UNKNOWN;
    const rule = early ?? findIgnoreRule(mode, { ...subject, stat: status.stat, state: status.state });
    const isDetached = subject.place === "nowhere" || subject.place === "unmounted";
    return {
      ...file,
      ...status,
      name: named.name,
      note: named.note ??
        (isDetached && rule === undefined ? "on a file system that is not mounted any more" : undefined),
      fileSystem: mount?.type,
      mountPoint: mount?.mountPoint,
      executable: isExecutable(subject),
      ignored: ignoredByUser(named.name) ?? ignoredByUser(subject.name) ??
        (rule && { rule: rule.name, reason: rule.reason, byUser: false }),
    };
  };
}
