import type { UsedFile } from "../model/finding.ts";
import { groupByCommand } from "../scan/group.ts";
import { escapeText } from "./escape.ts";
import { PLAIN, type Report, type Style } from "../model/report.ts";

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
