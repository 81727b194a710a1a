import { serviceKey } from "../advice/restarted_units.ts";
import { groupBy } from "../base/group_by.ts";
import { escapeText } from "./escape.ts";
import { PLAIN, type Style } from "./style.ts";
import type { UsedFile } from "../model/file.ts";
import type { Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import { groupByCommand } from "../scan/group.ts";

/** One line a command line: `PIDS "COMMAND"`, and with `showFiles` also ` uses FILE,FILE`. */
export function formatHuman({ findings, showFiles }: Report, { width }: Style = PLAIN): string {
  return groupByCommand(findings).map(({ pids, command, files }) => {
    const line = `${pids.join(",")} "${escapeText(cutCommand(command, width))}"`;
    return `${line}${showFiles ? ` uses ${files.map(formatFile).join(",")}` : ""}\n`;
  }).join("");
}

/** On a terminal, a command line that would fill several screens is cut, and says so. */
export function cutCommand(command: string, width: number | undefined): string {
  if (width === undefined || command.length <= SCREENFUL) return command;
  const start = command.slice(0, SCREENFUL).replace(/[\ud800-\udbff]$/, "");
  return `${start}… (cut, ${command.length} characters in all)`;
}

const SCREENFUL = 2000;

/** The name, and in brackets the rule that would have hidden it or what else there is to know. */
function formatFile({ name, note, ignored }: UsedFile): string {
  const remark = ignored?.rule ?? note;
  return `${escapeText(name)}${remark === undefined ? "" : ` [${escapeText(remark)}]`}`;
}

/** One line a service: `PID,PID belong to UNIT`, in the order of their first process; nothing for those without one. */
export function formatServices(findings: readonly Finding[]): string {
  const byOwner = groupBy(findings, ({ process: { service } }) => serviceKey(service));
  byOwner.delete("");
  return Array.from(byOwner.values(), (members) => {
    const pids = members.map(({ process }) => process.pid).toSorted();
    return `${pids.join(",")} belong to ${escapeText(members[0]!.process.service!.label)}\n`;
  }).join("");
}
