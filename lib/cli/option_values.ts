// Parses the values of options, and refuses those that are wrong.
import { parseThreshold } from "../advice/threshold.ts";
import { type FormatName, FORMATS } from "../format/formats.ts";
import type { Threshold } from "../model/report.ts";
import { isPid } from "../procfs/procfs.ts";
import { UnknownWordError, UsageError } from "./errors.ts";
import { DEFAULTS, type Options } from "./options.ts";

/** The names of all formats. */
export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name);

/** A kind of value that a shell can list. */
export type Completion = "file" | "format" | "process" | "unit" | "user";

/** Parses the name of a format. */
export function parseFormat(value: string): FormatName {
  const name = FORMAT_NAMES.find((each) => each === value);
  if (name !== undefined) return name;
  throw new UnknownWordError(
    `Cannot use "${value}" for --format`,
    `it takes ${listOf(FORMAT_NAMES)}`,
    value,
    FORMAT_NAMES,
  );
}

/** Returns the options with this format. Throws a `UsageError` where they have another one already. */
export function withFormat(options: Options, format: FormatName): Options {
  if (options.format === DEFAULTS.format || options.format === format) return { ...options, format };
  throw new UsageError(`Cannot print in two formats: choose "${options.format}" or "${format}"`);
}

/** Parses a time limit in seconds into milliseconds. */
export function parseTimeout(value: string): number {
  const seconds = /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : NaN;
  if (seconds > 0 && seconds <= 3600) return 1000 * seconds;
  throw new UsageError(`Cannot use "${value}" for --timeout: it takes seconds, more than 0 and at most 3600`);
}

/** Parses a PID. */
export function parsePid(value: string): string {
  if (isPid(value)) return value;
  throw new UsageError(`Cannot use "${value}" for --pid: it takes a process ID`);
}

/** Parses a threshold of `--format check`. */
export function parseLimit(value: string, option: string): Threshold {
  const threshold = parseThreshold(value);
  if (threshold !== undefined) return threshold;
  throw new UsageError(
    `Cannot use "${value}" for ${option}: it takes a number of at least 1, or a range such as 5: or @2:5`,
  );
}

/** Parses the number of an option that counts something. Throws a `UsageError` for anything else. */
export function parseCount(value: string, option: string): number {
  if (/^[0-9]{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`Cannot use "${value}" for ${option}: it takes a number`);
}

/** Parses an age such as `10m` into milliseconds. */
export function parseAge(value: string): number {
  const [, count, unit] = /^([0-9]{1,9})([smhd])$/.exec(value) ?? [];
  const seconds = SECONDS[unit ?? ""];
  if (seconds !== undefined) return 1000 * Number(count) * seconds;
  throw new UsageError(`Cannot use "${value}" for --older-than: it takes a number and s, m, h or d, such as 10m`);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

/** Parses any text but the empty one. */
export function parseText(value: string, option: string, accepted: string): string {
  if (value !== "") return value;
  throw new UsageError(`Cannot use "" for ${option}: it takes ${accepted}`);
}

/** Returns the options with this file for the output; `-` is stdout. */
export function withOutput(options: Options, value: string): Options {
  return { ...options, output: value === "-" ? undefined : parseText(value, "--output", "the name of a file") };
}

/** Returns the options with one more value of an option that can be repeated. */
export function withMore(options: Options, key: keyof typeof REPEATABLE, value: string): Options {
  const [option, accepted] = REPEATABLE[key];
  return { ...options, [key]: [...options[key], parseText(value, option, accepted)] };
}

/** The options that take any text but the empty one, and what they take. */
const REPEATABLE = {
  ignorePatterns: ["--ignore-pattern", "a pattern"],
  ignoreLiterals: ["--ignore-literal", "the name of a file"],
  units: ["--unit", "a pattern"],
  excludedUnits: ["--exclude-unit", "a pattern"],
  proc: ["--proc", "a directory, a recording, or -"],
} as const;

/** Lists words for a message: `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter((part) => part !== "").join(" or ");
}
