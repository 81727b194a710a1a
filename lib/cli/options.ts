import type { FormatName } from "../format/formats.ts";
import type { CommandName, Shell } from "./commands.ts";

/** What the command line asks for. */
export interface Options {
  readonly command: CommandName;
  /** What comes after the command, where it takes something. */
  readonly operand: Shell | undefined;
  readonly format: FormatName;
  readonly showFiles: boolean;
  readonly services: boolean;
  readonly restart: boolean;
  readonly packages: boolean;
  readonly all: boolean;
  readonly ignorePatterns: readonly string[];
  readonly ignoreLiterals: readonly string[];
  /** Directories, recordings, `-` for a recording on standard input; none for the procfs of this machine. */
  readonly proc: readonly string[];
  /** In milliseconds. */
  readonly timeout: number;
  /** The file to write to, instead of standard output. */
  readonly output: string | undefined;
  /** The file of the configuration; undefined for the usual one, which need not be there. */
  readonly config: string | undefined;
  readonly pids: readonly string[];
  readonly user: string | undefined;
  readonly units: readonly string[];
  readonly excludedUnits: readonly string[];
  readonly executable: boolean;
  /** In milliseconds. */
  readonly olderThan: number | undefined;
  /** From how many stale processes on `--format check` warns, or is critical; undefined for what is usual. */
  readonly warning: number | undefined;
  readonly critical: number | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** What holds unless the command line says otherwise. */
export const DEFAULTS: Options = {
  command: "lib_users",
  operand: undefined,
  format: "human",
  showFiles: false,
  services: false,
  restart: false,
  packages: false,
  all: false,
  ignorePatterns: [],
  ignoreLiterals: [],
  proc: [],
  timeout: 5000,
  output: undefined,
  config: undefined,
  pids: [],
  user: undefined,
  units: [],
  excludedUnits: [],
  executable: false,
  olderThan: undefined,
  warning: undefined,
  critical: undefined,
  help: false,
  version: false,
};

/** The command line is wrong. The message is one line that names the argument and says what would be right. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A word of the command line is none of those that are known. Says so; what to suggest instead is found out later. */
export class UnknownWordError extends UsageError {
  override name = "UnknownWordError";

  constructor(
    readonly problem: string,
    readonly advice: string,
    readonly word: string,
    readonly known: readonly string[],
  ) {
    super(`${problem}: ${advice}`);
  }
}
