import assert from "node:assert/strict";
import { planServices } from "../../lib/advice/plan.ts";
import type { PlanAction, PlanContext, PlanEntry, PlanItem, StaleProcess } from "../../lib/model/advice.ts";
import type { UnitDefinition } from "../../lib/model/unit.ts";
import { findService } from "../../lib/services/service.ts";
import { unknownUnit } from "../../lib/services/unit_definition.ts";

/** What a plan depends on where nothing is known. */
export const NO_CONTEXT: PlanContext = { cautions: [], isUpgrading: false, hasDesktop: undefined };

/** The cgroup of an ordinary service. */
export const SERVICE = "/system.slice/web.service";
/** The cgroup of the service manager of user 1000. */
export const MANAGER = "/user.slice/user-1000.slice/user@1000.service";
/** What identifies a container. */
export const HEX = "0123456789abcdef".repeat(4);

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

/** Plans for one item. */
export function planOne(item: PlanItem, context: PlanContext = NO_CONTEXT): PlanEntry {
  const [entry, ...others] = planServices([item], context);
  assert.deepEqual(others, []);
  return entry!;
}

/** Checks that there is no command, and that all is announced to stay as it is. */
export function assertTold(entry: PlanEntry, action: PlanAction, told: RegExp): void {
  assert.equal(entry.action, action);
  assert.equal(entry.argv, null);
  assert.deepEqual(entry.leaves, entry.pids);
  assert.match(`${entry.reason} - ${entry.instead}`, told);
}
