import type { Finding } from "../scan/finding.ts";
import { escapeText } from "./escape.ts";

/** One line a service: `PID,PID belong to UNIT`, in the order of their first process; nothing for those without one. */
export function formatServices(findings: readonly Finding[]): string {
  const known = findings.filter(({ process }) => process.owner !== undefined && process.owner.label !== "");
  const byLabel = Map.groupBy(known, ({ process }) => process.owner!.label);
  return Array.from(
    byLabel,
    ([label, members]) =>
      `${members.map(({ process }) => process.pid).toSorted().join(",")} belong to ${escapeText(label)}\n`,
  ).join("");
}
