import type { FailureName, Stat } from "../procfs/procfs.ts";
import type { ModeName } from "../rules/ignore.ts";
import type { Owner } from "./service.ts";

/** A mapping of a file, or the part of it that matters. */
export interface HeldMapping {
  readonly range: string;
  readonly permissions: string;
}

/** An open descriptor of a file. */
export interface HeldDescriptor {
  readonly number: string;
  /** The thread whose own descriptor table it is in; undefined where it is the table of the process. */
  readonly thread: string | undefined;
  /** The offset in bytes and the flags of open(2); undefined where `fdinfo` could not be read. */
  readonly offset: number | undefined;
  readonly flags: number | undefined;
}

/** A file marked as deleted that a process still uses, as its `maps` or `fd` tell. */
export interface Held {
  /** The kernel's name without its mark; undefined where a link could not be read and only `stat` can tell. */
  readonly name: string | undefined;
  /** The link, below the procfs root, that leads to the file itself. */
  readonly via: string;
  /** The device as in `mountinfo` (from `maps`), or the id of the mount (from `fdinfo`), where it is known. */
  readonly device: string | undefined;
  readonly mount: string | undefined;
  readonly inode: string | undefined;
  readonly mappings: readonly HeldMapping[];
  readonly descriptors: readonly HeldDescriptor[];
}

/**
 * What became of a file: `replaced`: another file has the name now; `removed`: none has; `linked`: it is marked as
 * deleted, but is still there under its name; `unknown`: could not, or must not, look.
 */
export type FileState = "replaced" | "removed" | "linked" | "unknown";

/** Why a file is not reported. */
export interface Ignored {
  /** The name of the rule, or the option that said so. */
  readonly rule: string;
  readonly reason: string;
  /** Whether the user said so, and not a rule of the program. */
  readonly byUser: boolean;
}

/** A file that a process uses, looked into. */
export interface UsedFile extends Omit<Held, "name" | "via"> {
  readonly name: string;
  /** What to know about a name that is not the whole truth; undefined where it is. */
  readonly note: string | undefined;
  readonly state: FileState;
  /** Whether the process may execute it: it is the program, a library, or generated code. */
  readonly executable: boolean;
  /** What `stat` says of the file itself; undefined where it could not, or must not, be asked. */
  readonly stat: Stat | undefined;
  /** Since when the name leads elsewhere, in milliseconds since 1970. */
  readonly staleSince: number | undefined;
  readonly ignored: Ignored | undefined;
}

/** A process, as far as the output tells of it. */
export interface Process {
  readonly pid: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** The start in clock ticks (hundredths of a second) since the machine's. */
  readonly started: number | undefined;
  readonly arguments: readonly string[];
  /** The arguments in one line; empty where the process has none. */
  readonly command: string;
  /** The real user id; undefined where it was not asked or not told. */
  readonly uid: number | undefined;
  /** The path of the cgroup that tells the owner; undefined where it was not asked or not told. */
  readonly cgroup: string | undefined;
  /** To what it belongs; undefined where that was not asked. */
  readonly owner: Owner | undefined;
}

/** A process and the files it uses. */
export interface Finding {
  readonly process: Process;
  readonly files: readonly UsedFile[];
}

/** A process that could not be looked into. */
export interface Missed {
  readonly pid: string;
  readonly failure: Exclude<FailureName, "gone">;
}

/** What a scan found. */
export interface Scan {
  readonly mode: ModeName;
  /** How many processes were looked at, the scanner itself not counted. */
  readonly processes: number;
  readonly missed: readonly Missed[];
  /** The processes that were asked for by their PIDs and are not there. */
  readonly absent: readonly string[];
  /** Processes with marked files, in the order of the procfs; the ignored files are among them, with the reason. */
  readonly findings: readonly Finding[];
  /** When the machine started, in milliseconds since 1970; undefined where it was not asked or not told. */
  readonly booted: number | undefined;
  /** The names of the users of the machine by their ids; empty where they were not asked or not told. */
  readonly users: ReadonlyMap<number, string>;
}

/** When a process started, in milliseconds since 1970; undefined where it cannot be told. */
export function startTime(started: number | undefined, booted: number | undefined): number | undefined {
  return started === undefined || booted === undefined ? undefined : booted + 10 * started;
}
