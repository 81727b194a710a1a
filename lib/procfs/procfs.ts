import type { FileType, Stat } from "../model/file.ts";
import type { FailureName } from "../model/scan.ts";

/** A question that was not answered: a value like any other, so that no caller can forget it. */
export interface Failure {
  /**
   * `gone`: the process, the thread or the file is not there (ENOENT, ESRCH); `denied`: not allowed (EACCES,
   * EPERM); `stuck`: no answer in time; `unreadable`: everything else.
   */
  readonly failure: FailureName;
}

/** The four failures, one object each. */
export const FAILURES: Readonly<Record<FailureName, Failure>> = {
  gone: { failure: "gone" },
  denied: { failure: "denied" },
  stuck: { failure: "stuck" },
  unreadable: { failure: "unreadable" },
};

/** What a file can be, by the four upper bits of its mode: inode(7). */
const FILE_TYPES = {
  1: "fifo",
  2: "character",
  4: "directory",
  6: "block",
  8: "file",
  10: "symlink",
  12: "socket",
} as const satisfies Readonly<Record<number, FileType>>;

/**
 * The one door to the data. Paths are relative to the procfs root (`"1/maps"`, `"self"`), `"."` is the root.
 * `list`, `link` and `stat` are synchronous, because the kernel answers them from memory; `read` is not, because
 * `maps` and `cmdline` take the lock of the target's memory and so can block for as long as the target does.
 */
export interface ProcFs {
  /** The names in a directory, in no particular order. */
  list(path: string): readonly string[] | Failure;
  /** The target of a symbolic link as text (see `decodeText`), the kernel's ` (deleted)` included. */
  link(path: string): string | Failure;
  /** What is known of the file that the path leads to, links followed. */
  stat(path: string): Stat | Failure;
  /** The whole content of a file. */
  read(path: string): Promise<Uint8Array | Failure>;
}

/** The runtime's own sandbox refused to read: no fact about the machine, so not a {@linkcode Failure}. */
export class SandboxError extends Error {
  override name = "SandboxError";
}

/** The type of a file of this mode, `st_mode`. */
export function fileTypeOf(mode: number): FileType {
  return (FILE_TYPES as Readonly<Record<number, FileType>>)[mode >> 12 & 15] ?? "other";
}

/** Whether a value is the name of a type. */
export function isFileType(value: unknown): value is FileType {
  return value === "other" || Object.values<unknown>(FILE_TYPES).includes(value);
}

/** Whether an error says that the sandbox of the runtime, Deno's or Node's, did not let the program look. */
export function isForbidden(error: unknown): boolean {
  const { name, code } = error as Error & { readonly code?: string };
  return name === "NotCapable" || code === "ERR_ACCESS_DENIED";
}

/** Whether the name of a folder is that of a process: a number from 1 on, without leading zeros. */
export function isPid(name: string): boolean {
  return /^[1-9][0-9]{0,9}$/.test(name);
}

/** Whether an answer is a failure. */
export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "failure" in answer;
}

/**
 * Where the files of the host that is looked at are: below the root of its first process, or below the scanner's own
 * where that is not allowed.
 */
export function hostRoot(proc: ProcFs): string {
  return isFailure(proc.stat("1/root")) ? "self/root" : "1/root";
}
