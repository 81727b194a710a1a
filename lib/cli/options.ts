import { type FormatName, FORMATS } from "../format/formats.ts";
import { CONFIG_FILE } from "./config.ts";
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
    names: ["long"],
    short: "l",
    summary: "print all about each process and its files, for people",
    apply: (settings) => withFormat(settings, "long"),
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
    names: ["restart"],
    short: "r",
    summary: "say what to run so that nothing uses old files any more",
    apply: (settings) => ({ ...settings, restart: true }),
  },
  {
    names: ["packages"],
    short: "p",
    summary: "say which packages the files belong to",
    apply: (settings) => ({ ...settings, packages: true }),
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
    names: ["pid"],
    value: "PID",
    summary: "look only at this process; repeatable",
    apply: (settings, value) => ({ ...settings, pids: [...settings.pids, pidOf(value)] }),
  },
  {
    names: ["user"],
    value: "USER",
    summary: "report only processes of this user, a name or an id",
    apply: (settings, value) => ({ ...settings, user: given(value, "--user", "a name or an id") }),
  },
  {
    names: ["unit"],
    value: "GLOB",
    summary: "report only what belongs to such a unit; repeatable",
    apply: (settings, value) => ({ ...settings, units: [...settings.units, value] }),
  },
  {
    names: ["exclude-unit"],
    value: "GLOB",
    summary: "leave out what belongs to such a unit; repeatable",
    apply: (settings, value) => ({ ...settings, excludedUnits: [...settings.excludedUnits, value] }),
  },
  {
    names: ["executable"],
    summary: "report only files that the process may execute",
    apply: (settings) => ({ ...settings, executable: true }),
  },
  {
    names: ["older-than"],
    value: "AGE",
    summary: "report only processes that run longer: 90s, 10m, 2h, 1d",
    apply: (settings, value) => ({ ...settings, olderThan: ageOf(value) }),
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
    names: ["warning"],
    value: "N",
    summary: "for check: warn from N stale processes on; 1 unless told",
    apply: (settings, value) => ({ ...settings, warning: countOf(value, "--warning") }),
  },
  {
    names: ["critical"],
    value: "N",
    summary: "for check: be critical from N of root or the system on; 1 unless told",
    apply: (settings, value) => ({ ...settings, critical: countOf(value, "--critical") }),
  },
  {
    names: ["config"],
    value: "FILE",
    summary: `read the configuration from FILE, not ${CONFIG_FILE}`,
    apply: (settings, value) => ({ ...settings, config: given(value, "--config", "the name of a file") }),
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

function pidOf(value: string): string {
  if (/^[1-9][0-9]{0,9}$/.test(value)) return value;
  throw new UsageError(`Invalid value "${value}" for --pid: it takes the number of a process`);
}

function countOf(value: string, option: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(value)) return Number(value);
  throw new UsageError(`Invalid value "${value}" for ${option}: it takes a number from 1 on`);
}

function ageOf(value: string): number {
  const [, count, unit] = /^([0-9]{1,9})([smhd])$/.exec(value) ?? [];
  const size = SECONDS[unit ?? ""];
  if (size !== undefined) return 1000 * Number(count) * size;
  throw new UsageError(`Invalid value "${value}" for --older-than: it takes a number and s, m, h or d`);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

function given(value: string, option: string, accepts: string): string {
  if (value === "") throw new UsageError(`Invalid value "" for ${option}: it takes ${accepts}`);
  return value;
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
