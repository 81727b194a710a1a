import { encodeText, isPlain } from "../procfs/text.ts";
import { type Finding, type Scan, startTime, type UsedFile } from "../scan/finding.ts";
import { commandOf } from "../scan/group.ts";
import { escapeStray } from "./escape.ts";
import type { Report } from "./report.ts";

/** The version of the document; a field is added without a new one, but none changes its meaning. */
export const JSON_VERSION = 1;

/** One document with all that is known, as `report.schema.json` describes it. */
export function formatJson({ mode, header, scan, findings, duration }: Report): string {
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
    mode: mode.name,
    ...header,
    processes: scan.processes,
    duration,
    missed: scan.missed.map(({ pid, failure }) => ({ pid: Number(pid), failure })),
    findings: findings.map((finding) => findingToJson(finding, scan)),
    ignored: hidden,
  };
  return `${JSON.stringify(document, plain, 2)}\n`;
}

/** A process and its files, as an object of the document. */
export function findingToJson({ process, files }: Finding, { booted, users }: Scan): Record<string, unknown> {
  const { pid, parent, started, uid, owner } = process;
  return {
    pid: Number(pid),
    ...textField("command", commandOf(process)),
    arguments: process.arguments,
    ...textField("name", process.name),
    parent: parent === undefined ? null : Number(parent),
    started: isoTime(startTime(started, booted)),
    uid: uid ?? null,
    user: users.get(uid ?? -1) ?? null,
    owner: owner ?? null,
    files: files.map(fileToJson),
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
    links: stat?.links ?? null,
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

function isoTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

function ruleOf({ ignored }: UsedFile): Record<string, unknown> {
  return { rule: ignored!.rule, reason: ignored!.reason };
}

/** Makes every text of a document valid UTF-8; for use with `JSON.stringify`. */
export function plain(_key: string, value: unknown): unknown {
  return typeof value === "string" && !isPlain(value) ? escapeStray(value) : value;
}

/** A text, and its bytes in hexadecimal beside it where it is not valid UTF-8 and so cannot be written as it is. */
function textField(key: string, text: string): Record<string, string> {
  if (isPlain(text)) return { [key]: text };
  const hex = Array.from(encodeText(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { [key]: text, [`${key}Hex`]: hex };
}
