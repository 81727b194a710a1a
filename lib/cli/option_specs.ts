// The table of options. Parser, help, completions, manual page and documents are made from it.
import { MODES } from "../scan/modes.ts";
import { type CommandName, COMMANDS } from "./commands.ts";
import { CONFIG_FILE } from "./config.ts";
import {
  type Completion,
  FORMAT_NAMES,
  listOf,
  parseAge,
  parseCount,
  parseFormat,
  parseLimit,
  parsePid,
  parseText,
  parseTimeout,
  withFormat,
  withMore,
  withOutput,
} from "./option_values.ts";
import { DEFAULTS, type Options } from "./options.ts";

/** An option. The parser, help, completions, manual page and documentation are made from these rows. */
export interface OptionSpec {
  readonly group: OptionGroup;
  /** The long names, the main one first. */
  readonly names: readonly [string, ...string[]];
  readonly short?: string;
  /** The name of its value, in capitals; absent for a switch. */
  readonly value?: string;
  /** What a shell can offer as the value; absent where it cannot know. */
  readonly completes?: Completion;
  /** The commands that take it. */
  readonly commands: readonly CommandName[];
  /** What it does: imperative, no full stop. */
  readonly summary: string;
  /** What it does with a command that looks at one host (default: `summary`). */
  readonly summaryOfOne?: string;
  /** Returns the options with this one applied. Throws a `UsageError` for a value that it does not take. */
  readonly apply: (options: Options, value: string) => Options;
}

/** The headings under which the help lists the options. */
export type OptionGroup = "What to show" | "How to print it" | "What to report" | "Where to look" | "Other";

const ALL: readonly CommandName[] = COMMANDS.map(({ name }) => name);
const SCANS: readonly CommandName[] = MODES.map(({ name }) => name);
const READERS: readonly CommandName[] = [...SCANS, "reboot", "record"];

/** All options, in the order of the help. */
export const OPTION_SPECS: readonly OptionSpec[] = [
  ...inGroup("What to show", [
    {
      names: ["showlibs", "showfiles"],
      short: "s",
      summary: "also show the deleted files",
      apply: turnOn("showFiles"),
    },
    { names: ["services"], short: "S", summary: "also show the services of the processes", apply: turnOn("services") },
    {
      names: ["restart"],
      short: "r",
      summary: "also show what to run so that no process uses deleted files",
      apply: turnOn("restart"),
    },
    {
      names: ["packages"],
      short: "p",
      commands: [...SCANS, "record"],
      summary: "also look up the packages of the deleted files",
      apply: turnOn("packages"),
    },
  ]),
  ...inGroup("How to print it", [
    {
      names: ["machine-readable"],
      short: "m",
      summary: "print PIDS;FILES;COMMAND lines, for scripts",
      apply: (options) => withFormat(options, "machine"),
    },
    {
      names: ["long"],
      short: "l",
      summary: "print a block for each process, for people",
      apply: (options) => withFormat(options, "long"),
    },
    {
      names: ["format"],
      value: "NAME",
      completes: "format",
      summary: `print in this format: ${listOf(FORMAT_NAMES)} (default: ${DEFAULTS.format})`,
      apply: (options, value) => withFormat(options, parseFormat(value)),
    },
    { names: ["json"], summary: "same as --format json", apply: (options) => withFormat(options, "json") },
    {
      names: ["output"],
      short: "o",
      value: "FILE",
      completes: "file",
      commands: ALL,
      summary: "write to FILE, complete or not at all; - for stdout",
      apply: withOutput,
    },
    {
      names: ["warning"],
      short: "w",
      value: "N",
      summary: "with --format check: WARNING at N or more stale processes (default: 1)",
      apply: (options, value) => ({ ...options, warning: parseLimit(value, "--warning") }),
    },
    {
      names: ["critical"],
      short: "c",
      value: "N",
      summary: "with --format check: CRITICAL at N or more stale processes of root or the system (default: 1)",
      apply: (options, value) => ({ ...options, critical: parseLimit(value, "--critical") }),
    },
    {
      names: ["warning-sessions"],
      value: "N",
      summary: "with --format check: WARNING at N or more login sessions with stale processes (default: never)",
      apply: (options, value) => ({ ...options, warningSessions: parseLimit(value, "--warning-sessions") }),
    },
    {
      names: ["tolerate"],
      value: "N",
      summary: "with --format check: not UNKNOWN for up to N processes that not even root may read (default: 0)",
      apply: (options, value) => ({ ...options, tolerate: parseCount(value, "--tolerate") }),
    },
  ]),
  ...inGroup("What to report", [
    {
      names: ["ignore-pattern"],
      short: "i",
      value: "GLOB",
      completes: "file",
      summary: "also ignore files that match GLOB; repeatable",
      apply: (options, value) => withMore(options, "ignorePatterns", value),
    },
    {
      names: ["ignore-literal"],
      short: "I",
      value: "NAME",
      completes: "file",
      summary: "also ignore the file named exactly NAME; repeatable",
      apply: (options, value) => withMore(options, "ignoreLiterals", value),
    },
    { names: ["all"], summary: "also report ignored files, each with its rule", apply: turnOn("all") },
    {
      names: ["pid"],
      value: "PID",
      completes: "process",
      commands: READERS,
      summary: "look at this process only; repeatable",
      apply: (options, value) => ({ ...options, pids: [...options.pids, parsePid(value)] }),
    },
    {
      names: ["user"],
      value: "USER",
      completes: "user",
      summary: "report only processes of USER, a name or a number",
      apply: (options, value) => ({ ...options, user: parseText(value, "--user", "a name or a number") }),
    },
    {
      names: ["unit"],
      value: "GLOB",
      completes: "unit",
      summary: "report only units that match GLOB; repeatable",
      apply: (options, value) => withMore(options, "units", value),
    },
    {
      names: ["exclude-unit"],
      value: "GLOB",
      completes: "unit",
      summary: "do not report units that match GLOB; repeatable",
      apply: (options, value) => withMore(options, "excludedUnits", value),
    },
    {
      names: ["executable"],
      commands: ["lib_users"],
      summary: "report only files that the process may execute",
      apply: turnOn("executable"),
    },
    {
      names: ["older-than"],
      value: "AGE",
      summary: "report only processes older than AGE: 90s, 10m, 2h, 1d",
      apply: (options, value) => ({ ...options, olderThan: parseAge(value) }),
    },
  ]),
  ...inGroup("Where to look", [
    {
      names: ["proc"],
      value: "WHERE",
      completes: "file",
      commands: READERS,
      summary: "read this procfs, recording or directory of recordings; - for stdin; repeatable (default: /proc)",
      summaryOfOne: "read this procfs or recording; - for stdin (default: /proc)",
      apply: (options, value) => withMore(options, "proc", value),
    },
    {
      names: ["timeout"],
      value: "SECONDS",
      commands: READERS,
      summary: "skip a process that does not answer within SECONDS (default: 5)",
      apply: (options, value) => ({ ...options, timeout: parseTimeout(value) }),
    },
  ]),
  ...inGroup("Other", [
    {
      names: ["config"],
      value: "FILE",
      completes: "file",
      summary: `read the configuration from FILE (default: ${CONFIG_FILE})`,
      apply: (options, value) => ({ ...options, config: parseText(value, "--config", "the name of a file") }),
    },
    { names: ["version"], commands: ALL, summary: "show the version", apply: turnOn("version") },
    { names: ["help"], short: "h", commands: ALL, summary: "show the help of the command", apply: turnOn("help") },
  ]),
];

/** An option without what most have in common: the group, and the commands that scan. */
type Row = Omit<OptionSpec, "group" | "commands"> & Partial<Pick<OptionSpec, "commands">>;

function inGroup(group: OptionGroup, rows: readonly Row[]): readonly OptionSpec[] {
  return rows.map((row) => ({ group, commands: SCANS, ...row }));
}

type Switch = "showFiles" | "services" | "restart" | "packages" | "all" | "executable" | "version" | "help";

function turnOn(name: Switch): (options: Options) => Options {
  return (options) => ({ ...options, [name]: true });
}

/** Returns the options that a command takes, each with what it does there. */
export function optionsOf(command: CommandName): readonly OptionSpec[] {
  const isScan = SCANS.includes(command);
  return OPTION_SPECS.filter(({ commands }) => commands.includes(command))
    .map((option) => isScan ? option : { ...option, summary: option.summaryOfOne ?? option.summary });
}

/** Returns every way to write an option, the short name first: `-o`, `--output`. */
export function dashedNames({ short, names }: OptionSpec): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), ...names.map((name) => `--${name}`)];
}

/** Returns how an option is written: `-i, --ignore-pattern GLOB`. */
export function formatOption(option: OptionSpec): string {
  return dashedNames(option).join(", ") + (option.value === undefined ? "" : ` ${option.value}`);
}
