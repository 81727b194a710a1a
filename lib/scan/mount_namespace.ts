import type { Stat } from "../model/file.ts";
import { type Mount, parseMountinfo } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { otherThreads } from "./process.ts";

/** A mount namespace as seen from the scanner: its mounts, and the way to its files. */
export interface MountNamespace {
  /** The target of `ns/mnt`, such as `mnt:[4026531841]`; empty if it could not be read. */
  readonly id: string;
  /** The mounts; undefined if no process shows them. */
  readonly mounts: MountTable | undefined;
  /** Returns what `stat` says of the file of this name, or `unreadable` if no process leads there. */
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

/** The mounts of one namespace by device, by mount point and by id. */
export interface MountTable {
  readonly byDevice: ReadonlyMap<string, Mount>;
  readonly byMountPoint: ReadonlyMap<string, Mount>;
  readonly byId: ReadonlyMap<string, Mount>;
  /** Returns the mount that a name is on. */
  at(name: string): Mount | undefined;
}

/**
 * Finds the mount namespaces of processes. The kernel prints names as the reader's own root sees them, or, for another
 * namespace, from the root of that namespace. It never prints them as a chrooted process sees them (`d_path()` in
 * fs/d_path.c). So a name is looked up below the root of a process that has the root of its namespace.
 */
export function mountNamespaces(proc: ProcFs, pids: readonly string[]): MountNamespaces {
  const namespaces = new Map<string, string | undefined>();
  const opened = new Map<string, Promise<MountNamespace>>();

  function namespaceOf(directory: string): string | undefined {
    if (!namespaces.has(directory)) {
      const link = proc.linkSync(`${directory}/ns/mnt`);
      namespaces.set(directory, isFailure(link) ? undefined : link);
    }
    return namespaces.get(directory);
  }
  function hasNamespace(directory: string): boolean {
    return namespaceOf(directory) !== undefined;
  }
  function* members(namespace: string, first: string): Generator<string> {
    if (namespaceOf("self") === namespace) yield "self";
    yield first;
    for (const pid of pids) {
      if (pid !== first && namespaceOf(pid) === namespace) yield pid;
    }
  }
  async function of(pid: string): Promise<MountNamespace> {
    // A leader that has exited has no namespaces any more, but its threads do.
    const directory = hasNamespace(pid) ? pid : otherThreads(proc, pid).find(hasNamespace);
    const namespace = namespaceOf(directory ?? pid);
    if (directory === undefined || namespace === undefined) return BLIND;
    const found = opened.get(namespace) ?? openNamespace(proc, namespace, () => members(namespace, directory));
    opened.set(namespace, found);
    return await found;
  }
  async function holding(mount: string | undefined, own: MountNamespace): Promise<MountNamespace> {
    if (mount === undefined || own.mounts === undefined || own.mounts.byId.has(mount)) return own;
    for (const pid of ["self", "1"]) await of(pid);
    const all = await Promise.all(opened.values());
    return all.find(({ mounts }) => mounts?.byId.has(mount)) ?? own;
  }
  return { of, holding };
}

const BLIND: MountNamespace = { id: "", mounts: undefined, stat: () => Promise.resolve(FAILURES.unreadable) };

async function openNamespace(
  proc: ProcFs,
  id: string,
  members: () => Iterable<string>,
): Promise<MountNamespace> {
  let member = findNamespaceRoot(proc, members);
  const [chrooted] = members();
  const root = proc.linkSync(`${chrooted}/root`);
  const links = new Map<string, boolean>();

  async function stat(name: string): Promise<Stat | Failure> {
    if (member !== undefined) {
      const answer = await statPath(proc, `${member}/root`, name, links);
      if (!isFailure(answer) || answer.failure !== "gone" || isNamespaceRoot(proc, member)) return answer;
      // The process is gone, not the file.
      member = findNamespaceRoot(proc, members);
      return await stat(name);
    }
    if (typeof root !== "string" || !name.startsWith(`${root}/`)) return FAILURES.unreadable;
    const answer = await statPath(proc, `${chrooted}/root`, name.slice(root.length), links);
    return proc.linkSync(`${chrooted}/root`) === root ? answer : FAILURES.unreadable;
  }
  return { id, mounts: await readMounts(proc, members()), stat };
}

/**
 * Asks `stat` of a name without following a link in it. The names of the kernel have none, so a link was put there
 * later and can lead anywhere, even to a dead file server. `links` remembers which directories are links.
 */
async function statPath(
  proc: ProcFs,
  root: string,
  name: string,
  links: Map<string, boolean>,
): Promise<Stat | Failure> {
  for (let end = name.indexOf("/", 1); end > 0; end = name.indexOf("/", end + 1)) {
    const directory = name.slice(0, end);
    const isLink = links.get(directory) ?? typeof await proc.link(root + directory) === "string";
    links.set(directory, isLink);
    if (isLink) return FAILURES.unreadable;
  }
  return typeof await proc.link(root + name) === "string" ? A_LINK : await proc.stat(root + name);
}

/** Stands for a link that has the name of the file now. No more of it needs to be known. */
const A_LINK: Stat = { type: "symlink", device: 0, inode: 0, nlink: 1, size: 0, blocks: 0, ctime: null };

/** Finds a process that has the root of its mount namespace. */
function findNamespaceRoot(proc: ProcFs, members: () => Iterable<string>): string | undefined {
  for (const member of members()) {
    if (isNamespaceRoot(proc, member)) return member;
  }
  return undefined;
}

function isNamespaceRoot(proc: ProcFs, pid: string): boolean {
  return proc.linkSync(`${pid}/root`) === "/";
}

/** Reads the longest list of mounts of any member. A chrooted process sees only what it can reach. */
async function readMounts(proc: ProcFs, members: Iterable<string>): Promise<MountTable | undefined> {
  let longest: Uint8Array = new Uint8Array();
  for (const member of members) {
    const text = await proc.read(`${member}/mountinfo`);
    if (!isFailure(text) && text.length > longest.length) longest = text;
    if (longest.length > 0 && isNamespaceRoot(proc, member)) break;
  }
  return longest.length === 0 ? undefined : mountTable(parseMountinfo(longest));
}

function mountTable(mounts: readonly Mount[]): MountTable {
  const byMountPoint = new Map(mounts.map((mount) => [mount.mountPoint, mount]));
  return {
    byMountPoint,
    byDevice: new Map(mounts.map((mount) => [mount.device, mount])),
    byId: new Map(mounts.map((mount) => [mount.id, mount])),
    at(name): Mount | undefined {
      for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
        const mount = byMountPoint.get(name.slice(0, end));
        if (mount !== undefined) return mount;
      }
      return byMountPoint.get("/");
    },
  };
}
