// Asks about names in a mount namespace, over links, but never over a mount that could wait for ever.
import type { Stat } from "../model/file.ts";
import type { Mount } from "../parse/mountinfo.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { MountTable } from "./mount_table.ts";

/** Asks `stat` of a name, or says which directory of it is a link. */
export type StatName = (name: string) => Promise<Stat | Failure | DirectoryLink>;

/** Follows links, as long as the name stays on its file system and no mount on the way can wait. */
export function localStat(
  statName: StatName,
  mounts: MountTable,
  isLocalMount: (mount: Mount) => boolean,
): (name: string) => Promise<Stat | Failure> {
  return async (name) => {
    const device = mounts.at(name)?.device;
    let path: string | undefined = name;
    for (let hops = 0; path !== undefined && isShort(path) && hops <= LINKS; hops++) {
      const way: readonly Mount[] = mounts.on(path);
      if (way.at(-1)?.device !== device || !way.every(isLocalMount)) return FAILURES.unreadable;
      const answer = await statName(path);
      if (!("target" in answer)) return answer;
      path = followLink(path, answer);
    }
    return FAILURES.unreadable;
  };
}

/** Returns whether the kernel would look up a name at all (PATH_MAX), and without a great many steps. */
function isShort(name: string): boolean {
  return name.length < 4096 && name.split("/", DIRECTORIES + 2).length <= DIRECTORIES + 1;
}

/** More than any real file is deep in. Each is looked at on its own, to see that it is no link. */
const DIRECTORIES = 128;

/** How many links are followed for one name. */
const LINKS = 8;

/** A directory that is a symbolic link now. */
interface DirectoryLink {
  readonly directory: string;
  readonly target: string;
}

/** Returns where a name leads over a link; undefined if `..` in the link could lead over another link. */
function followLink(name: string, { directory, target }: DirectoryLink): string | undefined {
  const start = target.startsWith("/") ? [] : directory.split("/").slice(1, -1);
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const up = parts.findIndex((part) => part !== "..");
  const down = up < 0 ? [] : parts.slice(up);
  if (down.includes("..")) return undefined;
  const above = start.slice(0, Math.max(0, start.length - (parts.length - down.length)));
  return ["", ...above, ...down].join("/") + name.slice(directory.length);
}

/** Finds files by their names, through a process in the namespace. */
export function nameFinder(proc: ProcFs, members: () => Iterable<string>): StatName {
  let member = findNamespaceRoot(proc, members);
  const [chrooted] = members();
  const root = proc.linkSync(`${chrooted}/root`);
  const links = new Map<string, string | undefined>();

  return async function stat(name): ReturnType<StatName> {
    if (member !== undefined) {
      const answer = await statPath(proc, `${member}/root`, name, links);
      if (!isFailure(answer) || answer.failure !== "gone" || isNamespaceRoot(proc, member)) return answer;
      // The process is gone, not the file.
      member = findNamespaceRoot(proc, members);
      return await stat(name);
    }
    if (typeof root !== "string" || !name.startsWith(`${root}/`)) return FAILURES.unreadable;
    const answer = await statPath(proc, `${chrooted}/root`, name.slice(root.length), links);
    return !("target" in answer) && proc.linkSync(`${chrooted}/root`) === root ? answer : FAILURES.unreadable;
  };
}

/**
 * Asks `stat` of a name without following a link in it. The names of the kernel have none, so a link was put there
 * later and can lead anywhere, even to a dead file server. `links` remembers where directories lead that are links.
 */
async function statPath(
  proc: ProcFs,
  root: string,
  name: string,
  links: Map<string, string | undefined>,
): Promise<Stat | Failure | DirectoryLink> {
  for (let end = name.indexOf("/", 1); end > 0; end = name.indexOf("/", end + 1)) {
    const directory = name.slice(0, end);
    if (!links.has(directory)) {
      const link = await proc.link(root + directory);
      links.set(directory, isFailure(link) ? undefined : link);
    }
    const target = links.get(directory);
    if (target !== undefined) return { directory, target };
  }
  return typeof await proc.link(root + name) === "string" ? A_LINK : await proc.stat(root + name);
}

/** Stands for a link that has the name of the file now. No more of it needs to be known. */
const A_LINK: Stat = {
  type: "symlink",
  device: 0,
  inode: 0,
  nlink: 1,
  size: 0,
  blocks: 0,
  ctime: null,
  mtime: null,
  uid: null,
};

/** Finds a process that has the root of its mount namespace. */
function findNamespaceRoot(proc: ProcFs, members: () => Iterable<string>): string | undefined {
  for (const member of members()) {
    if (isNamespaceRoot(proc, member)) return member;
  }
  return undefined;
}

/** Returns whether a process has the root of its mount namespace. */
export function isNamespaceRoot(proc: ProcFs, pid: string): boolean {
  return proc.linkSync(`${pid}/root`) === "/";
}
