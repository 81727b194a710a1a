import type { FileType } from "../lib/model/file.ts";
import type { FailureName } from "../lib/model/scan.ts";
import { DEFAULT_MOUNTS, type SimulatedMount } from "./mounts.ts";

/** A file, as a machine has it under a name, or as a process holds it. What is left out follows from the name. */
export interface SimulatedFile {
  readonly inode?: number;
  /** As `mountinfo` writes it, `8:1`; that of the mount that the name is on unless told. */
  readonly device?: string;
  /** The device that `stat` tells, where that is another one (btrfs, overlayfs). */
  readonly statDevice?: string;
  readonly type?: FileType;
  /** None for a file that is marked as deleted, one for any other, unless told. */
  readonly links?: number;
  /** In bytes. */
  readonly size?: number;
  /** The space held on disk, in blocks of 512 bytes; what the size needs unless told. */
  readonly blocks?: number;
  /** In ISO 8601; an hour ago for what was replaced or deleted, the start of the machine for the rest, unless told. */
  readonly changed?: string;
}

/** A file of a name space, with its content where a process may want to read it. */
export interface NamedFile extends SimulatedFile {
  readonly text?: string;
}

/** Files by their name: text as `decodeText` gives it. */
export type NamedFiles = Readonly<Record<string, NamedFile>>;

/** All mappings of one file in a process. */
export interface SimulatedMapping extends SimulatedFile {
  /** The path, or what the kernel shows in its place: `[heap]`, `anon_inode:[io_uring]`. */
  readonly name: string;
  /** Whether the kernel marks it, after the name, or before it as OpenVZ does. */
  readonly deleted?: true | "openvz";
  /** Four characters for each mapping, separated by blanks; those of a library unless told. */
  readonly permissions?: string;
  /** Where the first mapping starts; the next free place unless told. */
  readonly address?: number;
}

/** An open file of a process. */
export interface SimulatedDescriptor extends SimulatedFile {
  /** The path, or what the kernel shows in its place: `pipe:[4711]`, `anon_inode:[eventpoll]`. */
  readonly name: string;
  readonly deleted?: true;
  /** The lowest free one from 3 on unless told. */
  readonly number?: number;
  readonly flags?: number;
  readonly offset?: number;
}

/** A thread beside the leader. */
export interface SimulatedThread {
  readonly tid: number;
  readonly name?: string;
  /** Where it has a table of its own (`CLONE_FILES` was not set). */
  readonly descriptors?: readonly SimulatedDescriptor[];
}

/** A mount namespace beside that of the machine. */
export interface SimulatedNamespace {
  readonly id: number;
  readonly mounts: readonly SimulatedMount[];
  /** See {@linkcode Machine.files}. */
  readonly files: NamedFiles;
}

/** What happens to a process while it is looked at. */
export interface Race {
  /** How many questions about it are answered before. */
  readonly after: number;
  /** What the PID stands for from then on: null for a process that has ended. */
  readonly becomes: SimulatedProcess | null;
}

/** A process, of which only the PID must be told. */
export interface SimulatedProcess {
  readonly pid: number;
  /** The arguments, or a line in which blanks separate them; none unless told. */
  readonly arguments?: string | readonly string[];
  /** What the program wrote over its arguments, as it is: without a final NUL unless it has one. */
  readonly title?: string;
  /** The first 15 bytes of the program's name unless told. */
  readonly name?: string;
  readonly uid?: number;
  readonly parent?: number;
  /** In clock ticks (hundredths of a second) since the start of the machine. */
  readonly started?: number;
  /** One letter; `Z` for a zombie, or, with threads, for a leader that has exited. */
  readonly state?: string;
  /** A path in the one hierarchy of cgroup 2, or the whole text; the service of the program's name unless told. */
  readonly cgroup?: string;
  /** The program's file, by default the first argument if it is a path; null for a thread of the kernel. */
  readonly exe?: SimulatedMapping | null;
  /** What is mapped beside the program, the C library, the loader, heap and stack. */
  readonly mappings?: readonly SimulatedMapping[];
  /** What is open beside the standard streams. */
  readonly descriptors?: readonly SimulatedDescriptor[];
  readonly threads?: readonly SimulatedThread[];
  /** The root directory, as seen from the mount namespace. */
  readonly root?: string;
  readonly namespace?: SimulatedNamespace;
  /** Whether only its own user or root may look into it; unless told, that follows from the two users. */
  readonly denied?: boolean;
  /** What is refused, files or whole folders by their path in the folder of the process, `.` for all of it. */
  readonly refuses?: Readonly<Record<string, FailureName>>;
  readonly race?: Race;
}

/** A machine, and who looks at it. Made by {@linkcode machineOf}. */
export interface Machine {
  readonly host: string;
  /** The release: `uname -r`. */
  readonly kernel: string;
  /** The user who looks. */
  readonly uid: number;
  /** Now, in ISO 8601. */
  readonly time: string;
  /** For how many seconds the machine has been running. */
  readonly uptime: number;
  readonly mounts: readonly SimulatedMount[];
  /**
   * The files that are there now, beside those that processes use without a mark. A marked name that is among them
   * was replaced, or, with the same inode, linked anew; one that is not was removed.
   */
  readonly files: NamedFiles;
  /** In the order in which they are listed. */
  readonly processes: readonly SimulatedProcess[];
  /** The process that looks: `/proc/self`. It is listed last. */
  readonly scanner: SimulatedProcess;
}

/** Makes a machine of its processes and of what is special about it. */
export function machineOf(parts: Partial<Machine> & Pick<Machine, "processes">): Machine {
  const uid = parts.uid ?? 0;
  const uptime = parts.uptime ?? 1_000_000;
  const last = parts.processes.reduce((highest, { pid }) => Math.max(highest, pid), 0);
  return {
    host: "server",
    kernel: "6.12.57+deb13-amd64",
    uid,
    time: "2026-03-14T09:26:53.000Z",
    uptime,
    mounts: DEFAULT_MOUNTS,
    files: {},
    scanner: { pid: last + 1, arguments: "/usr/local/bin/lib_users", uid, started: uptime * 100 - 5 },
    ...parts,
  };
}
