import { findingToJson, JSON_VERSION, plain } from "./json.ts";
import type { Report } from "./report.ts";

/**
 * One JSON object a line, and a line a process: each that uses deleted files, then each that could not be read. Every
 * line names the mode, the machine and the time, and so stands alone. See `#/$defs/line` of `report.schema.json`.
 */
export function formatNdjson({ mode, header: { host, time }, scan, findings }: Report): string {
  const origin = { format: "lib_users process", version: JSON_VERSION, mode: mode.name, host, time };
  const lines = [
    ...findings.map((finding) => ({ ...origin, ...findingToJson(finding, scan) })),
    ...scan.missed.map(({ pid, failure }) => ({ ...origin, pid: Number(pid), failure })),
  ];
  return lines.map((line) => `${JSON.stringify(line, plain).replace(UNSAFE, escapeUnit)}\n`).join("");
}

/** Besides what JSON itself escapes: what some readers take for the end of a line, and a terminal for an order. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
