// Finds what became of a deleted file: replaced, removed, or still there under another name.
import { encodeText } from "../base/bytes.ts";
import type { DeletedFile, FileState, Stat } from "../model/file.ts";
import { unmarked } from "../parse/maps.ts";
import type { Mount } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, LINE_LIMIT, type ProcFs } from "../procfs/procfs.ts";
import { finalName } from "../rules/final_name.ts";
import type { Place } from "../rules/rule_kinds.ts";
import type { LongNames } from "./mappings.ts";
import type { MountNamespace } from "./mount_namespace.ts";
import type { ReadProcess } from "./process.ts";

/** What `stat` says of a file and of its name now. */
export interface FileStatus {
  readonly state: FileState;
  readonly stat: Stat | undefined;
  readonly staleSince: number | undefined;
}

/** What the status of a file is found by. */
export interface StatusQuestion extends FileName {
  readonly stat: Stat | Failure;
}

/** Asks `stat` of the file itself, but not where it could wait for ever. */
export async function statDeletedFile(
  proc: ProcFs,
  file: DeletedFile,
  namespace: MountNamespace,
): Promise<Stat | Failure> {
  const mount = mountOf(file, namespace);
  if (isMounted(file, namespace) === false || mount === undefined || !namespace.isLocal(mount)) {
    return FAILURES.unreadable;
  }
  const stat = await proc.stat(file.procPath);
  // What it led to may have been closed or unmapped, and the PID given away, since. `maps` may write a name otherwise.
  const target = file.name === undefined || file.name.includes("\\012") ? undefined : await proc.link(file.procPath);
  return typeof target === "string" && unmarked(target) !== file.name ? FAILURES.gone : stat;
}

/** Nothing is known, nor was asked. */
export const UNKNOWN: FileStatus = { state: "unknown", stat: undefined, staleSince: undefined };

/** Whether the file is on a mounted file system; undefined where the mounts are not known. */
function isMounted(file: DeletedFile, { mounts }: MountNamespace): boolean | undefined {
  if (mounts === undefined) return undefined;
  if (file.mountId !== undefined) return mounts.byId.has(file.mountId);
  if (file.device === undefined) return undefined;
  if (mounts.byDevice.has(file.device)) return true;
  // Older kernels show the device below an overlay, which may be mounted nowhere in a container. The devices that the
  // kernel makes up have the major number 0.
  return mounts.at(file.name ?? "/")?.type === "overlay" && !file.device.startsWith("0:");
}

/** Finds where a file is: see {@linkcode Place}. */
export async function placeOf(proc: ProcFs, file: DeletedFile, namespace: MountNamespace): Promise<Place> {
  if (file.isProgram && file.mappings.length === 0) return await placeOfProgram(proc, file, namespace);
  const mounted = isMounted(file, namespace);
  if (mounted === undefined) return "unknown";
  if (mounted) return "mounted";
  if (file.device === SHARED_MEMORY) return "kernel";
  return file.device === undefined || file.device.startsWith("0:") ? "nowhere" : "unmounted";
}

/** Finds where a program is that is not mapped: only `stat` has its device. */
async function placeOfProgram(proc: ProcFs, file: DeletedFile, namespace: MountNamespace): Promise<Place> {
  const stat = await statDeletedFile(proc, file, namespace);
  if (isFailure(stat)) return "unknown";
  return stat.device === SHARED_MEMORY_NUMBER ? "kernel" : "mounted";
}

/** The kernel's own mount for shared memory has the first device without a disk: `shmem_init()` in mm/shmem.c. */
const SHARED_MEMORY = "0:1";
const SHARED_MEMORY_NUMBER = 1;

/** The mount that the file is on; undefined where it is not known. */
export function mountOf(file: DeletedFile, { mounts }: MountNamespace): Mount | undefined {
  if (file.mountId !== undefined) return mounts?.byId.get(file.mountId);
  return file.device === undefined ? mounts?.at(file.name ?? "/") : mounts?.byDevice.get(file.device);
}

/** Finds out what became of a file, from what {@linkcode statDeletedFile} said of it and what has its name now. */
export async function findStatus(
  file: DeletedFile,
  namespace: MountNamespace,
  question: StatusQuestion,
): Promise<FileStatus> {
  const status = await findStatusOf(question.name, file, namespace, question);
  const final = finalName(question.name);
  return status.state !== "removed" || final === question.name
    ? status
    : await findStatusOf(final, file, namespace, question);
}

async function findStatusOf(
  name: string,
  file: DeletedFile,
  namespace: MountNamespace,
  { isLost, stat }: StatusQuestion,
): Promise<FileStatus> {
  const known = isFailure(stat) ? undefined : stat;
  if (isMounted(file, namespace) === false || isLost) return { ...UNKNOWN, stat: known };
  const now = await namespace.stat(name);
  const isOther = !isFailure(now) && !isSame(now, known, file);
  const state = await stateOf(file, namespace, { name, known, now });
  const changed = state === "replaced" && isOther ? now.ctime : known?.ctime;
  return { state, stat: known, staleSince: state === "linked" ? undefined : changed ?? undefined };
}

interface Evidence {
  readonly name: string;
  /** The file itself. */
  readonly known: Stat | undefined;
  /** The file that has its name now. */
  readonly now: Stat | Failure;
}

async function stateOf(
  file: DeletedFile,
  namespace: MountNamespace,
  { name, known, now }: Evidence,
): Promise<FileState> {
  const isThere = isSame(now, known, file);
  if (known === undefined || known.nlink > 0) {
    // The name may really end with the kernel's mark.
    if (isThere || isSame(await namespace.stat(`${name} (deleted)`), known, file)) return "linked";
    // linkat(2) gave it a name, which the kernel does not show: O_TMPFILE in open(2).
    if (known !== undefined && file.inode !== undefined && name.endsWith(`/#${file.inode}`)) return "linked";
  }
  if (isFailure(now)) return now.failure === "gone" ? "removed" : "unknown";
  // A bind mount can keep a deleted file at a name.
  return isThere ? "removed" : "replaced";
}

/** Compares by device and inode, or by the inode alone where the file itself cannot be asked. */
function isSame(found: Stat | Failure, known: Stat | undefined, file: DeletedFile): boolean {
  if (isFailure(found)) return false;
  if (known === undefined) return String(found.inode) === file.inode;
  if (found.device !== known.device || found.inode !== known.inode) return false;
  // Where an overlay makes inodes of its own (xino), a number holds only the first digits.
  return Number.isSafeInteger(found.inode) || (found.size === known.size && found.ctime === known.ctime);
}

/** The name of a deleted file, as well as it can be told. */
export interface FileName {
  readonly name: string;
  /** What to know about a name that is not what it seems; undefined where it is. */
  readonly note: string | undefined;
  /** Whether the kernel itself has lost the name. */
  readonly isLost: boolean;
}

/** What the name of a deleted file is found by, beside the file itself. */
export interface NameOptions {
  readonly process: ReadProcess;
  /** The mount namespace that the file is in. */
  readonly namespace: MountNamespace;
  /** Returns the names of the process's mapped files that are too long for a link. */
  readonly longNames: () => Promise<LongNames>;
}

/**
 * Finds the true name of a deleted file. Gives undefined where a link that could not be read turns out to lead to no
 * deleted file, and the failure where even that could not be told.
 */
export async function findName(
  proc: ProcFs,
  file: DeletedFile,
  { process: { pid, command, name }, namespace, longNames }: NameOptions,
): Promise<FileName | Failure | undefined> {
  if (file.name === undefined) return await nameByInode(proc, file, namespace, longNames);
  if (file.name === "/") {
    const exe = proc.linkSync(`${pid}/exe`);
    const program = isFailure(exe) || unmarked(exe) === "/" ? command.split(" ", 1)[0] || name : unmarked(exe) ?? exe;
    return {
      name: "/ (deleted)",
      note: `name lost with a replaced bind mount; the program is ${program}`,
      isLost: true,
    };
  }
  return {
    name: file.mappings.length > 0 ? await newlines(proc, file, file.name) : file.name,
    note: isCut(file.name) ? "the name is too long: its middle is left out" : undefined,
    isLost: false,
  };
}

/** Whether a line of `maps` was too long because of this name. */
function isCut(name: string): boolean {
  return name.includes("…") && encodeText(name).length > LINE_LIMIT - 100;
}

/** A link is unreadable from 4,086 bytes on, when the mark no longer fits in a page; `maps` has such a name in full. */
async function nameByInode(
  proc: ProcFs,
  file: DeletedFile,
  namespace: MountNamespace,
  longNames: NameOptions["longNames"],
): Promise<FileName | Failure | undefined> {
  const stat = await statDeletedFile(proc, file, namespace);
  if (isFailure(stat)) return stat.failure === "gone" ? undefined : stat;
  if (stat.nlink > 0) return undefined;
  const mount = mountOf(file, namespace);
  const candidates = (await longNames()).get(String(stat.inode)) ?? [];
  const mapping = candidates.find(({ device }) => device === (mount?.device ?? device));
  if (mapping !== undefined) return { name: await newlines(proc, file, mapping.name), note: undefined, isLost: false };
  return { name: `/proc/${file.procPath}`, note: "the name itself cannot be read", isLost: true };
}

/** `maps` writes a newline as `\\012`, and those four characters just so. The link has the name as it is. */
async function newlines(proc: ProcFs, { procPath }: DeletedFile, name: string): Promise<string> {
  if (!name.includes("\\012")) return name;
  const target = await proc.link(procPath);
  return isFailure(target) ? name.replaceAll("\\012", "\n") : unmarked(target) ?? target;
}
