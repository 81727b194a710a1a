import type { FileType } from "../lib/model/file.ts";
import type { FailureName } from "../lib/model/scan.ts";
import { DEFAULT_MOUNTS, type SimulatedMount } from "./mounts.ts";

/** A file, as a machine has it under a name, or as a process uses it. What is left out follows from the name. */
export interface SimulatedFile {
  readonly inode?: number;
  /** As `mountinfo` writes it, `8:1`; default: that of the mount that the name is on. */
  readonly device?: string;
  /** The device in `stat`, where it is another one (btrfs, overlayfs). */
  readonly statDevice?: string;
  readonly type?: FileType;
  /** Default: 0 for a deleted file, 1 for any other. */
  readonly links?: number;
  /** In bytes. */
  readonly size?: number;
  /** The space on disk, in blocks of 512 bytes; default: what the size needs. */
  readonly blocks?: number;
  /** The ctime, in ISO 8601; default: an hour ago for what was replaced or deleted, the boot for the rest. */
  readonly changed?: string;
  /** The mtime, in ISO 8601; default: a year before the boot. */
  readonly written?: string;
  /** Whose it is; default: of root. */
  readonly owner?: number;
}

/** A file of a mount namespace, with its content where the program reads it. */
export interface NamedFile extends SimulatedFile {
  readonly text?: string;
  /** Whether it is missing, although systemd would have it there. */
  readonly missing?: boolean;
  /** Where it leads, if it is a symbolic link. */
  readonly target?: string;
}

/** Files by their name: text as `decodeText` gives it. */
export type NamedFiles = Readonly<Record<string, NamedFile>>;

/** All mappings of one file in a process. */
export interface SimulatedMapping extends SimulatedFile {
  /** The path, or what the kernel shows in its place: `[heap]`, `anon_inode:[io_uring]`. */
  readonly name: string;
  /** Whether the kernel marks it as deleted: after the name, or, as OpenVZ does, before it. */
  readonly deleted?: true | "openvz";
  /** Four characters for each mapping, separated by spaces; empty for no mapping; default: those of a library. */
  readonly permissions?: string;
  /** Where the first mapping starts; default: the next free address. */
  readonly address?: number;
}

/** An open file of a process. */
export interface SimulatedDescriptor extends SimulatedFile {
  /** The path, or what the kernel shows in its place: `pipe:[4711]`, `anon_inode:[eventpoll]`. */
  readonly name: string;
  readonly deleted?: true;
  /** Default: the lowest free one from 3 on. */
  readonly number?: number;
  readonly flags?: number;
  readonly offset?: number;
}

/** A thread beside the leader. */
export interface SimulatedThread {
  readonly tid: number;
  readonly name?: string;
  /** Its own descriptor table; absent where it shares that of the process (`CLONE_FILES`). */
  readonly descriptors?: readonly SimulatedDescriptor[];
}

/** A mount namespace beside that of the machine. */
export interface SimulatedNamespace {
  readonly id: number;
  /** The user namespace of its processes; default: that of the machine. */
  readonly users?: number;
  readonly mounts: readonly SimulatedMount[];
  /** See {@linkcode Machine.files}. */
  readonly files: NamedFiles;
}

/** What happens to a process during the scan. */
export interface Race {
  /** How many questions about it are answered first. */
  readonly after: number;
  /** Who has the PID from then on; null: nobody, the process has ended. */
  readonly becomes: SimulatedProcess | null;
}

/** A process. Only the PID is required. */
export interface SimulatedProcess {
  readonly pid: number;
  /** The arguments, or a line in which spaces separate them; default: none. */
  readonly arguments?: string | readonly string[];
  /** What the program wrote over its arguments, byte for byte: a final NUL must be part of it. */
  readonly title?: string;
  /** Default: the first 15 bytes of the program's name. */
  readonly name?: string;
  readonly uid?: number;
  readonly parent?: number;
  /** In clock ticks (hundredths of a second) since the start of the machine. */
  readonly started?: number;
  /** The number of its controlling terminal, `tty_nr`; default: none. */
  readonly terminal?: number;
  /** One letter; `Z` for a zombie, or, with threads, for a leader that has exited. */
  readonly state?: string;
  /** A path in cgroup 2, or the text of the file; default: a service with the program's name. */
  readonly cgroup?: string;
  /** The program's file; default: the first argument if it is a path; null for a kernel thread. */
  readonly exe?: SimulatedMapping | null;
  /** What it maps beside the program, the C library, the loader, heap and stack. */
  readonly mappings?: readonly SimulatedMapping[];
  /** What it has open beside the standard streams. */
  readonly descriptors?: readonly SimulatedDescriptor[];
  readonly threads?: readonly SimulatedThread[];
  /** The root directory, as a path of the mount namespace; default: `/`. */
  readonly root?: string;
  readonly namespace?: SimulatedNamespace;
  /** Whether the scanner may not look into it; default: follows from the two users. */
  readonly denied?: boolean;
  /** What cannot be read: files and directories, by their path below the directory of the process; `.` for all. */
  readonly refuses?: Readonly<Record<string, FailureName>>;
  readonly race?: Race;
}

/** A machine, and who scans it. Made by {@linkcode machineOf}. */
export interface Machine {
  readonly host: string;
  /** The release: `uname -r`. */
  readonly kernel: string;
  /** The user who scans. */
  readonly uid: number;
  /** Now, in ISO 8601. */
  readonly time: string;
  /** How long the machine has been running, in seconds. */
  readonly uptime: number;
  readonly mounts: readonly SimulatedMount[];
  /**
   * The files that exist now, beside those that processes use without a mark. A deleted file whose name is among them
   * was replaced, or, with the same inode, linked again; any other was removed.
   */
  readonly files: NamedFiles;
  /** Whether the files of systemd and its packages are there too: see `systemdFiles()`. */
  readonly systemd: boolean;
  /** In the order in which they are listed. */
  readonly processes: readonly SimulatedProcess[];
  /** The process that scans, `/proc/self`. It is listed last. */
  readonly scanner: SimulatedProcess;
}

/** Makes a machine from its processes and what is special about it. */
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
    systemd: true,
    scanner: { pid: last + 1, arguments: "/usr/local/bin/lib_users", uid, started: uptime * 100 - 5 },
    ...parts,
  };
}
