import { groupBy } from "../base/group_by.ts";
import type { PlanEntry } from "../model/advice.ts";
import type { FileDescriptor, UsedFile } from "../model/file.ts";
import type { Finding, Scan } from "../model/scan.ts";
import { accessMode } from "../parse/fdinfo.ts";

/**
 * What a deleted file is to a process that holds it open. `data`: the process reads and writes it, and it has no name any
 * more, so that this is the only copy. `log`: it is only written. `source`: it is only read. `temporary`: it was meant to
 * have no name, or holds nothing.
 */
export type HeldKind = "data" | "log" | "source" | "temporary";

/** Finds what a file is to the process that holds it; undefined if it does not hold it open. */
export function findHeldKind(file: UsedFile): HeldKind | undefined {
  const { name, inode, stat, descriptors } = file;
  if (descriptors.length === 0) return undefined;
  if (stat !== undefined && stat.type !== "file") return "temporary";
  if (TEMPORARY.test(name) || inode !== undefined && name.endsWith(`/#${inode}`)) return "temporary";
  const modes = new Set(descriptors.map(accessMode));
  if (modes.has("append")) return "log";
  if (stat !== undefined && stat.size === 0 && stat.blocks === 0) return "temporary";
  if (modes.has("read and write") || modes.has(undefined)) {
    return stat !== undefined && stat.nlink > 0 ? "source" : "data";
  }
  return modes.has("write") ? "log" : "source";
}

/** Where files are put to be deleted: hier(7). */
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run|var\/run|var\/lock)\//;

/** The kinds, that which needs most care first. */
const CARE: readonly HeldKind[] = ["data", "log", "source", "temporary"];

/** Returns the kind that needs most care; undefined for none. */
export function strictest(kinds: readonly (HeldKind | undefined)[]): HeldKind | undefined {
  return CARE.find((kind) => kinds.includes(kind));
}

/** A process that holds a file open. */
export interface Holder {
  readonly process: Finding["process"];
  readonly descriptors: readonly FileDescriptor[];
}

/** A deleted file that takes up space, and who holds it. */
export interface HeldFile {
  readonly name: string;
  /** The space on disk, in bytes. */
  readonly bytes: number;
  readonly kind: HeldKind;
  readonly holders: readonly Holder[];
}

/** Finds the deleted files that take up space, the largest first, each once however many descriptors lead to it. */
export function findHeldFiles(findings: readonly Finding[]): readonly HeldFile[] {
  const held = findings.flatMap(({ process, files }) =>
    files.filter(takesSpace).map((file) => ({ file, holder: { process, descriptors: file.descriptors } }))
  );
  const byInode = groupBy(held, ({ file: { stat } }) => `${stat!.device}:${stat!.inode}`);
  return Array.from(byInode.values(), (same) => ({
    name: same[0]!.file.name,
    bytes: 512 * same[0]!.file.stat!.blocks,
    kind: strictest(same.map(({ file }) => findHeldKind(file)))!,
    holders: same.map(({ holder }) => holder),
  })).toSorted((left, right) => right.bytes - left.bytes);
}

/** Adds up the disk space that processes keep from coming back, in bytes, each file once. */
export function heldBytes(findings: readonly Finding[]): number {
  return findHeldFiles(findings).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A name that is still there holds its space by itself, and so does what was never on a disk. */
function takesSpace({ stat, descriptors }: UsedFile): boolean {
  return descriptors.length > 0 && stat?.type === "file" && stat.nlink === 0 && stat.blocks > 0;
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
  if (kind === "temporary") return [{ text: `it is temporary, and goes when ${pids} close it` }];
  const [{ process, descriptors }] = holders as readonly [Holder, ...Holder[]];
  const path = descriptorPath(process.pid, descriptors[0]!);
  if (kind === "data") return [{ text: `it is the only copy, lost when ${pids} close it - cp ${path} FILE saves it` }];
  const entries = plan.filter(({ pids }) => holders.some(({ process }) => pids.includes(process.pid)));
  const steps = entries.map((entry): ReleaseStep =>
    entry.argv === null ? { text: `${entry.label}: ${entry.reason} - ${entry.instead}` } : { argv: entry.argv }
  );
  const known = steps.length > 0 ? steps : [{ text: `have ${pids} close or reopen it` }];
  return kind === "log" ? [...known, adviseTruncation(holders, users)] : known;
}

/**
 * Advises to empty a log. As root only if root writes it: another user could have the descriptor lead to a file of root
 * by then.
 */
function adviseTruncation(holders: readonly Holder[], users: ReadonlyMap<number, string>): ReleaseStep {
  const holder = holders.find(({ process }) => process.uid === 0) ?? holders[0]!;
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

/** Returns the path below `/proc` that leads to an open file. */
export function descriptorPath(pid: string, { thread, number }: FileDescriptor): string {
  return thread === undefined ? `/proc/${pid}/fd/${number}` : `/proc/${pid}/task/${thread}/fd/${number}`;
}
