import type { UsedFile } from "../scan/finding.ts";
import { groupByCommand, visibleFindings } from "../scan/group.ts";
import { escapeText } from "./escape.ts";
import type { Report } from "./report.ts";

/** One line a command line: `PIDS "COMMAND"`, and with `showFiles` also ` uses FILE,FILE`. */
export function formatHuman({ scan, showFiles, all }: Report): string {
  return groupByCommand(visibleFindings(scan.findings, all)).map(({ pids, command, files }) => {
    const line = `${pids.join(",")} "${escapeText(command)}"`;
    return `${line}${showFiles ? ` uses ${files.map(formatFile).join(",")}` : ""}\n`;
  }).join("");
}

/** The name, and in brackets the rule that would have hidden it or what else there is to know. */
function formatFile({ name, note, ignored }: UsedFile): string {
  const remark = ignored?.rule ?? note;
  return `${escapeText(name)}${remark === undefined ? "" : ` [${escapeText(remark)}]`}`;
}
