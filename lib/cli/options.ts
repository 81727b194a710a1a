import { type FormatName, FORMATS } from "../format/formats.ts";
import { DEFAULTS, type Settings, UsageError } from "./settings.ts";

/** An option of the command line. Parser, help and README are made from this table. */
export interface Option {
  /** The long names, the first one shown first. */
  readonly names: readonly [string, ...string[]];
  readonly short?: string;
  /** What it takes, in capitals; none for a switch. */
  readonly value?: string;
  /** What it does: imperative, no full stop. */
  readonly summary: string;
  /** The settings with this option given. Throws a `UsageError` for a value that it does not take. */
  readonly apply: (settings: Settings, value: string) => Settings;
}

/** All options, in the order of the help. */
export const OPTIONS: readonly Option[] = [
  {
    names: ["machine-readable"],
    short: "m",
    summary: "print PIDS;FILES;COMMAND lines for programs",
    apply: (settings) => withFormat(settings, "machine"),
  },
  {
    names: ["showlibs", "showfiles"],
    short: "s",
    summary: "show the deleted files too",
    apply: (settings) => ({ ...settings, showFiles: true }),
  },
  {
    names: ["services"],
    short: "S",
    summary: "say to which services the processes belong",
    apply: (settings) => ({ ...settings, services: true }),
  },
  {
    names: ["ignore-pattern"],
    short: "i",
    value: "GLOB",
    summary: "ignore files that match GLOB too; repeatable",
    apply: (settings, value) => ({ ...settings, ignorePatterns: [...settings.ignorePatterns, value] }),
  },
  {
    names: ["ignore-literal"],
    short: "I",
    value: "NAME",
    summary: "ignore the file of this very name too; repeatable",
    apply: (settings, value) => ({ ...settings, ignoreLiterals: [...settings.ignoreLiterals, value] }),
  },
  {
    names: ["all"],
    summary: "report also what the rules leave out, with the rule",
    apply: (settings) => ({ ...settings, all: true }),
  },
  {
    names: ["format"],
    value: "NAME",
    summary: `print in this format: ${listOf(formatNames())}`,
    apply: (settings, value) => withFormat(settings, formatNamed(value)),
  },
  {
    names: ["json"],
    summary: "the same as --format json",
    apply: (settings) => withFormat(settings, "json"),
  },
  {
    names: ["output"],
    short: "o",
    value: "FILE",
    summary: "write to FILE, whole or not at all",
    apply: (settings, value) => ({ ...settings, output: given(value, "--output", "the name of a file") }),
  },
  {
    names: ["proc"],
    value: "WHERE",
    summary: "look at a directory or recording, - for standard input",
    apply: (settings, value) => ({ ...settings, proc: given(value, "--proc", "a directory, a recording, or -") }),
  },
  {
    names: ["timeout"],
    value: "SECONDS",
    summary: "pass over a process that takes longer; 5 unless told",
    apply: (settings, value) => ({ ...settings, timeout: 1000 * secondsOf(value) }),
  },
  {
    names: ["version"],
    summary: "show the version",
    apply: (settings) => ({ ...settings, version: true }),
  },
  {
    names: ["help"],
    short: "h",
    summary: "show this help",
    apply: (settings) => ({ ...settings, help: true }),
  },
];

function withFormat(settings: Settings, format: FormatName): Settings {
  if (settings.format !== DEFAULTS.format && settings.format !== format) {
    throw new UsageError(`Cannot print in two formats: "${settings.format}" and "${format}"`);
  }
  return { ...settings, format };
}

function formatNames(): readonly FormatName[] {
  return FORMATS.map(({ name }) => name);
}

function formatNamed(value: string): FormatName {
  const format = FORMATS.find(({ name }) => name === value);
  if (format === undefined) {
    throw new UsageError(`Invalid value "${value}" for --format: it takes ${listOf(formatNames())}`);
  }
  return format.name;
}

function secondsOf(value: string): number {
  const seconds = /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : NaN;
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageError(`Invalid value "${value}" for --timeout: it takes seconds, more than 0 and at most 3600`);
}

function given(value: string, option: string, accepts: string): string {
  if (value === "") throw new UsageError(`Invalid value "" for ${option}: it takes ${accepts}`);
  return value;
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
