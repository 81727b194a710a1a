import { type Mount, parseMountinfo } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs, type Stat } from "../procfs/procfs.ts";
import { otherThreads } from "./threads.ts";

/** A mount namespace as it can be looked at from here: its mounts, and where its files are. */
export interface View {
  /** The namespace, as its link names it; empty where it could not be read. */
  readonly namespace: string;
  /** The mounts; undefined where no process tells them. */
  readonly mounts: MountTable | undefined;
  /** What `stat` says of the file of this name; `unreadable` where no process leads there. */
  stat(name: string): Stat | Failure;
}

/** The views of all mount namespaces that processes are in. */
export interface Views {
  /** The view of the namespace that a process is in. */
  of(pid: string): Promise<View>;
  /**
   * The view of the namespace that a mount is in, for a process may have come to another one after it opened a file;
   * that of the process itself where it is in none.
   */
  holding(mount: string | undefined, own: View): Promise<View>;
}

/** The mounts of one namespace, to be asked by device, by id, and by name. */
export interface MountTable {
  readonly byDevice: ReadonlyMap<string, Mount>;
  readonly byPoint: ReadonlyMap<string, Mount>;
  readonly byId: ReadonlyMap<string, Mount>;
  /** The mount that a name lies on. */
  at(name: string): Mount | undefined;
}

/**
 * Looks at mount namespaces through the processes in them. The kernel prints names as the reader's own root sees them, or,
 * for another namespace, from the root of that namespace; never as a chrooted process sees them (`d_path()` in
 * fs/d_path.c). So a name is looked up below the root of a process whose root is that of its namespace.
 */
export function mountViews(proc: ProcFs, pids: readonly string[]): Views {
  const namespaces = new Map<string, string | undefined>();
  const views = new Map<string, Promise<View>>();

  function namespaceOf(folder: string): string | undefined {
    if (!namespaces.has(folder)) {
      const link = proc.link(`${folder}/ns/mnt`);
      namespaces.set(folder, isFailure(link) ? undefined : link);
    }
    return namespaces.get(folder);
  }
  function hasNamespace(folder: string): boolean {
    return namespaceOf(folder) !== undefined;
  }
  function* members(namespace: string, first: string): Generator<string> {
    if (namespaceOf("self") === namespace) yield "self";
    yield first;
    for (const pid of pids) {
      if (pid !== first && namespaceOf(pid) === namespace) yield pid;
    }
  }
  async function of(pid: string): Promise<View> {
    // A leader that has exited has no namespaces any more, but its threads have.
    const folder = hasNamespace(pid) ? pid : otherThreads(proc, pid).find(hasNamespace);
    const namespace = namespaceOf(folder ?? pid);
    if (folder === undefined || namespace === undefined) return BLIND;
    const view = views.get(namespace) ?? openView(proc, namespace, () => members(namespace, folder));
    views.set(namespace, view);
    return await view;
  }
  async function holding(mount: string | undefined, own: View): Promise<View> {
    if (mount === undefined || own.mounts === undefined || own.mounts.byId.has(mount)) return own;
    for (const pid of ["self", "1"]) await of(pid);
    const opened = await Promise.all(views.values());
    return opened.find(({ mounts }) => mounts?.byId.has(mount)) ?? own;
  }
  return { of, holding };
}

const BLIND: View = { namespace: "", mounts: undefined, stat: () => FAILURES.unreadable };

async function openView(proc: ProcFs, namespace: string, members: () => Iterable<string>): Promise<View> {
  let whole = findWhole(proc, members);
  const [chrooted] = members();
  const root = proc.link(`${chrooted}/root`);
  const links = new Map<string, boolean>();

  function stat(name: string): Stat | Failure {
    if (whole !== undefined) {
      const answer = statPath(proc, `${whole}/root`, name, links);
      if (!isFailure(answer) || answer.failure !== "gone" || isWhole(proc, whole)) return answer;
      // It was not the file that is gone, but the process.
      whole = findWhole(proc, members);
      return stat(name);
    }
    if (typeof root !== "string" || !name.startsWith(`${root}/`)) return FAILURES.unreadable;
    const answer = statPath(proc, `${chrooted}/root`, name.slice(root.length), links);
    return proc.link(`${chrooted}/root`) === root ? answer : FAILURES.unreadable;
  }
  return { namespace, mounts: await readMounts(proc, members()), stat };
}

/**
 * Asks `stat` of a name without following a link in it: the kernel's names have none, so one that is there now was put
 * there since, and can lead anywhere, to a dead file server too. Which folders are links is remembered in `links`.
 */
function statPath(proc: ProcFs, root: string, name: string, links: Map<string, boolean>): Stat | Failure {
  for (let end = name.indexOf("/", 1); end > 0; end = name.indexOf("/", end + 1)) {
    const folder = name.slice(0, end);
    const isLink = links.get(folder) ?? typeof proc.link(root + folder) === "string";
    links.set(folder, isLink);
    if (isLink) return FAILURES.unreadable;
  }
  return typeof proc.link(root + name) === "string" ? A_LINK : proc.stat(root + name);
}

/** All that needs to be known of a link that has the name of a file now. */
const A_LINK: Stat = { type: "symlink", device: 0, inode: 0, links: 1, size: 0, blocks: 0, changed: null };

/** A process whose root is that of its mount namespace. */
function findWhole(proc: ProcFs, members: () => Iterable<string>): string | undefined {
  for (const member of members()) {
    if (isWhole(proc, member)) return member;
  }
  return undefined;
}

function isWhole(proc: ProcFs, pid: string): boolean {
  return proc.link(`${pid}/root`) === "/";
}

/** The longest list that a member of the namespace has: that of a chrooted process is cut down to what it can reach. */
async function readMounts(proc: ProcFs, members: Iterable<string>): Promise<MountTable | undefined> {
  let longest: Uint8Array = new Uint8Array();
  for (const member of members) {
    const text = await proc.read(`${member}/mountinfo`);
    if (!isFailure(text) && text.length > longest.length) longest = text;
    if (longest.length > 0 && isWhole(proc, member)) break;
  }
  return longest.length === 0 ? undefined : mountTable(parseMountinfo(longest));
}

function mountTable(mounts: readonly Mount[]): MountTable {
  const byPoint = new Map(mounts.map((mount) => [mount.point, mount]));
  return {
    byPoint,
    byDevice: new Map(mounts.map((mount) => [mount.device, mount])),
    byId: new Map(mounts.map((mount) => [mount.id, mount])),
    at(name): Mount | undefined {
      for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
        const mount = byPoint.get(name.slice(0, end));
        if (mount !== undefined) return mount;
      }
      return byPoint.get("/");
    },
  };
}
