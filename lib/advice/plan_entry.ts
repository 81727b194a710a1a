// Makes the entries of a plan: with a command, or with what a person has to do.
import type { PlanAction, PlanEntry, PlanItem } from "../model/advice.ts";

/** What an entry says beside what its item does. */
type Saying = Pick<PlanEntry, "action"> & Partial<Pick<PlanEntry, "reason" | "instead" | "leaves" | "restarts">>;

/** Makes an entry with a command. Without `leaves` nothing is left. */
export function runEntry(item: PlanItem, argv: readonly string[], saying: Saying): PlanEntry {
  return { ...entryOf(item), argv, leaves: [], ...saying };
}

/** Makes an entry without a command. */
export function tellEntry(
  item: PlanItem,
  action: PlanAction,
  reason: string,
  instead: string | null = null,
): PlanEntry {
  return { ...entryOf(item), action, reason, instead };
}

/** Makes an entry for an item whose name gets into no command. */
export function refuseEntry(item: PlanItem): PlanEntry {
  return tellEntry(item, "manual", "its name is not a plausible one", "restart it by hand");
}

/** Returns why there is no command, or what it leaves, and what to do about it: in one line. */
export function wordsOf({ reason, instead }: Pick<PlanEntry, "reason" | "instead">): string {
  return [reason, instead].filter((part) => part !== null).join(" - ");
}

function entryOf(item: PlanItem): PlanEntry {
  const { service, processes, user } = item;
  const pids = processes.map(({ pid }) => pid).toSorted((left, right) => Number(left) - Number(right));
  const isUsers = service.uid !== undefined || service.kind === "session";
  return {
    action: "none",
    argv: null,
    service: service.kind === "none" ? null : service,
    label: service.kind === "none" ? processes[0]?.name ?? "" : service.label,
    pids,
    user: isUsers ? user ?? (service.uid === undefined ? null : `user ${service.uid}`) : null,
    reason: null,
    instead: null,
    leaves: pids,
    restarts: [],
  };
}
