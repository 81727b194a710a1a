import { encodeText, isPlain, toHex } from "../base/bytes.ts";
import { escapeStray } from "./escape.ts";
import { packagesOf } from "./packages.ts";
import type { UsedFile } from "../model/file.ts";
import type { FilePackages } from "../model/package.ts";
import type { Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { commandOf } from "../scan/group.ts";
import { startTime } from "../scan/process.ts";

/** The version of the document. New fields do not change it; a new meaning of a field does. */
export const JSON_VERSION = 1;

/** Formats one document with everything that is known, as `report.schema.json` describes it. */
export function formatJson(report: Report): string {
  const { mode, header, scan, findings, duration, packages } = report;
  const hidden = scan.findings.flatMap(({ process, files }) =>
    files.filter(({ ignored }) => ignored !== undefined).map((file) => ({
      pid: Number(process.pid),
      ...textField("name", file.name),
      ...ruleOf(file),
    }))
  );
  const document = {
    format: "lib_users report",
    version: JSON_VERSION,
    mode,
    ...header,
    processes: scan.processes,
    duration,
    hidden: report.hidden,
    packages: packages === undefined
      ? null
      : { database: packages.database ?? null, problem: packages.problem ?? null },
    missed: scan.unreadable.map(({ pid, failure }) => ({ pid: Number(pid), failure })),
    findings: findings.map((finding) => findingToJson(finding, report)),
    ignored: hidden,
  };
  return `${toJson(document, 2)}\n`;
}

/** Returns a process and its files as an object of the document. */
export function findingToJson({ process, files }: Finding, { scan, packages }: Report): Record<string, unknown> {
  const { booted, users } = scan;
  const { pid, parent, started, uid, service } = process;
  return {
    pid: Number(pid),
    ...textField("command", commandOf(process)),
    arguments: process.arguments,
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

function fileToJson(file: UsedFile): Record<string, unknown> {
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

function packagesToJson(found: FilePackages | undefined): Record<string, unknown> | null {
  return found === undefined ? null : { state: found.state, names: found.packages };
}

function ruleOf({ ignored }: UsedFile): Record<string, unknown> {
  return { rule: ignored!.rule, reason: ignored!.reason };
}

/** Formats JSON in valid UTF-8. Characters that could drive a terminal or reverse text are escaped: `\u009b`. */
export function toJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, plain, indent).replace(UNSAFE, escapeUnit);
}

/** Beside what JSON itself escapes: DEL, C1, line separators and the marks that change the direction of writing. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

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
 * Formats one line of JSON for each process that uses deleted files, then for each that could not be read. Every line
 * names the mode, the host and the time, and so stands alone. See `#/$defs/line` of `report.schema.json`.
 */
export function formatNdjson(report: Report): string {
  const { mode, header: { host, time }, scan, findings } = report;
  const origin = { format: "lib_users process", version: JSON_VERSION, mode, host, time };
  const lines = [
    ...findings.map((finding) => ({ ...origin, ...findingToJson(finding, report) })),
    ...scan.unreadable.map(({ pid, failure }) => ({ ...origin, pid: Number(pid), failure })),
  ];
  return lines.map((line) => `${toJson(line)}\n`).join("");
}
