import type { HostInfo } from "../model/report.ts";
import { decodeText, encodeText, isPlain, toHex } from "../base/bytes.ts";
import { isObject, type Json } from "../base/json.ts";
import type { Stat } from "../model/file.ts";
import { type Failure, FAILURES, isFailure, isFileType, isPid } from "./procfs.ts";
import type { Answers, Tree } from "./tree.ts";

/** The content of a recording. */
export interface Recording {
  readonly header: HostInfo;
  readonly tree: Tree;
}

const FORMAT = "lib_users recording";
/** The version that is written. Version 1 has no `modified` in the answers of `stat`, and neither `exe` nor `personality`. */
const VERSION = 2;
const VERSIONS: readonly unknown[] = [1, VERSION];
const FIRST = `{"format":${JSON.stringify(FORMAT)}`;
const CUT_SHORT = "it is cut short: the last line is missing";

/**
 * Writes a recording: JSON Lines in UTF-8. The first line is a header with the answers that belong to the machine. One
 * line for each process follows. The last line has the number of processes and the SHA-256 of all bytes before it, or
 * null if the machine could not compute one. An answer stands under the name of the question and the path: a string,
 * `{"hex": "…"}` if it is not valid UTF-8, or `{"error": "denied"}`. A shell can do less, so a string may also hold a
 * lone surrogate for each byte that is not ASCII (U+DC80 for 0x80), and the time may be in seconds since 1970.
 */
export async function formatRecording(header: HostInfo, tree: Tree): Promise<Uint8Array<ArrayBuffer>> {
  const { host, kernel, uid, time } = header;
  const lines = [JSON.stringify({ format: FORMAT, version: VERSION, host, kernel, uid, time, ...write(tree.machine) })];
  for (const [pid, answers] of tree.processes) lines.push(JSON.stringify({ pid: Number(pid), ...write(answers) }));
  const body = encodeText(lines.join("\n") + "\n");
  const trailer = encodeText(JSON.stringify({ processes: tree.processes.size, sha256: await sha256(body) }) + "\n");
  return new Uint8Array(await new Blob([body, trailer]).arrayBuffer());
}

/**
 * Parses a recording that {@linkcode formatRecording} wrote. Throws a `SyntaxError` that says what is wrong if the
 * bytes are not a recording, or are of a newer version, cut short or altered.
 */
export async function parseRecording(bytes: Uint8Array<ArrayBuffer>): Promise<Recording> {
  const trailerAt = bytes.lastIndexOf(NEWLINE, -2) + 1;
  const lines = decodeText(bytes.subarray(0, trailerAt)).split("\n");
  if (trailerAt === 0 && decodeText(bytes).startsWith(FIRST)) throw new SyntaxError(CUT_SHORT);
  const first = parseLine(lines[0] || decodeText(bytes.subarray(0, 200)), 1);
  if (first["format"] !== FORMAT) throw new SyntaxError("it is not a recording of lib_users");
  if (!VERSIONS.includes(first["version"])) {
    throw new SyntaxError(
      `it is of version ${JSON.stringify(first["version"])}, this program reads versions 1 to ${VERSION}`,
    );
  }
  await checkTrailer(bytes, trailerAt, lines.length - 2);
  const tree: Tree = { machine: readAnswers(first, 1), processes: new Map() };
  for (let index = 1; index < lines.length - 1; index++) {
    const line = parseLine(lines[index]!, index + 1);
    if (typeof line["pid"] !== "number" || !isPid(String(line["pid"]))) {
      throw new SyntaxError(`line ${index + 1} names no process`);
    }
    tree.processes.set(String(line["pid"]), readAnswers(line, index + 1));
  }
  return { header: readHeader(first), tree };
}

const NEWLINE = 0x0a;

async function checkTrailer(bytes: Uint8Array<ArrayBuffer>, at: number, processes: number): Promise<void> {
  const trailer = bytes.at(-1) === NEWLINE ? parseObject(decodeText(bytes.subarray(at))) : undefined;
  if (trailer === undefined || !("processes" in trailer)) {
    throw new SyntaxError(CUT_SHORT);
  }
  if (trailer["processes"] !== processes) {
    throw new SyntaxError(`it is damaged: ${processes} of ${JSON.stringify(trailer["processes"])} processes are there`);
  }
  if (trailer["sha256"] !== null && trailer["sha256"] !== await sha256(bytes.subarray(0, at))) {
    throw new SyntaxError("it was altered: its SHA-256 is another");
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function readHeader(line: Json): HostInfo {
  const { host, kernel, uid } = line;
  const time = readTime(line["time"]);
  const isComplete = typeof host === "string" && typeof kernel === "string" && time !== undefined &&
    (uid === null || Number.isSafeInteger(uid));
  if (!isComplete) throw new SyntaxError("its header lacks the host, kernel, uid or time");
  return { host, kernel, uid: uid as number | null, time };
}

function readTime(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const time = new Date(typeof value === "number" ? 1000 * value : NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseLine(text: string, number: number): Json {
  const line = parseObject(text);
  if (line === undefined) {
    throw new SyntaxError(number === 1 ? "it is not a recording of lib_users" : `line ${number} is not JSON`);
  }
  return line;
}

function write(answers: Answers): Json {
  return {
    ...writeKind("list", answers.list, (names) => names),
    ...writeKind("link", answers.link, writeText),
    ...writeKind("stat", answers.stat, writeStat),
    ...writeKind("read", answers.read, (bytes) => writeText(decodeText(bytes))),
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

function readAnswers(line: Json, number: number): Answers {
  return {
    list: readKind(line, number, "list", readNames),
    link: readKind(line, number, "link", readText),
    stat: readKind(line, number, "stat", readStat),
    read: readKind(line, number, "read", readBytes),
  };
}

function readKind<Answer>(
  line: Json,
  number: number,
  kind: keyof Answers,
  read: (value: unknown) => Answer | undefined,
): Map<string, Answer | Failure> {
  const answers = new Map<string, Answer | Failure>();
  const values = line[kind] ?? {};
  for (const [path, value] of Object.entries(values)) {
    const name = readText(path);
    const answer = readFailure(value) ?? read(value);
    if (name === undefined || answer === undefined) {
      throw new SyntaxError(`line ${number} has no proper answer for "${kind}" of "${path}"`);
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

/** Parses the answer of `stat`. A recording calls `nlink`, `ctime` and `mtime` "links", "changed" and "modified". */
function readStat(value: unknown): Stat | undefined {
  if (!isObject(value) || !STAT_NUMBERS.every((key) => typeof value[key] === "number")) return undefined;
  const { type, changed, modified = null } = value;
  if (!isFileType(type) || ![changed, modified].every((time) => time === null || typeof time === "number")) {
    return undefined;
  }
  return renameKeys({ ...value, modified }, { links: "nlink", changed: "ctime", modified: "mtime" }) as unknown as Stat;
}

const STAT_NUMBERS = ["device", "inode", "links", "size", "blocks"] as const;

function writeStat(stat: Stat): Json {
  return renameKeys({ ...stat }, { nlink: "links", ctime: "changed", mtime: "modified" });
}

function renameKeys(object: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [names[key] ?? key, value]));
}
