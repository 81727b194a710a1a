// What the command line asks for, and the defaults.
import type { FormatName } from "../format/formats.ts";
import type { Threshold } from "../model/report.ts";
import type { CommandName, Shell } from "./commands.ts";

/** What the command line asks for. */
export interface Options {
  readonly command: CommandName;
  /** The argument after the command; undefined where the command takes none. */
  readonly operand: Shell | undefined;
  readonly format: FormatName;
  readonly showFiles: boolean;
  readonly services: boolean;
  readonly restart: boolean;
  readonly packages: boolean;
  readonly all: boolean;
  readonly ignorePatterns: readonly string[];
  readonly ignoreLiterals: readonly string[];
  /** Directories and recordings, `-` for a recording on standard input; empty for the procfs of this machine. */
  readonly proc: readonly string[];
  /** In milliseconds. */
  readonly timeout: number;
  /** The file to write to; undefined for standard output. */
  readonly output: string | undefined;
  /** The configuration file; undefined for the default one, which may be missing. */
  readonly config: string | undefined;
  readonly pids: readonly string[];
  /** A name or a uid. */
  readonly user: string | undefined;
  readonly units: readonly string[];
  readonly excludedUnits: readonly string[];
  readonly executable: boolean;
  /** In milliseconds. */
  readonly olderThan: number | undefined;
  /** The thresholds of `--format check`; undefined for those of the configuration. */
  readonly warning: Threshold | undefined;
  readonly critical: Threshold | undefined;
  readonly warningSessions: Threshold | undefined;
  /** How many processes may be denied before a check is UNKNOWN. */
  readonly tolerate: number | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** What an empty command line asks for. */
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
  warningSessions: undefined,
  tolerate: undefined,
  help: false,
  version: false,
};
