// Formats the human and the machine format, byte for byte those of the ancestor.
import { serviceKey } from "../services/identity.ts";
import { groupBy } from "../base/group_by.ts";
import { escapeField, escapeItem, escapeText } from "./escape.ts";
import { nameUser } from "./quantities.ts";
import { PLAIN, type Style } from "./style.ts";
import type { UsedFile } from "../model/file.ts";
import type { Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { groupByCommand } from "../scan/group.ts";

/** Formats the human format: a line `PIDS "COMMAND"` for each command line, with `showFiles` also ` uses FILE,FILE`. */
export function formatHuman({ findings, showFiles }: Report, { width }: Style = PLAIN): string {
  return groupByCommand(findings).map(({ pids, command, files }) => {
    const line = `${pids.join(",")} "${escapeText(cutCommand(command, width))}"`;
    return `${line}${showFiles ? ` uses ${files.map(formatFile).join(",")}` : ""}\n`;
  }).join("");
}

/**
 * Formats the machine format: a line `PIDS;FILES;COMMAND` for each command line. It is split at the first two `;`, then
 * the lists at `,`. Control characters and `\` are written as `\ooo`, in FILES also `,` and `;`, so that nothing is lost.
 */
export function formatMachine({ findings }: Report): string {
  return groupByCommand(findings).map(({ pids, command, files }) =>
    `${pids.join(",")};${files.map(({ name }) => escapeItem(name)).join(",")};${escapeField(command)}\n`
  ).join("");
}

/** Cuts a command line that would fill the terminal more than once, and says so. */
function cutCommand(command: string, width: number | undefined): string {
  if (width === undefined || command.length <= SCREENFUL) return command;
  const start = command.slice(0, SCREENFUL).replace(/[\ud800-\udbff]$/, "");
  return `${start}… (cut, ${command.length} characters in all)`;
}

/** The characters of a terminal of 80 × 25. */
const SCREENFUL = 2000;

/** Formats a name, and in brackets the rule that explains it or a remark. */
function formatFile({ name, note, ignored }: UsedFile): string {
  const remark = ignored?.rule ?? note;
  return `${escapeText(name)}${remark === undefined ? "" : ` [${escapeText(remark)}]`}`;
}

/**
 * Formats a line `PID,PID belong to UNIT` for each service, in the order of its first process. What belongs to the
 * service manager of a user says so: `belong to dbus.service of alice`.
 */
export function formatServices(findings: readonly Finding[], users: ReadonlyMap<number, string>): string {
  const byService = groupBy(findings, ({ process: { service } }) => serviceKey(service));
  byService.delete("");
  return Array.from(byService.values(), (members) => {
    const pids = members.map(({ process }) => process.pid).toSorted();
    const { kind, label, uid } = members[0]!.process.service!;
    const isNamed = uid === undefined || kind === "session" || kind === "user-manager";
    const user = isNamed ? "" : ` of ${nameUser(uid, users)}`;
    return `${pids.join(",")} belong to ${escapeText(label + user)}\n`;
  }).join("");
}
