import type { Files } from "../procfs/host.ts";
import type { ProcFs } from "../procfs/procfs.ts";

/** All that the program needs of the environment outside it. Each runtime has its own. */
export interface Environment {
  /** The user who runs the program; null where the runtime does not tell. */
  readonly uid: number | null;
  readonly files: Files;
  /** Opens a procfs, or a copy of one; a read that takes longer than `timeout` milliseconds is given up. */
  openProc(root: string, timeout: number): ProcFs;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Reads standard input to its end. */
  readInput(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Writes a file whole or not at all: under another name first, which then replaces the file. What is there and is no
   * regular file, a symbolic link for one, is neither followed nor replaced: it rejects.
   */
  replaceFile(path: string, bytes: Uint8Array, mode: number): Promise<void>;
  /** Who may write a file: its owner and its mode. Throws what the runtime says where there is none. */
  access(path: string): { readonly uid: number; readonly mode: number };
  /** Runs rpm, and gives what it prints; undefined where it cannot or must not be run. */
  runRpm(args: readonly string[]): Promise<string | undefined>;
  now(): Date;
  /** For a user whose runtime refuses to read `/proc`: what it takes, and what to run instead. */
  readonly advice: string;
}

/** A stream to write to. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Whether colours are wanted there (`NO_COLOR` unset). */
  readonly isColoured: boolean;
  /** The width of the terminal. */
  readonly columns: number;
  /** Writes all of the text. Throws a `ClosedPipeError` where nobody reads any more. */
  write(text: string): void;
}

/** Whoever read the output has gone: no error, but nothing is left to do. */
export class ClosedPipeError extends Error {
  override name = "ClosedPipeError";
}
