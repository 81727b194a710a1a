import { adviseRelease, findHeldFiles } from "../advice/disk_space.ts";
import type { Report } from "../model/report.ts";
import { escapeShell, escapeText } from "./escape.ts";
import { formatBytes } from "./quantities.ts";
import { formatCommand } from "./restart.ts";

/** Formats how much space would come back, from which files, and how; empty if none would. */
export function formatSpace({ findings, plan = [], scan }: Report): string {
  const held = findHeldFiles(findings);
  if (held.length === 0) return "";
  const total = held.reduce((sum, { bytes }) => sum + bytes, 0);
  const sizes = held.map(({ bytes }) => formatBytes(bytes));
  const width = sizes.reduce((width, size) => Math.max(width, size.length), 0);
  const lines = held.map((file, index) => {
    const holders = file.holders.map(({ process: { pid } }) => pid).join(",");
    const steps = adviseRelease(file, plan, scan).map((step) =>
      "argv" in step ? formatCommand(step.argv) : escapeShell(escapeText(step.text))
    );
    const advice = steps.map((step) => `${" ".repeat(width + 4)}${step}\n`).join("");
    return `  ${sizes[index]!.padStart(width)}  ${escapeText(file.name)}, held by ${holders}\n${advice}`;
  });
  return `${formatBytes(total)} would come back in all:\n${lines.join("")}`;
}
