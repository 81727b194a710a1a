// What the program needs of the runtime that it runs on.
import type { Files } from "../procfs/host.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import type { Threads } from "../scan/thread_pool.ts";

/** What the program needs of the runtime that it runs on. Each runtime has its own. */
export interface Environment {
  /** The user who runs the program; null where the runtime does not tell. */
  readonly uid: number | null;
  readonly files: Files;
  /** Starts threads that read `/proc`; undefined where there are none. */
  readonly threads: Threads | undefined;
  /** Opens a procfs, or a copy of one. A read that takes longer than `timeout` milliseconds is abandoned. */
  openProc(root: string, timeout: number): ProcFs;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Reads standard input to its end, but no more than the first `limit` bytes. */
  readInput(limit: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Replaces a file by these pieces of text atomically, through a temporary file beside it. Rejects where the path exists
   * and is not a regular file; a symbolic link is neither followed nor replaced.
   */
  replaceFile(path: string, pieces: Iterable<string>, mode: number): Promise<void>;
  /** Returns the owner and the mode of a file. Throws what the runtime throws where there is none. */
  access(path: string): { readonly uid: number; readonly mode: number };
  /** Runs rpm and returns what it prints; undefined where it cannot or must not be run. */
  runRpm(args: readonly string[]): Promise<string | undefined>;
  now(): Date;
  /** Returns why the runtime refuses to read a path, and a command with the smallest permission that would do. */
  advise(path: string): string;
}

/** A stream to write to. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Whether colours are wanted there: it is a terminal, and `NO_COLOR` is not set. */
  readonly isColoured: boolean;
  /** The width of the terminal. */
  readonly columns: number;
  /** Writes all of the text. Throws a `ClosedPipeError` where nobody reads it any more. */
  write(text: string): void;
}
