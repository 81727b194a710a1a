import { type FormatName, FORMATS } from "../format/formats.ts";
import { isPid } from "../procfs/procfs.ts";
import { DEFAULTS, type Options, UnknownWordError, UsageError } from "./options.ts";

/** The options with this format, where no other was asked for before. */
export function withFormat(options: Options, format: FormatName): Options {
  if (options.format !== DEFAULTS.format && options.format !== format) {
    throw new UsageError(`Cannot print in two formats: "${options.format}" and "${format}"`);
  }
  return { ...options, format };
}

/** The names of all formats. */
export function formatNames(): readonly FormatName[] {
  return FORMATS.map(({ name }) => name);
}

/** Reads the name of a format. */
export function formatNamed(value: string): FormatName {
  const format = FORMATS.find(({ name }) => name === value);
  if (format === undefined) {
    const advice = `it takes ${listOf(formatNames())}`;
    throw new UnknownWordError(`Invalid value "${value}" for --format`, advice, value, formatNames());
  }
  return format.name;
}

/** Reads a time-out in seconds. */
export function secondsOf(value: string): number {
  const seconds = /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : NaN;
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageError(`Invalid value "${value}" for --timeout: it takes seconds, more than 0 and at most 3600`);
}

/** Reads the number of a process. */
export function pidOf(value: string): string {
  if (isPid(value)) return value;
  throw new UsageError(`Invalid value "${value}" for --pid: it takes the number of a process`);
}

/** Reads a number from 1 on. */
export function countOf(value: string, option: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(value)) return Number(value);
  throw new UsageError(`Invalid value "${value}" for ${option}: it takes a number from 1 on`);
}

/** Reads an age such as `10m`, into milliseconds. */
export function ageOf(value: string): number {
  const [, count, unit] = /^([0-9]{1,9})([smhd])$/.exec(value) ?? [];
  const size = SECONDS[unit ?? ""];
  if (size !== undefined) return 1000 * Number(count) * size;
  throw new UsageError(`Invalid value "${value}" for --older-than: it takes a number and s, m, h or d`);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

/** Reads what may be anything but nothing. */
export function given(value: string, option: string, accepts: string): string {
  if (value === "") throw new UsageError(`Invalid value "" for ${option}: it takes ${accepts}`);
  return value;
}

/** Several names, for a message: `a, b or c`. */
export function listOf(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" or ");
}
