import type { UsedFile } from "./file.ts";
import type { Process } from "./process.ts";

/** What a scan looks at: mapped files, or open ones. */
export type ModeName = "lib_users" | "fd_users";

/** Why a question about a procfs path has no answer. */
export type FailureName = "gone" | "denied" | "stuck" | "unreadable";

/** A process and the files it uses. */
export interface Finding {
  readonly process: Process;
  readonly files: readonly UsedFile[];
}

/** A process that could not be looked into. */
export interface UnreadableProcess {
  readonly pid: string;
  readonly failure: Exclude<FailureName, "gone">;
}

/** What a scan found. */
export interface Scan {
  readonly mode: ModeName;
  /** How many processes were looked at, the scanner itself not counted. */
  readonly processes: number;
  readonly unreadable: readonly UnreadableProcess[];
  /** The processes that were asked for by their PIDs and are not there. */
  readonly notFound: readonly string[];
  /** Processes with marked files, in the order of the procfs; the ignored files are among them, with the reason. */
  readonly findings: readonly Finding[];
  /** When the machine started, in milliseconds since 1970; undefined where it was not asked or not told. */
  readonly booted: number | undefined;
  /** The names of the users of the machine by their ids; empty where they were not asked or not told. */
  readonly users: ReadonlyMap<number, string>;
}
