// Formats the disk space that would come back.
import { adviseRelease, findHeldByMount, type HeldOnMount } from "../advice/disk_space.ts";
import type { Report } from "../model/report.ts";
import { escapeShell, escapeText } from "./escape.ts";
import { formatBytes } from "./quantities.ts";
import { formatCommand } from "./restart.ts";

/** Formats how much space would come back on each mount, from which files, and how; empty if none would. */
export function formatSpace(report: Report): string {
  return findHeldByMount(report.findings).map((mount) => formatMount(mount, report)).join("");
}

function formatMount({ medium, mountPoint, bytes, files }: HeldOnMount, { plan = [], scan }: Report): string {
  const sizes = files.map(({ bytes }) => formatBytes(bytes));
  const width = sizes.reduce((width, size) => Math.max(width, size.length), 0);
  const lines = files.map((file, index) => {
    const holders = file.holders.map(({ process: { pid } }) => pid).join(",");
    const steps = adviseRelease(file, plan, scan).map((step) =>
      "argv" in step ? formatCommand(step.argv) : escapeShell(escapeText(step.text))
    );
    const advice = steps.map((step) => `${" ".repeat(width + 4)}${step}\n`).join("");
    return `  ${sizes[index]!.padStart(width)}  ${escapeText(file.name)}, held by ${holders}\n${advice}`;
  });
  const what = medium === "disk" ? "" : " of memory";
  const where = mountPoint === undefined ? "" : ` on ${escapeText(mountPoint)}`;
  return `${formatBytes(bytes)}${what} would come back${where}:\n${lines.join("")}`;
}
