import { groupByCommand } from "../scan/group.ts";
import { escapeField, escapeItem } from "./escape.ts";
import type { Report } from "../model/report.ts";

/**
 * One line a command line: `PIDS;FILES;COMMAND`, to be split at the first two `;`, then the lists at `,`. Control
 * characters and `\` are written as `\ooo`, octal, and in FILES `,` and `;` too, so that nothing is lost.
 */
export function formatMachine({ findings }: Report): string {
  return groupByCommand(findings).map(({ pids, command, files }) =>
    `${pids.join(",")};${files.map(({ name }) => escapeItem(name)).join(",")};${escapeField(command)}\n`
  ).join("");
}
