// The one door to the data: `ProcFs` lists, follows links, stats and reads. A failure is a value with a name.
import type { FileType, Stat } from "../model/file.ts";
import type { FailureName } from "../model/scan.ts";

/** A question without an answer. It is a value like any other, so that no caller can forget it. */
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

/** The types of files by the four upper bits of the mode: inode(7). */
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
 *
 * `listSync` and `linkSync` are for what the kernel answers from its own memory, whatever the process does: the list of
 * processes, of threads and of descriptors, and the links `fd/N`, `exe`, `root`, `ns/*`. Everything else can wait for
 * another process or for a file system, and so has a deadline.
 */
export interface ProcFs {
  /** Lists the names in a directory. The order is not defined. */
  listSync(path: string): readonly string[] | Failure;
  /**
   * Returns the target of a symbolic link as text (see `decodeText`), with the ` (deleted)` of the kernel. `exe` is
   * `gone` only if the kernel says so: the process has ended, or has no memory. Where nobody knows, it is `unreadable`.
   */
  linkSync(path: string): string | Failure;
  /** Lists the names in a directory that is on a file system. */
  list(path: string): Promise<readonly string[] | Failure>;
  /** Returns the target of a symbolic link that is on a file system or in `map_files`. */
  link(path: string): Promise<string | Failure>;
  /** Returns what `stat(2)` says of the file that the path leads to. Links are followed. */
  stat(path: string): Promise<Stat | Failure>;
  /** Reads a file. One of more than {@linkcode READ_LIMIT} bytes is `unreadable`. */
  read(path: string): Promise<Uint8Array | Failure>;
  /** Reads the first bytes of a file, at most `limit`. */
  readStart(path: string, limit: number): Promise<Uint8Array | Failure>;
  /**
   * Reads a file of any size in pieces, until `visit` returns false. A piece is only valid during the call. Resolves to
   * undefined once the last piece has been visited.
   */
  readPieces(path: string, visit: (piece: Uint8Array) => boolean): Promise<Failure | undefined>;
}

/** The size of the longest file that is read as one: more than any `mountinfo` or package list of a real machine. */
export const READ_LIMIT = 32 * 1024 * 1024;

/**
 * How many bytes of one line are kept of a file that is read in pieces. Names have 4 KiB at most, each byte of them
 * written as four, save those made to harm.
 */
export const LINE_LIMIT = 17 * 1024;

/** The sandbox of the runtime refused a call. That says nothing about the machine, so it is no {@linkcode Failure}. */
export class SandboxError extends Error {
  override name = "SandboxError";

  /** What may not be read: `/proc` for everything below it. */
  get path(): string {
    const { resource } = this.cause as { readonly resource?: unknown };
    const path = typeof resource === "string" && resource !== ""
      ? resource
      : / access to "([^"]+)"/.exec(this.message)?.[1];
    return path === undefined || path.startsWith("/proc/") ? "/proc" : path;
  }
}

/** Returns the type of a file by its `st_mode`. */
export function fileTypeOf(mode: number): FileType {
  return (FILE_TYPES as Readonly<Record<number, FileType>>)[mode >> 12 & 15] ?? "other";
}

/** Returns whether a value is the name of a file type. */
export function isFileType(value: unknown): value is FileType {
  return value === "other" || Object.values<unknown>(FILE_TYPES).includes(value);
}

/** Returns whether an error is a refusal by the sandbox of the runtime, Deno's or Node's. */
export function isForbidden(error: unknown): boolean {
  const { name, code } = error as Error & { readonly code?: string };
  return name === "NotCapable" || code === "ERR_ACCESS_DENIED";
}

/** Returns whether a name in the root of a procfs is a PID: a number from 1 on, without leading zeros. */
export function isPid(name: string): boolean {
  return /^[1-9][0-9]{0,9}$/.test(name);
}

/** Returns whether an answer is a failure. */
export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "failure" in answer;
}

/**
 * Returns the path that leads to the files of the host: the root of its first process, or the scanner's own root if
 * that is not allowed.
 */
export async function hostRoot(proc: ProcFs): Promise<string> {
  return isFailure(await proc.stat("1/root")) ? "self/root" : "1/root";
}
