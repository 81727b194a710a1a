import { adviseRelease, findSpace } from "../advice/disk_space.ts";
import type { Caution } from "../model/advice.ts";
import type { Finding } from "../model/scan.ts";
import { escapeText } from "./escape.ts";
import { formatBytes } from "./quantities.ts";

/** How much space would come back, from what, and how; nothing where none would. */
export function formatSpace(findings: readonly Finding[], cautions: readonly Caution[]): string {
  const space = findSpace(findings);
  if (space.length === 0) return "";
  const total = space.reduce((sum, { bytes }) => sum + bytes, 0);
  const sizes = space.map(({ bytes }) => formatBytes(bytes));
  const width = sizes.reduce((width, size) => Math.max(width, size.length), 0);
  const lines = space.map((each, index) => {
    const holders = each.holders.map(({ process: { pid } }) => pid).join(",");
    const advice = [...new Set(each.holders.map((holder) => adviseRelease(holder, cautions)))].map((line) =>
      `${" ".repeat(width + 4)}${line}\n`
    ).join(
      "",
    );
    return `  ${sizes[index]!.padStart(width)}  ${escapeText(each.name)}, held by ${holders}\n${advice}`;
  });
  return `${formatBytes(total)} would come back in all:\n${lines.join("")}`;
}
