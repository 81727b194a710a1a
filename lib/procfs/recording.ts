// Writes what was asked and answered as a recording, and parses one, checksum included.
import type { PackageAnswer } from "../model/package.ts";
import type { HostInfo } from "../model/report.ts";
import { decodeText, encodeText, joinBytes, toHex } from "../base/bytes.ts";
import { isObject, type Json } from "../base/json.ts";
import { findJsonFault } from "../base/json_fault.ts";
import { FAILURES, isPid } from "./procfs.ts";
import { readAnswers, writeAnswers } from "./recorded_answers.ts";
import { readPackages, writePackages } from "./recorded_packages.ts";
import { type Answers, emptyAnswers, emptyTree, type Tree } from "./tree.ts";

/** The content of a recording. */
export interface Recording {
  readonly header: HostInfo;
  readonly tree: Tree;
  /** The packages of the files that were stale; undefined if nobody asked. */
  readonly packages: PackageAnswer | undefined;
}

const FORMAT = "lib_users recording";
/** The version that is written. Version 1 has no `modified` in the answers of `stat`, and neither `exe` nor `personality`. */
const VERSION = 2;
const VERSIONS: readonly unknown[] = [1, VERSION];
const FIRST = `{"format":${JSON.stringify(FORMAT)}`;
const CUT_SHORT = "it is cut short: the last line is missing";

/**
 * Writes a recording: JSON Lines in UTF-8. The first line is a header with the answers that belong to the machine, and
 * with the packages of stale files if somebody asked. One line for each process follows. The last line has the number of
 * processes and the SHA-256 of all bytes before it, or null if the machine could not compute one. An answer stands under
 * the name of the question and the path: a string, `{"hex": "…"}` if it is not valid UTF-8, or `{"error": "denied"}`. A
 * shell can do less, so a string may also hold a lone surrogate for each byte that is not ASCII (U+DC80 for 0x80), and the
 * time may be in seconds since 1970.
 */
export async function formatRecording(
  header: HostInfo,
  tree: Tree,
  packages?: PackageAnswer,
): Promise<Uint8Array<ArrayBuffer>> {
  const { host, kernel, uid, time } = header;
  const owners = packages === undefined ? {} : { packages: writePackages(packages) };
  const first = { format: FORMAT, version: VERSION, host, kernel, uid, time, ...owners, ...writeAnswers(tree.machine) };
  const lines = [lineOf(first)];
  for (const [pid, answers] of tree.processes) {
    const line = lineOf({ pid: Number(pid), ...writeAnswers(answers) });
    lines.push(line.length <= LONGEST_LINE ? line : lineOf({ pid: Number(pid), ...writeAnswers(UNREADABLE) }));
  }
  const body = joinBytes(lines);
  return joinBytes([body, lineOf({ processes: tree.processes.size, sha256: await sha256(body) })]);
}

/** Stands for a process of which there is more than a line may hold. */
const UNREADABLE: Answers = {
  ...emptyAnswers(),
  list: new Map([["fd", FAILURES.unreadable]]),
  read: new Map([["maps", FAILURES.unreadable]]),
};

function lineOf(value: Json): Uint8Array {
  return encodeText(`${JSON.stringify(value)}\n`);
}

/**
 * Parses a recording that {@linkcode formatRecording} wrote. Throws a `SyntaxError` that says what is wrong if the
 * bytes are not a recording, or are of a newer version, cut short or altered.
 */
export async function parseRecording(bytes: Uint8Array<ArrayBuffer>): Promise<Recording> {
  if (bytes.length > RECORDING_LIMIT) throw new SyntaxError(`it is larger than ${RECORDING_LIMIT / MIB} MiB`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new SyntaxError("it is compressed: unpack it with gunzip");
  const trailerAt = bytes.lastIndexOf(NEWLINE, -2) + 1;
  if (trailerAt === 0 && decodeText(bytes.subarray(0, FIRST.length)) === FIRST) throw new SyntaxError(CUT_SHORT);
  let header: HostInfo | undefined;
  let packages: PackageAnswer | undefined;
  const tree: { machine: Answers; processes: Map<string, Answers> } = emptyTree();
  let number = 0;
  for (const text of linesOf(bytes.subarray(0, trailerAt === 0 ? 200 : trailerAt))) {
    const line = parseLine(text, ++number);
    if (number === 1) {
      checkVersion(line);
      await checkTrailer(bytes, trailerAt);
      header = readHeader(line);
      packages = readPackages(line);
      tree.machine = readAnswers(line, number);
      continue;
    }
    const pid = typeof line["pid"] === "number" ? String(line["pid"]) : "";
    if (!isPid(pid)) throw new SyntaxError(`line ${number} names no process`);
    if (tree.processes.has(pid)) throw new SyntaxError(`line ${number} names a process again: ${pid}`);
    tree.processes.set(pid, readAnswers(line, number));
  }
  if (header === undefined) throw new SyntaxError("it is not a recording of lib_users");
  return { header, tree, packages };
}

/** The size of the largest recording, in bytes: that of a machine with a hundred thousand processes. */
export const RECORDING_LIMIT = 256 * 1024 * 1024;

const MIB = 1024 * 1024;
/** A line holds what is kept of one process, at most six times as long in JSON. */
const LONGEST_LINE = 64 * MIB;
/** A line is an object of objects of answers, which are objects or arrays at most. */
const DEPTH = 3;
/** The first line also has the packages of files, one object deeper, and the names of those. */
const FIRST_DEPTH = DEPTH + 2;
const NEWLINE = 0x0a;

function* linesOf(bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    const to = newline < 0 ? bytes.length : newline;
    if (to - from > LONGEST_LINE) throw new SyntaxError(`it has a line of more than ${LONGEST_LINE / MIB} MiB`);
    yield decodeText(bytes.subarray(from, to));
    from = to + 1;
  }
}

function checkVersion(line: Json): void {
  if (line["format"] !== FORMAT) throw new SyntaxError("it is not a recording of lib_users");
  if (!VERSIONS.includes(line["version"])) {
    const version = JSON.stringify(line["version"])?.slice(0, 100);
    throw new SyntaxError(`it is of version ${version}, this program reads versions 1 to ${VERSION}`);
  }
}

async function checkTrailer(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void> {
  const isShort = bytes.length - at < 1000;
  const trailer = bytes.at(-1) === NEWLINE && isShort ? parseObject(decodeText(bytes.subarray(at))) : undefined;
  if (trailer === undefined || !("processes" in trailer)) throw new SyntaxError(CUT_SHORT);
  const processes = countLines(bytes.subarray(0, at)) - 1;
  if (trailer["processes"] !== processes) {
    throw new SyntaxError(`it is damaged: ${processes} of ${JSON.stringify(trailer["processes"])} processes are there`);
  }
  if (trailer["sha256"] !== null && trailer["sha256"] !== await sha256(bytes.subarray(0, at))) {
    throw new SyntaxError("it was altered: its SHA-256 is another");
  }
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function readHeader(line: Json): HostInfo {
  const { host, kernel, uid } = line;
  const time = readTime(line["time"]);
  const isComplete = typeof host === "string" && typeof kernel === "string" && time !== undefined &&
    (uid === null || typeof uid === "number" && Number.isInteger(uid) && uid >= 0 && uid < 2 ** 32);
  if (!isComplete) throw new SyntaxError("its header lacks the host, kernel, uid or time");
  return { host, kernel, uid: uid as number | null, time };
}

function readTime(value: unknown): string | undefined {
  const time = new Date(typeof value === "number" ? 1000 * value : typeof value === "string" ? value : NaN);
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
  const fault = findJsonFault(text, number === 1 ? FIRST_DEPTH : DEPTH);
  if (fault !== undefined) throw new SyntaxError(`line ${number}: ${fault}`);
  return line;
}
