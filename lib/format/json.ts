// Formats JSON: everything that the other formats know, the advice included.
import { adviseRelease, findHeldFiles, heldPath, mediumOf } from "../advice/disk_space.ts";
import { encodeText, isPlain, toHex } from "../base/bytes.ts";
import { isFailed } from "../advice/hosts.ts";
import { hidesProcesses } from "../advice/severity.ts";
import type { Json } from "../base/json.ts";
import { escapeStray, UNSEEN } from "./escape.ts";
import type { HostsOptions } from "./hosts.ts";
import { packagesOf } from "./packages.ts";
import type { PlanEntry } from "../model/advice.ts";
import type { UsedFile } from "../model/file.ts";
import type { FilePackages } from "../model/package.ts";
import type { HostFailure, HostResult, Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { commandOf, visibleFindings } from "../scan/group.ts";
import { startTime } from "../scan/process.ts";

/** The version of the document. New fields do not change it; a new meaning of a field does. */
const JSON_VERSION = 1;

/**
 * Formats one document with everything that is known, as `report.schema.json` describes it: a report, or the results
 * about several hosts. It comes in pieces: as a whole it could be longer than a string can be.
 */
export function* formatJson(results: readonly HostResult[], { several }: HostsOptions): Generator<string> {
  if (several) yield `{\n"format": "lib_users reports",\n"version": ${JSON_VERSION},\n"reports": [\n`;
  let before = "";
  for (const result of results) {
    yield before;
    yield* piecesOf(isFailed(result) ? failureToJson(result) : reportToJson(result));
    before = ",\n";
  }
  yield several ? "\n]\n}\n" : "\n";
}

/**
 * Yields the text of an object, and that of the lists in it item by item. What stands in it is indented as if it stood in
 * lists, and their brackets are cut off.
 */
function* piecesOf(object: Json): Generator<string> {
  let before = "{";
  for (const [key, value] of Object.entries(object).filter(([, value]) => value !== undefined)) {
    yield `${before}\n  ${toJson(key)}: `;
    yield* typeof value === "object" && value !== null && Symbol.iterator in value
      ? piecesOfList(value as Iterable<unknown>)
      : [toJson([value], 2).slice(4, -2)];
    before = ",";
  }
  yield "\n}";
}

function* piecesOfList(items: Iterable<unknown>): Generator<string> {
  let before = "[";
  for (const item of items) {
    yield `${before}\n    ${toJson([[item]], 2).slice(10, -6)}`;
    before = ",";
  }
  yield before === "[" ? "[]" : "\n  ]";
}

function* mapEach<Item>(items: Iterable<Item>, convert: (item: Item) => Json): Generator<Json> {
  for (const item of items) yield convert(item);
}

/** Returns a report as an object of the document. Its longest lists are made while they are read. */
function reportToJson(report: Report): Json {
  const { mode, header, scan, findings, duration, packages, plan, reboot } = report;
  const hidden = scan.findings.flatMap(({ process, files }) =>
    files.filter(({ ignored }) => ignored !== undefined).map((file) => ({
      pid: Number(process.pid),
      ...textField("name", file.name),
      ...ruleOf(file),
    }))
  );
  return {
    format: "lib_users report",
    version: JSON_VERSION,
    mode,
    ...header,
    source: report.source,
    processes: scan.processes,
    duration,
    hidden: hidesProcesses(report.blindness),
    blindness: report.blindness,
    packages: packages === undefined
      ? null
      : { database: packages.database ?? null, problem: packages.problem ?? null },
    missed: scan.unreadable.map(({ pid, failure }) => ({ pid: Number(pid), failure })),
    findings: mapEach(findings, (finding) => findingToJson(finding, report)),
    ignored: hidden,
    plan: plan?.map(entryToJson),
    reboot,
    space: spaceToJson(report),
  };
}

/** Returns the deleted files that take up space, and how to get it back, as objects of the document. */
function spaceToJson({ findings, plan = [], scan }: Report): Iterable<Json> {
  return mapEach(findHeldFiles(visibleFindings(findings, false)), (file) => ({
    ...textField("name", file.name),
    held: file.bytes,
    medium: file.medium,
    mountPoint: file.mountPoint ?? null,
    kind: file.kind,
    holders: file.holders.map((holder) => ({
      pid: Number(holder.process.pid),
      path: heldPath(holder.process.pid, holder),
    })),
    advice: adviseRelease(file, plan, scan).map((step) => ({ argv: null, text: null, ...step })),
  }));
}

/** Returns a host that could not be scanned as an object in the place of its report. */
function failureToJson({ mode, host, source, error }: HostFailure): Json {
  return { mode, host: host ?? null, source, error };
}

/** Returns an entry of the plan as an object of the document. */
function entryToJson({ pids, leaves, ...entry }: PlanEntry): Json {
  return { ...entry, pids: pids.map(Number), leaves: leaves.map(Number) };
}

/** Returns a process and its files as an object of the document. */
function findingToJson({ process, files }: Finding, { scan, packages }: Report): Json {
  const { booted, users } = scan;
  const { pid, parent, started, uid, service } = process;
  return {
    pid: Number(pid),
    ...textField("command", commandOf(process)),
    arguments: process.arguments,
    truncated: process.truncated,
    ...textField("name", process.name),
    parent: parent === undefined ? null : Number(parent),
    started: isoTime(startTime(started, booted)),
    uid: uid ?? null,
    user: users.get(uid ?? -1) ?? null,
    owner: service ?? null,
    files: files.map((file) => ({
      ...fileToJson(file),
      packages: packagesToJson(packagesOf(process, file.name, packages)),
    })),
  };
}

function fileToJson(file: UsedFile): Json {
  const { name, note, state, executable, stat, staleSince, device, inode, mappings, descriptors, ignored } = file;
  return {
    ...textField("name", name),
    note: note ?? null,
    state,
    executable,
    staleSince: isoTime(staleSince),
    device: device ?? null,
    inode: inode ?? null,
    type: stat?.type ?? null,
    links: stat?.nlink ?? null,
    size: stat?.size ?? null,
    held: stat === undefined ? null : stat.blocks * 512,
    medium: mediumOf(file) ?? null,
    fileSystem: file.fileSystem ?? null,
    mountPoint: file.mountPoint ?? null,
    mappings,
    descriptors: descriptors.map(({ number, thread, offset, flags }) => ({
      number: Number(number),
      thread: thread === undefined ? null : Number(thread),
      offset: offset ?? null,
      flags: flags ?? null,
    })),
    ignored: ignored === undefined ? null : ruleOf(file),
  };
}

/** Returns a time in ISO 8601, null also for a number that is no time, as in a forged recording. */
function isoTime(milliseconds: number | undefined): string | null {
  const time = new Date(milliseconds ?? NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function packagesToJson(found: FilePackages | undefined): Json | null {
  return found === undefined ? null : { state: found.state, names: found.packages };
}

function ruleOf({ ignored }: UsedFile): Json {
  return { rule: ignored!.rule, reason: ignored!.reason };
}

/** Formats JSON in valid UTF-8. Characters that could drive a terminal or reverse text are escaped: `\u009b`. */
function toJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, plain, indent).replace(UNSAFE, escapeUnit);
}

/** JSON itself escapes C0 control characters, and bytes that are not UTF-8 are escaped before. */
const UNSAFE = new RegExp(`[${UNSEEN}]`, "g");

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "string" && !isPlain(value) ? escapeStray(value) : value;
}

/** Returns a field with a text, and beside it one with its bytes in hexadecimal where it is not valid UTF-8. */
function textField(key: string, text: string): Record<string, string> {
  if (isPlain(text)) return { [key]: text };
  return { [key]: text, [`${key}Hex`]: toHex(encodeText(text)) };
}

/**
 * Formats a line of JSON for each host, and below it one for each process that uses deleted files and each that could
 * not be read. Every line names the mode, the host, where it was read and the time, and so stands alone. See
 * `#/$defs/line` of `report.schema.json`.
 */
export function* formatNdjson(results: readonly HostResult[]): Generator<string> {
  for (const result of results) {
    const lines = isFailed(result) ? [hostLine(failureToJson(result))] : reportLines(result);
    for (const line of lines) yield `${toJson(line)}\n`;
  }
}

function* reportLines(report: Report): Generator<Json> {
  const { mode, header: { host, time }, source, scan, findings, blindness } = report;
  const origin = { mode, host, source, time };
  const process = { format: "lib_users process", version: JSON_VERSION, ...origin };
  yield hostLine({
    ...origin,
    processes: scan.processes,
    hidden: hidesProcesses(blindness),
    blindness,
    stale: visibleFindings(findings, false).length,
    missed: scan.unreadable.length,
  });
  yield* mapEach(findings, (finding) => ({ ...process, ...findingToJson(finding, report) }));
  yield* mapEach(scan.unreadable, ({ pid, failure }) => ({ ...process, pid: Number(pid), failure }));
}

function hostLine(fields: Json): Json {
  return { format: "lib_users host", version: JSON_VERSION, ...fields };
}
