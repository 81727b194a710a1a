// Formats a block for each process, with all that is known of its files.
import { formatSpace } from "./disk_space.ts";
import { escapeText } from "./escape.ts";
import { packagesOf } from "./packages.ts";
import { formatAge, formatBytes, nameUser } from "./quantities.ts";
import { formatReboot, rebootToShow } from "./restart.ts";
import { PLAIN, type Style } from "./style.ts";
import type { FileState, UsedFile } from "../model/file.ts";
import type { Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { accessMode } from "../parse/fdinfo.ts";
import { commandOf } from "../scan/group.ts";
import { startTime } from "../scan/process.ts";

/**
 * Formats a block for each process, for people: its PID, user, service and age, its command, and a line for each file
 * with its state, use, age, name and package. The disk space that can be freed and the advice about a reboot come last.
 */
export function formatLong(report: Report, style: Style = PLAIN): string {
  const blocks = report.findings.map((finding) => formatBlock(finding, report, style));
  const space = formatSpace(report);
  const advice = rebootToShow(report);
  const reboot = advice === undefined ? "" : `${escapeText(formatReboot(advice))}\n`;
  return [...blocks, ...[space, reboot].filter((part) => part !== "")].join("\n");
}

function formatBlock({ process, files }: Finding, report: Report, style: Style): string {
  const { scan: { users, booted } } = report;
  const user = nameUser(process.uid, users);
  const owner = process.service?.label || "no service";
  const start = startTime(process.started, booted);
  const started = start === undefined ? [] : [`started ${age(start, report)}`];
  const title = [`PID ${process.pid}`, escapeText(user), escapeText(owner), ...started].join("  ");
  const command = cut(escapeText(commandOf(process)), style.width);
  const rows = files.map((file) => formatFile(file, process, report));
  const widths = [0, 1, 2, 3].map((column) => rows.reduce((width, row) => Math.max(width, row[column]!.length), 0));
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, column) => column < 4 ? cell.padEnd(widths[column]!) : cell);
    const [state, ...rest] = cells.filter((cell) => cell !== "");
    return `    ${paint(state!, STATE_COLOURS[files[index]!.state], style)}  ${rest.join("  ")}\n`;
  });
  return `${paint(title, BOLD, style)}\n  ${command}\n${lines.join("")}`;
}

/** Returns the columns of a file: state, use, disk space, age, and the name with remarks. */
function formatFile(
  file: UsedFile,
  process: Finding["process"],
  report: Report,
): readonly [string, string, string, string, string] {
  const { name, note, state, stat, staleSince, ignored, descriptors, executable } = file;
  const isCode = executable && descriptors.length === 0;
  const space = stat === undefined || isCode ? "" : formatBytes(512 * stat.blocks);
  const packages = packagesOf(process, name, report.packages)?.packages ?? [];
  const remarks = [
    ...(packages.length > 0 ? [packages.join(" ")] : []),
    ...(stat === undefined || stat.type === "file" ? [] : [NOT_FILES[stat.type]]),
    ...(note === undefined ? [] : [note]),
    ...(ignored === undefined ? [] : [`${ignored.rule}: ${ignored.reason}`]),
  ].map((remark) => ` (${escapeText(remark)})`);
  return [
    state,
    useOf(file),
    space,
    staleSince === undefined ? "" : age(staleSince, report),
    escapeText(name) + remarks.join(""),
  ];
}

const NOT_FILES = {
  directory: "a directory",
  symlink: "a symbolic link",
  fifo: "a FIFO",
  socket: "a socket",
  character: "a device",
  block: "a device",
  other: "not a regular file",
} as const;

/** Returns how the process uses the file. */
function useOf({ executable, descriptors }: UsedFile): string {
  if (descriptors.length === 0) return executable ? "executable" : "data";
  const access = [...new Set(descriptors.map(accessMode))].filter((mode) => mode !== undefined).join(", ");
  return `fd ${formatNumbers(descriptors)}${access === "" ? "" : ` ${access}`}`;
}

/** Lists descriptors, of which a process can have thousands for one file. */
function formatNumbers(descriptors: UsedFile["descriptors"]): string {
  const numbers = descriptors.slice(0, 10).map(({ number }) => number).join(",");
  return descriptors.length > 10 ? `${numbers},… ${descriptors.length} in all` : numbers;
}

function age(time: number, { header }: Report): string {
  return formatAge(new Date(header.time).getTime() - time);
}

function cut(text: string, width: number | undefined): string {
  const room = (width ?? Infinity) - 2;
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

/** Select Graphic Rendition, ECMA-48 8.3.117. */
const BOLD = "1";
const STATE_COLOURS: Readonly<Record<FileState, string>> = {
  replaced: "33",
  removed: "31",
  linked: "32",
  unknown: "2",
};

function paint(text: string, code: string, { colour }: Style): string {
  return colour ? `\x1b[${code}m${text}\x1b[0m` : text;
}
