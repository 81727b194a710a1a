import { findingToJson, JSON_VERSION, toJson } from "./json.ts";
import type { Report } from "../model/report.ts";

/**
 * One JSON object a line, and a line a process: each that uses deleted files, then each that could not be read. Every
 * line names the mode, the machine and the time, and so stands alone. See `#/$defs/line` of `report.schema.json`.
 */
export function formatNdjson(report: Report): string {
  const { mode, header: { host, time }, scan, findings } = report;
  const origin = { format: "lib_users process", version: JSON_VERSION, mode: mode.name, host, time };
  const lines = [
    ...findings.map((finding) => ({ ...origin, ...findingToJson(finding, report) })),
    ...scan.missed.map(({ pid, failure }) => ({ ...origin, pid: Number(pid), failure })),
  ];
  return lines.map((line) => `${toJson(line)}\n`).join("");
}
