import { CONFIG_FILE } from "./config.ts";
import {
  ageOf,
  countOf,
  formatNamed,
  formatNames,
  given,
  listOf,
  pidOf,
  secondsOf,
  withFormat,
} from "./option_values.ts";
import type { Options } from "./options.ts";

/** An option of the command line. Parser, help, completions, man page and README are made from this table. */
export interface OptionSpec {
  readonly group: OptionGroup;
  /** The long names, the first one shown first. */
  readonly names: readonly [string, ...string[]];
  readonly short?: string;
  /** What it takes, in capitals; none for a switch. */
  readonly value?: string;
  /** What a shell offers for the value; none where it cannot know. */
  readonly completes?: Completion;
  /** What it does: imperative, no full stop. */
  readonly summary: string;
  /** The options with this option given. Throws a `UsageError` for a value that it does not take. */
  readonly apply: (options: Options, value: string) => Options;
}

/** The headings below which the help lists the options. */
export type OptionGroup = "What to tell" | "How to print it" | "What to look for" | "Where to look" | "Other";

/** A kind of value that shells know how to list. */
export type Completion = "file" | "format" | "process" | "unit" | "user";

/** All options, in the order of the help. */
export const OPTION_SPECS: readonly OptionSpec[] = [
  ...inGroup("What to tell", [
    {
      names: ["showlibs", "showfiles"],
      short: "s",
      summary: "show the deleted files too",
      apply: turnOn("showFiles"),
    },
    {
      names: ["services"],
      short: "S",
      summary: "say to which services the processes belong",
      apply: turnOn("services"),
    },
    {
      names: ["restart"],
      short: "r",
      summary: "say what to run so that nothing uses old files",
      apply: turnOn("restart"),
    },
    {
      names: ["packages"],
      short: "p",
      summary: "say which packages the files belong to",
      apply: turnOn("packages"),
    },
  ]),
  ...inGroup("How to print it", [
    {
      names: ["machine-readable"],
      short: "m",
      summary: "print PIDS;FILES;COMMAND lines for programs",
      apply: (options) => withFormat(options, "machine"),
    },
    {
      names: ["long"],
      short: "l",
      summary: "print all about each process, for people",
      apply: (options) => withFormat(options, "long"),
    },
    {
      names: ["format"],
      value: "NAME",
      completes: "format",
      summary: `print in this format: ${listOf(formatNames())}`,
      apply: (options, value) => withFormat(options, formatNamed(value)),
    },
    {
      names: ["json"],
      summary: "the same as --format json",
      apply: (options) => withFormat(options, "json"),
    },
    {
      names: ["output"],
      short: "o",
      value: "FILE",
      completes: "file",
      summary: "write to FILE, whole or not at all; - for stdout",
      apply: (options, value) => ({
        ...options,
        output: value === "-" ? undefined : given(value, "--output", "the name of a file"),
      }),
    },
    {
      names: ["warning"],
      value: "N",
      summary: "for check: warn from N stale processes on; 1 unless told",
      apply: (options, value) => ({ ...options, warning: countOf(value, "--warning") }),
    },
    {
      names: ["critical"],
      value: "N",
      summary: "for check: be critical from N of root or the system on; 1 unless told",
      apply: (options, value) => ({ ...options, critical: countOf(value, "--critical") }),
    },
  ]),
  ...inGroup("What to look for", [
    {
      names: ["ignore-pattern"],
      short: "i",
      value: "GLOB",
      completes: "file",
      summary: "ignore files that match GLOB too; repeatable",
      apply: (options, value) => ({ ...options, ignorePatterns: [...options.ignorePatterns, value] }),
    },
    {
      names: ["ignore-literal"],
      short: "I",
      value: "NAME",
      completes: "file",
      summary: "ignore the file of this very name too; repeatable",
      apply: (options, value) => ({ ...options, ignoreLiterals: [...options.ignoreLiterals, value] }),
    },
    {
      names: ["all"],
      summary: "report also what rules leave out, with the rule",
      apply: turnOn("all"),
    },
    {
      names: ["pid"],
      value: "PID",
      completes: "process",
      summary: "look only at this process; repeatable",
      apply: (options, value) => ({ ...options, pids: [...options.pids, pidOf(value)] }),
    },
    {
      names: ["user"],
      value: "USER",
      completes: "user",
      summary: "report only processes of this user, name or id",
      apply: (options, value) => ({ ...options, user: given(value, "--user", "a name or an id") }),
    },
    {
      names: ["unit"],
      value: "GLOB",
      completes: "unit",
      summary: "report only what is in such a unit; repeatable",
      apply: (options, value) => ({ ...options, units: [...options.units, value] }),
    },
    {
      names: ["exclude-unit"],
      value: "GLOB",
      completes: "unit",
      summary: "leave out what is in such a unit; repeatable",
      apply: (options, value) => ({ ...options, excludedUnits: [...options.excludedUnits, value] }),
    },
    {
      names: ["executable"],
      summary: "report only files that the process may execute",
      apply: turnOn("executable"),
    },
    {
      names: ["older-than"],
      value: "AGE",
      summary: "report only what runs longer: 90s, 10m, 2h, 1d",
      apply: (options, value) => ({ ...options, olderThan: ageOf(value) }),
    },
  ]),
  ...inGroup("Where to look", [
    {
      names: ["proc"],
      value: "WHERE",
      completes: "file",
      summary: "look at a directory or recording, - for stdin; repeatable",
      apply: (options, value) => ({
        ...options,
        proc: [...options.proc, given(value, "--proc", "a directory, a recording, or -")],
      }),
    },
    {
      names: ["timeout"],
      value: "SECONDS",
      summary: "pass over what takes longer; 5 unless told",
      apply: (options, value) => ({ ...options, timeout: 1000 * secondsOf(value) }),
    },
  ]),
  ...inGroup("Other", [
    {
      names: ["config"],
      value: "FILE",
      completes: "file",
      summary: `read the configuration from FILE, not ${CONFIG_FILE}`,
      apply: (options, value) => ({ ...options, config: given(value, "--config", "the name of a file") }),
    },
    {
      names: ["version"],
      summary: "show the version",
      apply: turnOn("version"),
    },
    {
      names: ["help"],
      short: "h",
      summary: "show this help",
      apply: turnOn("help"),
    },
  ]),
];

function inGroup(group: OptionGroup, options: readonly Omit<OptionSpec, "group">[]): readonly OptionSpec[] {
  return options.map((option) => ({ group, ...option }));
}

type Switch = "showFiles" | "services" | "restart" | "packages" | "all" | "executable" | "version" | "help";

function turnOn(name: Switch): (options: Options) => Options {
  return (options) => ({ ...options, [name]: true });
}
