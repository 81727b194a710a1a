import type { PlanItem, StaleProcess } from "../../lib/model/advice.ts";
import type { UnitDefinition } from "../../lib/model/unit.ts";
import { findService } from "../../lib/services/service.ts";
import { unknownUnit } from "../../lib/services/unit_definition.ts";

/** What the unit file of an ordinary daemon says. */
export const DAEMON: UnitDefinition = { ...unknownUnit("loaded"), type: "simple", programs: ["/usr/sbin/worker"] };

/** A stale process of root that is called `worker`. */
export function stale(pid: number, more: Partial<StaleProcess> = {}): StaleProcess {
  return { pid: String(pid), name: "worker", parent: "1", title: "/usr/sbin/worker", uid: 0, ...more };
}

/** An item for the service of a cgroup with the stale process 12: of a unit, an active one with an ordinary file. */
export function itemOf(cgroup: string, more: Partial<PlanItem> = {}): PlanItem {
  const service = findService({ cgroup, uid: undefined, ancestors: [] });
  const isUnit = service.kind === "system-unit" || service.kind === "user-unit";
  return {
    service,
    processes: [stale(12)],
    ...(isUnit ? { definition: DAEMON, isActive: true, main: { pid: "12", isStale: true } } : {}),
    ...more,
  };
}
