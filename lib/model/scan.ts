// Records: the result of a scan, with the processes that use deleted files and what could not be read.
import type { UsedFile } from "./file.ts";
import type { Process } from "./process.ts";

/** A mode: `lib_users` looks at mapped files, `fd_users` at open ones. */
export type ModeName = "lib_users" | "fd_users";

/** Why a question about a procfs path has no answer. */
export type FailureName = "gone" | "denied" | "stuck" | "unreadable";

/** A process and the files it uses. */
export interface Finding {
  readonly process: Process;
  readonly files: readonly UsedFile[];
}

/** A process that could not be read, or not completely. */
export interface UnreadableProcess {
  readonly pid: string;
  readonly failure: Exclude<FailureName, "gone">;
}

/** The result of a scan. */
export interface Scan {
  readonly mode: ModeName;
  /** How many processes were looked at, the scanner itself not counted. */
  readonly processes: number;
  readonly unreadable: readonly UnreadableProcess[];
  /** PIDs that were asked for and are of no process. */
  readonly notFound: readonly string[];
  /** Processes with deleted files, in the order of the procfs. Ignored files are among them, with the reason. */
  readonly findings: readonly Finding[];
  /** When the machine started, in milliseconds since 1970; undefined if it was not read. */
  readonly booted: number | undefined;
  /** The names of the machine's users by their ids; empty if they were not read. */
  readonly users: ReadonlyMap<number, string>;
}
