// Writes and reads one line of a recording: the answers about a process, or about the machine.
import { decodeText, encodeText, isPlain, toHex } from "../base/bytes.ts";
import { isObject, type Json } from "../base/json.ts";
import type { Stat } from "../model/file.ts";
import { type Failure, FAILURES, isFailure, isFileType } from "./procfs.ts";
import type { Answers } from "./tree.ts";

/** Writes the answers of a process, or of the machine, as a recording has them. */
export function writeAnswers(answers: Answers): Json {
  return {
    ...writeKind("list", answers.list, (names) => names),
    ...writeKind("link", answers.link, writeText),
    ...writeKind("stat", answers.stat, writeStat),
    ...writeKind("read", answers.read, (bytes) => writeText(decodeText(bytes))),
  };
}

/** Parses the answers in a line of a recording. Throws a `SyntaxError` that names the line. */
export function readAnswers(line: Json, number: number): Answers {
  return {
    list: readKind(line, number, "list", readNames),
    link: readKind(line, number, "link", readText),
    stat: readKind(line, number, "stat", readStat),
    read: readKind(line, number, "read", readBytes),
  };
}

/** Writes the answers to one kind of question, or nothing if it was not asked. */
function writeKind<Answer>(
  kind: keyof Answers,
  answers: ReadonlyMap<string, Answer | Failure>,
  write: (answer: Answer) => unknown,
): Json {
  if (answers.size === 0) return {};
  // Sorted, because the order of the questions depends on which process answered first.
  const entries = Array.from(answers.keys()).toSorted().map((path) => {
    const answer = answers.get(path)!;
    return [path, isFailure(answer) ? { error: answer.failure } : write(answer)];
  });
  return { [kind]: Object.fromEntries(entries) };
}

function writeText(text: string): unknown {
  return isPlain(text) ? text : { hex: toHex(encodeText(text)) };
}

function readKind<Answer>(
  line: Json,
  number: number,
  kind: keyof Answers,
  read: (value: unknown) => Answer | undefined,
): Map<string, Answer | Failure> {
  const answers = new Map<string, Answer | Failure>();
  const values = line[kind] ?? {};
  if (!isObject(values)) throw new SyntaxError(`line ${number} has no proper answers for "${kind}"`);
  for (const [path, value] of Object.entries(values)) {
    const name = readText(path);
    const answer = readFailure(value) ?? read(value);
    if (name === undefined || answer === undefined) {
      throw new SyntaxError(`line ${number} has no proper answer for "${kind}" of "${path.slice(0, 100)}"`);
    }
    answers.set(name, answer);
  }
  return answers;
}

/** Parses a failure, `{"error": "denied"}`. */
function readFailure(value: unknown): Failure | undefined {
  const name = isObject(value) ? value["error"] : undefined;
  return typeof name === "string" && Object.hasOwn(FAILURES, name) ? FAILURES[name as Failure["failure"]] : undefined;
}

/** Parses the names in a directory. */
function readNames(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : undefined;
}

/** Parses a text, or bytes that are not UTF-8: `{"hex": "ff"}`, or a lone surrogate for each byte, `"\udcff"`. */
function readText(value: unknown): string | undefined {
  if (typeof value === "string" && isPlain(value)) return value;
  const bytes = readBytes(value);
  return bytes && decodeText(bytes);
}

/** Parses the content of a file. It is written as a text is. */
function readBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return isPlain(value.replace(STRAY_BYTES, "")) ? encodeText(value) : undefined;
  const digits = isObject(value) ? value["hex"] : undefined;
  if (typeof digits !== "string" || !/^([0-9a-f]{2})*$/.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

const STRAY_BYTES = /[\udc80-\udcff]/gu;

/** What a recording calls in its own way. */
const RECORDED = { nlink: "links", ctime: "changed", mtime: "modified", uid: "owner" } as const;

/** Parses the answer of `stat`. */
function readStat(value: unknown): Stat | undefined {
  if (!isObject(value) || !STAT_NUMBERS.every((key) => isCount(value[key]))) return undefined;
  const { type, changed, modified = null, owner = null } = value;
  if (!isFileType(type) || ![changed, modified].every((time) => time === null || Number.isFinite(time))) {
    return undefined;
  }
  if (owner !== null && !isCount(owner)) return undefined;
  const names = Object.fromEntries(Object.entries(RECORDED).map(([name, recorded]) => [recorded, name]));
  return renameKeys({ ...value, modified, owner }, names) as unknown as Stat;
}

/** Inodes of some file systems exceed what a number holds exactly: the largest one is 2^64 then. */
function isCount(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 2 ** 64;
}

const STAT_NUMBERS = ["device", "inode", "links", "size", "blocks"] as const;

function writeStat(stat: Stat): Json {
  return renameKeys({ ...stat }, RECORDED);
}

function renameKeys(object: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [names[key] ?? key, value]));
}
