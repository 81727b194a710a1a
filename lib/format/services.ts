import { groupBy } from "../base/group_by.ts";
import type { Finding } from "../model/finding.ts";
import { ownerKey } from "../advice/restarted_units.ts";
import { escapeText } from "./escape.ts";

/** One line a service: `PID,PID belong to UNIT`, in the order of their first process; nothing for those without one. */
export function formatServices(findings: readonly Finding[]): string {
  const byOwner = groupBy(findings, ({ process: { owner } }) => ownerKey(owner));
  byOwner.delete("");
  return Array.from(byOwner.values(), (members) => {
    const pids = members.map(({ process }) => process.pid).toSorted();
    return `${pids.join(",")} belong to ${escapeText(members[0]!.process.owner!.label)}\n`;
  }).join("");
}
