// Finds through which process the names of a mount namespace can be looked up.
import { groupBy } from "../base/group_by.ts";
import type { Stat } from "../model/file.ts";
import { type Mount, parseMountinfo } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs, READ_LIMIT } from "../procfs/procfs.ts";
import { isLocal, type MountTable, mountTable } from "./mount_table.ts";
import { isNamespaceRoot, localStat, nameFinder } from "./name_lookup.ts";
import { newBudget } from "./budget.ts";
import { otherThreads, readUid } from "./process.ts";

/** A mount namespace as seen from the scanner: its mounts, and the way to its files. */
export interface MountNamespace {
  /** The target of `ns/mnt`, such as `mnt:[4026531841]`; empty if it could not be read. */
  readonly id: string;
  /** The mounts; undefined if no process shows them. */
  readonly mounts: MountTable | undefined;
  /** Returns whether a file on this mount can be asked about without waiting for anything but the kernel. */
  isLocal(mount: Mount): boolean;
  /** Returns the answer of `stat` for a name: `unreadable` if no process leads there, or the way could wait for ever. */
  stat(name: string): Promise<Stat | Failure>;
}

/** The mount namespaces of all processes. */
export interface MountNamespaces {
  /** Returns the namespace of a process. */
  of(pid: string): Promise<MountNamespace>;
  /**
   * Returns the namespace that a mount is in, or `own` if it is in none. A process may have entered another namespace
   * after it opened a file.
   */
  holding(mount: string | undefined, own: MountNamespace): Promise<MountNamespace>;
}

/**
 * Finds the mount namespaces of processes. The kernel prints names as the reader's own root sees them, or, for another
 * namespace, from the root of that namespace. It never prints them as a chrooted process sees them (`d_path()` in
 * fs/d_path.c). So a name is looked up below the root of a process that has the root of its namespace.
 */
export function mountNamespaces(proc: ProcFs, pids: readonly string[], budget = newBudget()): MountNamespaces {
  const namespaces = new Map<string, string | undefined>();
  const opened = new Map<string, Promise<MountNamespace>>();
  const byMount = new Map<string, MountNamespace>();
  const ownUserNamespace = linkOf("self/ns/user");
  let byNamespace: ReadonlyMap<string | undefined, readonly string[]> | undefined;

  function linkOf(path: string): string | undefined {
    const link = proc.linkSync(path);
    return isFailure(link) ? undefined : link;
  }
  function namespaceOf(directory: string): string | undefined {
    if (!namespaces.has(directory)) namespaces.set(directory, linkOf(`${directory}/ns/mnt`));
    return namespaces.get(directory);
  }
  function hasNamespace(directory: string): boolean {
    return namespaceOf(directory) !== undefined;
  }
  function* members(namespace: string, first: string): Generator<string> {
    if (namespaceOf("self") === namespace) yield "self";
    yield first;
    byNamespace ??= groupBy(pids, namespaceOf);
    for (const pid of byNamespace.get(namespace) ?? []) if (pid !== first) yield pid;
  }
  /**
   * Whether only the administrator of the scanner's own user namespace can mount anything there. Whoever made another
   * user namespace, and that may be anybody, mounts whatever he likes in the mount namespaces that belong to it.
   */
  function isTrusted(namespace: string, first: string): boolean {
    if (namespaceOf("self") === namespace) return true;
    for (const member of members(namespace, first)) {
      if (linkOf(`${member}/ns/user`) !== ownUserNamespace) return false;
    }
    return true;
  }
  async function open(namespace: string, first: string): Promise<MountNamespace> {
    const trusted = isTrusted(namespace, first);
    const isOwn = namespaceOf("self") === namespace;
    const mounts = await readMounts(members(namespace, first), trusted);
    const host = isOwn ? mounts : (await ofSelf())?.mounts;
    const statName = trusted ? nameFinder(proc, () => members(namespace, first)) : undefined;
    const known = new Map<Mount, boolean>();

    function isLocalMount(mount: Mount): boolean {
      const answer = known.get(mount) ??
        ((trusted || host?.byDevice.get(mount.device)?.type === mount.type) && isLocal(mount, host));
      known.set(mount, answer);
      return answer;
    }
    const found = {
      id: namespace,
      mounts,
      isLocal: isLocalMount,
      stat: statName && mounts ? localStat(statName, mounts, isLocalMount) : BLIND.stat,
    };
    for (const id of mounts?.byId.keys() ?? []) byMount.set(id, found);
    return found;
  }
  /** Reads the longest list of mounts of any member. A chrooted process sees only what it can reach. */
  async function readMounts(members: Iterable<string>, trusted: boolean): Promise<MountTable | undefined> {
    let longest: Uint8Array = new Uint8Array();
    for (const member of members) {
      const readUser = (): Promise<number | undefined> => readUid(proc, member);
      // In a namespace that anybody can have made there can be any number of mounts.
      const limit = trusted ? READ_LIMIT : Math.max(LEAST_MOUNTS, (await budget.allow(readUser)).room);
      const text = await proc.readStart(`${member}/mountinfo`, limit + 1);
      if (isFailure(text)) continue;
      if (!trusted) await budget.take(text.length, readUser);
      if (text.length > limit) return undefined;
      if (text.length > longest.length) longest = text;
      if (longest.length > 0 && isNamespaceRoot(proc, member)) break;
    }
    return longest.length === 0 ? undefined : mountTable(parseMountinfo(longest));
  }
  async function ofSelf(): Promise<MountNamespace | undefined> {
    return namespaceOf("self") === undefined ? undefined : await of("self");
  }
  async function of(pid: string): Promise<MountNamespace> {
    // A leader that has exited has no namespaces any more, but its threads do.
    const directory = hasNamespace(pid) ? pid : otherThreads(proc, pid).find(hasNamespace);
    const namespace = namespaceOf(directory ?? pid);
    if (directory === undefined || namespace === undefined) return BLIND;
    const found = opened.get(namespace) ?? open(namespace, directory);
    opened.set(namespace, found);
    return await found;
  }
  async function holding(mount: string | undefined, own: MountNamespace): Promise<MountNamespace> {
    if (mount === undefined || own.mounts === undefined || own.mounts.byId.has(mount)) return own;
    for (const pid of ["self", "1"]) await of(pid);
    return byMount.get(mount) ?? own;
  }
  return { of, holding };
}

/** How much of the mounts of a namespace is read in any case, in bytes: those of a container with hundreds of them. */
const LEAST_MOUNTS = 65_536;

const BLIND: MountNamespace = {
  id: "",
  mounts: undefined,
  isLocal: () => false,
  stat: () => Promise.resolve(FAILURES.unreadable),
};
