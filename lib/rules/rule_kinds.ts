// What must be true of a file beside its name before a rule ignores it.
import type { FileDescriptor, FileMapping, FileState, Stat } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import { accessMode } from "../parse/fdinfo.ts";
import { isMemory } from "./file_systems.ts";
import { isExecutable, isShared, isWritten } from "./permissions.ts";
import { isInstalled, isUnpackedName } from "./unpacked.ts";

/**
 * Where a file is. `mounted`: on a file system that is mounted; `unmounted`: on a disk that is mounted nowhere any more;
 * `kernel`: on the kernel's own file system for shared memory, which never is; `nowhere`: on a file system that is
 * mounted nowhere, of one sort or the other; `unknown`: the mounts are not known.
 */
export type Place = "mounted" | "unmounted" | "kernel" | "nowhere" | "unknown";

/** What a rule may judge a file by. */
export interface Subject {
  /** The name that the file has once its package is installed: see `finalName`. */
  readonly name: string;
  readonly inode: string | undefined;
  readonly place: Place;
  /** The type of the file system, as `mountinfo` names it; undefined where it is not known. */
  readonly fileSystem: string | undefined;
  /** Whether the process was started from it: `/proc/PID/exe`. */
  readonly isProgram: boolean;
  readonly mappings: readonly Pick<FileMapping, "permissions">[];
  /** Whether every readable mapping of the process is executable: `READ_IMPLIES_EXEC`, personality(2). */
  readonly impliesExec: boolean;
  readonly descriptors: readonly FileDescriptor[];
  /** What `stat` says of the file; undefined where it has not been asked yet, or does not answer. */
  readonly stat: Stat | undefined;
  /** What became of the file; undefined where it has not been asked yet. */
  readonly state: FileState | undefined;
  /** When the process started, in milliseconds since 1970; undefined where it is not known. */
  readonly started: number | undefined;
  /** Directories for temporary files that the arguments of the process name. */
  readonly temporaryDirectories: readonly string[];
}

/** A kind of file that is marked as deleted without an upgrade or a lost log behind it. */
export interface IgnoreRule {
  readonly name: string;
  readonly modes: readonly ModeName[];
  /** What must be true of the file beside its name. */
  readonly kind: RuleKind;
  /** What the name must match; absent where it does not matter. */
  readonly pattern?: RegExp;
  /** The types of file systems that it must be on; absent where they do not matter. */
  readonly fileSystems?: readonly string[];
  /** What the name must match where the type of the file system is not known; absent: anything. */
  readonly mountPoint?: RegExp;
  readonly reason: string;
  /** Where it was met: in the kernel, a manual, a tool, an issue of one. */
  readonly met: string;
  /** A name that the rule explains. */
  readonly example: string;
}

/** What the rules of a kind have in common: see {@linkcode RULE_KINDS}. */
export type RuleKind =
  | "kernel"
  | "present"
  | "memory"
  | "queue"
  | "handle"
  | "huge"
  | "code"
  | "shared"
  | "written"
  | "unnamed"
  | "name"
  | "data"
  | "made"
  | "unpacked"
  | "unopened-memory"
  | "unopened"
  | "special"
  | "linked"
  | "empty";

/** What a file must be, beside its name, for a rule to explain it. */
interface Kind {
  /** What such files are, in a few words. */
  readonly title: string;
  /** The condition as a sentence. */
  readonly what: string;
  readonly test: (subject: Subject) => boolean;
}

/** The conditions of the rules. Structure beats names: names can be faked, structure cannot. */
export const RULE_KINDS: Readonly<Record<RuleKind, Kind>> = {
  kernel: {
    title: "Made by the kernel",
    what: "The kernel made the object, on a file system of its own that is mounted nowhere.",
    test: ({ place }) => place !== "mounted" && place !== "unmounted",
  },
  present: {
    title: "Still there",
    what: "The file has this name: it was linked again, or its name really ends as the mark of the kernel does.",
    test: ({ state }) => state === "linked",
  },
  memory: {
    title: "Memory of the kernel",
    what: "It is on the kernel's own file system for shared memory, device 00:01, which is mounted nowhere.",
    test: ({ place }) => place === "kernel",
  },
  queue: {
    title: "Message queues",
    what: "The descriptor is on a file system that is mounted nowhere, and has only flags that mq_open(3) sets.",
    test: ({ place, descriptors }) =>
      place === "nowhere" && descriptors.length > 0 &&
      descriptors.every(({ flags = 0 }) => (flags & ~(ACCESS_MODE | NONBLOCK)) === CLOSE_ON_EXEC),
  },
  handle: {
    title: "Open on a file system that takes no disk space",
    what: "The file system takes up no space.",
    test: () => true,
  },
  huge: {
    title: "In huge pages",
    what: "It is on hugetlbfs. Such a file is written through a mapping only, so no package can have brought it.",
    test: ({ fileSystem, mappings }) => fileSystem !== undefined || isShared(mappings),
  },
  code: {
    title: "Code that the process writes",
    what:
      "All mappings are shared, one is writable, one executable: the process writes it. If open, it is below 64 MiB.",
    test: (subject) => !subject.isProgram && isWritten(subject.mappings) && isExecutable(subject) && isSmall(subject),
  },
  shared: {
    title: "Mapped shared only",
    what: "All mappings are shared. No loader maps a library so.",
    test: ({ mappings }) => isShared(mappings),
  },
  written: {
    title: "Data that the process writes",
    what: "All mappings are shared, one is writable and none executable: it is the process's own data.",
    test: (subject) => isWritten(subject.mappings) && !isExecutable(subject),
  },
  unnamed: {
    title: "Made without a name",
    what: "The file was made without a name, by O_TMPFILE of open(2): the number in the name is its inode.",
    test: ({ name, inode }) => inode !== undefined && name.endsWith(`#${inode}`),
  },
  name: {
    title: "By name alone",
    what: "The name alone tells, but it is not the program.",
    test: ({ isProgram }) => !isProgram,
  },
  data: {
    title: "Mapped as data",
    what: "It is not the program, no mapping is executable, and its name is not that of code for a virtual machine.",
    test: isData,
  },
  made: {
    title: "Written and deleted while the process ran",
    what:
      "It is mapped as data, was written after the process started, and its name is free. No package puts it there.",
    test: (subject) =>
      isData(subject) && subject.state === "removed" && isYounger(subject) && !isInstalled(subject.name),
  },
  unpacked: {
    title: "Unpacked, loaded and deleted",
    what: "It is among temporary files, its name has a random part and is free, and it is younger than the process.",
    test: ({ name, isProgram, state, stat, started, temporaryDirectories }) =>
      !isProgram && (state === "removed" || state === "unknown") && isUnpackedName(name, temporaryDirectories) &&
      (started === undefined || (stat?.mtime ?? started) >= started - ROUNDING),
  },
  "unopened-memory": {
    title: "Mapped memory",
    what: "It is not open, and on a file system that is memory.",
    test: ({ descriptors, fileSystem }) => descriptors.length === 0 && isMemory(fileSystem ?? ""),
  },
  unopened: {
    title: "Mapped, but nothing is known of it",
    what: "It is not open, and `stat` of it is not answered: only root may ask.",
    test: ({ descriptors, state, stat }) => descriptors.length === 0 && state !== undefined && stat === undefined,
  },
  special: {
    title: "Not a regular file",
    what: "It is no regular file.",
    test: ({ stat }) => stat !== undefined && stat.type !== "file",
  },
  linked: {
    title: "With another name",
    what: "It has another name, which keeps its space. An open log counts.",
    test: (subject) => subject.stat !== undefined && subject.stat.nlink > 0 && !isLog(subject),
  },
  empty: {
    title: "Empty",
    what: "It has no blocks on disk. An open log counts.",
    test: (subject) => subject.stat?.blocks === 0 && !isLog(subject),
  },
};

/** Whether a process only reads or writes a file. A virtual machine maps its code as data. */
function isData(subject: Subject): boolean {
  return !isExecutable(subject) && !/\.(?:jar|war|ear|dll|exe)$/.test(subject.name);
}

/** Whether a file was certainly written after the process started. */
function isYounger({ stat, started = Infinity }: Subject): boolean {
  return (stat?.mtime ?? -Infinity) >= started + ROUNDING;
}

/** Whether a file takes up little disk space, if the process has it open. */
function isSmall({ descriptors, stat }: Subject): boolean {
  return descriptors.length === 0 || stat !== undefined && 512 * stat.blocks <= CODE_LIMIT;
}

/** Whether a process goes on writing to a file that may be a log. */
function isLog({ name, descriptors }: Subject): boolean {
  const modes = descriptors.map(accessMode);
  const isWriter = modes.some((mode) => mode === "write" || mode === "read and write");
  return modes.includes("append") || isWriter && /^\/var\/(?:local\/)?log\//.test(name);
}

/**
 * mq_open(3) always sets the last of these flags, and none but these. open(2) on 64 bits always sets O_LARGEFILE, which
 * is not the same bit on every processor: asm-generic/fcntl.h, arch/arm64/include/uapi/asm/fcntl.h, ipc/mqueue.c.
 */
const ACCESS_MODE = 0o3;
const NONBLOCK = 0o4000;
const CLOSE_ON_EXEC = 0o2000000;
const CODE_LIMIT = 64 * 1024 * 1024;
/** The boot time is rounded to seconds, in milliseconds. */
const ROUNDING = 2000;
