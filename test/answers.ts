import { encodeText } from "../lib/base/bytes.ts";
import type { Stat } from "../lib/model/file.ts";
import { type Failure, isFailure, type ProcFs } from "../lib/procfs/procfs.ts";
import { emptyAnswers, emptyTree, splitPath, type Tree, treeProc } from "../lib/procfs/tree.ts";

/** What a procfs answers, by path below its root. */
export interface Said {
  readonly list?: Readonly<Record<string, readonly string[] | Failure>>;
  readonly link?: Readonly<Record<string, string | Failure>>;
  readonly stat?: Readonly<Record<string, Stat | Failure>>;
  readonly read?: Readonly<Record<string, string | Failure>>;
}

/** A procfs that gives these answers, and `gone` to every other question. The processes come in the order of `said`. */
export function procOf(...said: readonly Said[]): ProcFs {
  return treeProc(treeOf(...said));
}

/** The tree of these answers. */
export function treeOf(...said: readonly Said[]): Tree {
  const tree = emptyTree();
  const place = (path: string): { answers: ReturnType<typeof emptyAnswers>; rest: string } => {
    const { pid, rest } = splitPath(path);
    if (pid === undefined) return { answers: tree.machine, rest };
    const answers = tree.processes.get(pid) ?? emptyAnswers();
    tree.processes.set(pid, answers);
    return { answers, rest };
  };
  for (const { list = {}, link = {}, stat = {}, read = {} } of said) {
    for (const [path, answer] of Object.entries(list)) place(path).answers.list.set(place(path).rest, answer);
    for (const [path, answer] of Object.entries(link)) place(path).answers.link.set(place(path).rest, answer);
    for (const [path, answer] of Object.entries(stat)) place(path).answers.stat.set(place(path).rest, answer);
    for (const [path, answer] of Object.entries(read)) {
      place(path).answers.read.set(place(path).rest, isFailure(answer) ? answer : encodeText(answer));
    }
  }
  return tree;
}

/** What `stat` says of a regular file of one block that has lost its last name, except as told. */
export function statOf(told: Partial<Stat> = {}): Stat {
  const times = { ctime: 1_700_000_000_000, mtime: 1_600_000_000_000, uid: 0 };
  return { type: "file", device: 2049, inode: 42, nlink: 0, size: 100, blocks: 8, ...times, ...told };
}

/** A process that has not much to tell, except as told. */
export interface Told {
  readonly argv?: readonly string[];
  readonly name?: string;
  readonly state?: string;
  readonly parent?: number;
  /** In clock ticks (default: before the scanner). */
  readonly started?: number;
  /** The lines of `maps`. */
  readonly maps?: readonly string[];
  /** The links of the descriptors by number, all on mount 26. */
  readonly fds?: Readonly<Record<string, string>>;
  /** The mount namespace and the root. */
  readonly namespace?: string;
  readonly root?: string;
  readonly mountinfo?: string;
  /** The inode of its directory, which no other process has (default: made of the PID and the start). */
  readonly directory?: number;
}

/** The default mounts of the machine: the root on device 8:1 with the id 26, and NFS below `/net`. */
export const MOUNTS = [
  "26 1 8:1 / / rw - ext4 /dev/sda1 rw",
  "30 26 0:45 / /net rw - nfs4 server:/ rw",
  "",
].join("\n");

/** What is known of a process. */
export function processOf(pid: number, told: Told = {}): Said {
  const { argv = [], name = "daemon", state = "S", parent = 1, started = 100 } = told;
  const { maps = [], fds = {}, namespace = "mnt:[1]", root = "/", mountinfo = MOUNTS } = told;
  const { directory = 1_000_000 * pid + started } = told;
  const numbers = Object.keys(fds);
  const fdinfo = (number: string): string => `pos:\t0\nflags:\t0100002\nmnt_id:\t26\nino:\t${40 + Number(number)}\n`;
  return {
    list: {
      [`${pid}`]: ["fd", "maps", "task"],
      [`${pid}/fd`]: numbers,
      [`${pid}/task`]: [`${pid}`],
    },
    link: {
      [`${pid}/ns/mnt`]: namespace,
      [`${pid}/root`]: root,
      ...Object.fromEntries(numbers.map((number) => [`${pid}/fd/${number}`, fds[number]!])),
    },
    stat: { [`${pid}`]: statOf({ type: "directory", inode: directory, nlink: 9, size: 0, blocks: 0 }) },
    read: {
      [`${pid}/cmdline`]: argv.map((argument) => `${argument}\0`).join(""),
      [`${pid}/stat`]: statLine(pid, { name, state, parent, started }),
      [`${pid}/maps`]: maps.map((line) => `${line}\n`).join(""),
      [`${pid}/mountinfo`]: mountinfo,
      ...Object.fromEntries(numbers.map((number) => [`${pid}/fdinfo/${number}`, fdinfo(number)])),
    },
  };
}

/** The text of `/proc/PID/stat`. */
export function statLine(
  pid: number | string,
  { name = "daemon", state = "S", parent = 1, started = 100 }: Pick<Told, "name" | "state" | "parent" | "started"> = {},
): string {
  return `${pid} (${name}) ${state} ${parent} 1 1 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1 0 ${started} 1000 1 0\n`;
}

/** The scanner, PID 99, started at 1,000. */
export const SCANNER: Said = {
  link: { "self": "99", "self/ns/mnt": "mnt:[1]", "self/root": "/" },
  read: { "self/stat": statLine(99, { name: "deno", started: 1000 }), "self/mountinfo": MOUNTS },
};

/** A line of `maps`: of the file with inode 42 on 8:1, its code, except as told. */
export function mapLine(
  name: string,
  told: { readonly range?: string; readonly permissions?: string; readonly device?: string; readonly inode?: number } =
    {},
): string {
  const { range = "7f0000000000-7f0000001000", permissions = "r-xp", device = "08:01", inode = 42 } = told;
  return `${range} ${permissions} 00000000 ${device} ${inode}`.padEnd(73) + name;
}

/** Other answers to some questions; undefined to have the procfs itself answer. */
export interface Overrides {
  readonly list?: (path: string) => readonly string[] | Failure | undefined;
  readonly link?: (path: string) => string | Failure | undefined;
  readonly stat?: (path: string) => Stat | Failure | undefined;
  readonly read?: (path: string) => Uint8Array | Failure | undefined | Promise<Uint8Array | Failure | undefined>;
}

/** A procfs that tells of each question before it answers it. */
export function watch(proc: ProcFs, tell: (kind: "list" | "link" | "stat" | "read", path: string) => void): ProcFs {
  return override(proc, {
    list: (path) => void tell("list", path),
    link: (path) => void tell("link", path),
    stat: (path) => void tell("stat", path),
    read: (path) => void tell("read", path),
  });
}

/** A procfs that gives other answers to some questions, whichever way they are asked. */
export function override(proc: ProcFs, { list, link, stat, read }: Overrides): ProcFs {
  return {
    listSync: (path) => list?.(path) ?? proc.listSync(path),
    linkSync: (path) => link?.(path) ?? proc.linkSync(path),
    list: async (path) => list?.(path) ?? await proc.list(path),
    link: async (path) => link?.(path) ?? await proc.link(path),
    stat: async (path) => stat?.(path) ?? await proc.stat(path),
    read: async (path) => await read?.(path) ?? await proc.read(path),
    async readStart(path, limit): ReturnType<ProcFs["readStart"]> {
      const bytes = await read?.(path) ?? await proc.readStart(path, limit);
      return isFailure(bytes) ? bytes : bytes.subarray(0, limit);
    },
    async readPieces(path, visit): ReturnType<ProcFs["readPieces"]> {
      const bytes = await read?.(path);
      if (bytes === undefined) return await proc.readPieces(path, visit);
      if (isFailure(bytes)) return bytes;
      visit(bytes);
      return undefined;
    },
  };
}
