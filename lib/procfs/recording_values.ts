import { type Failure, FAILURES, isFileType, type Stat } from "./procfs.ts";
import { decodeText, encodeText, isPlain } from "../base/bytes.ts";

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads a refusal, `{"error": "denied"}`. */
export function readFailure(value: unknown): Failure | undefined {
  const name = isObject(value) ? value["error"] : undefined;
  return typeof name === "string" && Object.hasOwn(FAILURES, name) ? FAILURES[name as Failure["failure"]] : undefined;
}

/** Reads the names in a directory. */
export function readNames(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : undefined;
}

/** Reads a text, or the bytes that are none: `{"hex": "ff"}`, or a lone surrogate for each byte, `"\udcff"`. */
export function readText(value: unknown): string | undefined {
  if (typeof value === "string" && isPlain(value)) return value;
  const bytes = readBytes(value);
  return bytes && decodeText(bytes);
}

/** Reads the content of a file, written as a text is. */
export function readBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return isPlain(value.replace(STRAY_BYTES, "")) ? encodeText(value) : undefined;
  const digits = isObject(value) ? value["hex"] : undefined;
  if (typeof digits !== "string" || !/^([0-9a-f]{2})*$/.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

const STRAY_BYTES = /[\udc80-\udcff]/gu;

/** Reads what `stat` said. */
export function readStat(value: unknown): Stat | undefined {
  if (!isObject(value) || !STAT_NUMBERS.every((key) => typeof value[key] === "number")) return undefined;
  const { type, changed } = value;
  const isWhole = isFileType(type) && (changed === null || typeof changed === "number");
  return isWhole ? value as unknown as Stat : undefined;
}

const STAT_NUMBERS = ["device", "inode", "links", "size", "blocks"] as const;

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
