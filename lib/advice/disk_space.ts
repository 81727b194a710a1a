// Finds the disk space that deleted files hold, on which mount, and who holds it.
import { groupBy } from "../base/group_by.ts";
import type { PlanEntry } from "../model/advice.ts";
import type { FileDescriptor, FileMapping, UsedFile } from "../model/file.ts";
import type { Finding, Scan } from "../model/scan.ts";
import { accessMode } from "../parse/fdinfo.ts";
import { isMemory } from "../rules/file_systems.ts";
import { wordsOf } from "./plan_entry.ts";

/**
 * What a deleted file is to a process that holds it open. `data`: the process reads and writes it, and it has no name any
 * more, so that this is the only copy. `log`: it is only written. `source`: it is only read. `temporary`: it was meant to
 * have no name, or holds nothing.
 */
export type HeldKind = "data" | "log" | "source" | "temporary";

/** Finds what a file is to the process that has it open or maps it as data; undefined for a library or a program. */
export function findHeldKind(file: UsedFile): HeldKind | undefined {
  const { name, inode, stat, mappings, descriptors, executable } = file;
  if (descriptors.length === 0 && executable) return undefined;
  if (stat !== undefined && stat.type !== "file") return "temporary";
  if (TEMPORARY.test(name) || inode !== undefined && name.endsWith(`/#${inode}`)) return "temporary";
  if (descriptors.length === 0) return mappings.some(isWritable) ? "data" : "source";
  const modes = new Set(descriptors.map(accessMode));
  if (modes.has("append")) return "log";
  if (stat !== undefined && stat.size === 0 && stat.blocks === 0) return "temporary";
  if (modes.has("read and write") || modes.has(undefined)) {
    return stat !== undefined && stat.nlink > 0 ? "source" : "data";
  }
  return modes.has("write") ? "log" : "source";
}

/** Returns whether a process writes to a file through a mapping. */
function isWritable({ permissions }: FileMapping): boolean {
  return permissions[1] === "w" && permissions[3] === "s";
}

/** Where files are put to be deleted: hier(7). */
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run|var\/run|var\/lock)\//;

/** The kinds, that which needs most care first. */
const CARE: readonly HeldKind[] = ["data", "log", "source", "temporary"];

/** Returns the kind that needs most care; undefined for none. */
export function strictest(kinds: readonly (HeldKind | undefined)[]): HeldKind | undefined {
  return CARE.find((kind) => kinds.includes(kind));
}

/** A process that has a file open, or only maps it. */
export interface Holder extends Pick<UsedFile, "descriptors" | "mappings"> {
  readonly process: Finding["process"];
}

/** What space is taken from: a tmpfs takes memory. */
export type Medium = "disk" | "memory";

/** A deleted file that takes up space, and who holds it. */
export interface HeldFile {
  readonly name: string;
  /** In bytes. */
  readonly bytes: number;
  readonly medium: Medium;
  /** Where the space comes back; undefined if it is not known. */
  readonly mountPoint: string | undefined;
  readonly kind: HeldKind;
  readonly holders: readonly Holder[];
}

/** Finds the deleted files that take up space, the largest first, each once however many processes hold it. */
export function findHeldFiles(findings: readonly Finding[]): readonly HeldFile[] {
  const held = findings.flatMap(({ process, files }) =>
    files.filter(takesSpace).map((file) => {
      return { file, holder: { process, descriptors: file.descriptors, mappings: file.mappings } };
    })
  );
  const byInode = groupBy(held, ({ file: { stat } }) => `${stat!.device}:${stat!.inode}`);
  return Array.from(byInode.values(), (same) => ({
    name: same[0]!.file.name,
    bytes: 512 * same[0]!.file.stat!.blocks,
    medium: mediumOf(same[0]!.file) ?? "disk",
    mountPoint: same[0]!.file.mountPoint,
    kind: strictest(same.map(({ file }) => findHeldKind(file)))!,
    holders: same.map(({ holder }) => holder),
  })).toSorted((left, right) => right.bytes - left.bytes);
}

/** Adds up the disk space that processes keep from coming back, in bytes, each file once. */
export function heldBytes(findings: readonly Finding[]): number {
  return findHeldFiles(findings).reduce((sum, { bytes, medium }) => sum + (medium === "disk" ? bytes : 0), 0);
}

/** What comes back on one mount. */
export interface HeldOnMount extends Pick<HeldFile, "medium" | "mountPoint" | "bytes"> {
  /** The files on it, the largest first. */
  readonly files: readonly HeldFile[];
}

/** Finds where space comes back, the mount that gains most first. */
export function findHeldByMount(findings: readonly Finding[]): readonly HeldOnMount[] {
  const byMount = groupBy(findHeldFiles(findings), ({ medium, mountPoint }) => `${medium} ${mountPoint}`);
  return Array.from(byMount.values(), (files) => ({
    medium: files[0]!.medium,
    mountPoint: files[0]!.mountPoint,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
  })).toSorted((left, right) => right.bytes - left.bytes);
}

/** Returns what a file takes up; undefined if its file system is not known. */
export function mediumOf({ fileSystem }: Pick<UsedFile, "fileSystem">): Medium | undefined {
  if (fileSystem === undefined) return undefined;
  return isMemory(fileSystem) ? "memory" : "disk";
}

/** Another name of the file would keep the space. Code that is only mapped is left to the restart of its process. */
function takesSpace({ stat, descriptors, executable }: UsedFile): boolean {
  return (descriptors.length > 0 || !executable) && stat?.type === "file" && stat.nlink === 0 && stat.blocks > 0;
}

/** One way to get the space of a file back, or what to know before. */
export type ReleaseStep = { readonly argv: readonly string[] } | { readonly text: string };

/** Advises how to get the space of a file back. What is the only copy is not to be ended without a word. */
export function adviseRelease(
  { kind, holders }: HeldFile,
  plan: readonly PlanEntry[],
  { users }: Pick<Scan, "users">,
): readonly ReleaseStep[] {
  const pids = holders.map(({ process }) => process.pid).join(",");
  const closing = pids.includes(",") ? `${pids} close` : `${pids} closes`;
  if (kind === "temporary") return [{ text: `it is temporary, and goes when ${closing} it` }];
  const [{ process, ...file }] = holders as readonly [Holder, ...Holder[]];
  const path = heldPath(process.pid, file);
  if (kind === "data") return [{ text: `it is the only copy, lost when ${closing} it - cp ${path} FILE saves it` }];
  const entries = plan.filter(({ pids }) => holders.some(({ process }) => pids.includes(process.pid)));
  const steps = entries.map((entry): ReleaseStep =>
    entry.argv === null ? { text: `${entry.label}: ${wordsOf(entry)}` } : { argv: entry.argv }
  );
  const known = steps.length > 0
    ? steps
    : [{ text: `have ${pids} ${file.descriptors.length === 0 ? "unmap" : "close or reopen"} it` }];
  return kind === "log" ? [...known, adviseTruncation(holders, users)] : known;
}

/**
 * Advises to empty a log. Root is told to only where root writes it: any other user could have made the descriptor lead to
 * a file of root by then.
 */
function adviseTruncation(holders: readonly Holder[], users: ReadonlyMap<number, string>): ReleaseStep {
  const writers = holders.filter(({ descriptors }) => descriptors.length > 0);
  const holder = writers.find(({ process }) => process.uid === 0) ?? writers[0]!;
  const { pid, uid } = holder.process;
  const appending = holder.descriptors.find((descriptor) => accessMode(descriptor) === "append");
  const descriptor = appending ?? holder.descriptors.find((each) => accessMode(each) === "write") ??
    holder.descriptors[0]!;
  const user = uid === 0 ? "" : ` as user ${users.get(uid ?? -1) ?? uid ?? "of the process"}`;
  const sparse = appending === undefined ? " - the file becomes sparse as the process writes on where it was" : "";
  return {
    text: `or${user}: truncate -s 0 ${descriptorPath(pid, descriptor)} empties it, and what is in it is lost${sparse}`,
  };
}

/** Returns the path below `/proc` that leads to a file that is open, or else mapped. */
export function heldPath(pid: string, { descriptors, mappings }: Pick<UsedFile, "descriptors" | "mappings">): string {
  const [descriptor] = descriptors;
  return descriptor === undefined ? `/proc/${pid}/map_files/${mappings[0]?.range}` : descriptorPath(pid, descriptor);
}

/** Returns the path below `/proc` that leads to an open file. */
function descriptorPath(pid: string, { thread, number }: FileDescriptor): string {
  return thread === undefined ? `/proc/${pid}/fd/${number}` : `/proc/${pid}/task/${thread}/fd/${number}`;
}
