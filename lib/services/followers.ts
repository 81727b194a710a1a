// Finds the units that a restart of a unit stops or restarts too.
import type { UnitDefinition, UnitScope } from "../model/unit.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Member } from "./members.ts";
import type { UnitReader } from "./unit_definition.ts";

/** Finds the units that a restart of a unit stops or restarts too: of the system, or of the user with this id. */
export type FollowerFinder = (unit: string, uid: number | undefined) => Promise<readonly string[]>;

/**
 * Returns a function that finds which of the units that are started follow a restart: those that require a unit, bind
 * to it or are a part of it, and those that follow these. Source: `UNIT_ATOM_PROPAGATE_STOP` in
 * src/core/unit-dependency-atom.c. Of users' units those are known whose files are the system's and that have processes.
 */
export function followerFinder(proc: ProcFs, members: readonly Member[], readUnit: UnitReader): FollowerFinder {
  const graphs = new Map<number | undefined, Promise<Graph>>();
  return async (unit, uid) => {
    const graph = graphs.get(uid) ?? readGraph(await listStarted(proc, members, uid), scopeOf(uid), readUnit);
    graphs.set(uid, graph);
    const found = new Set([unit]);
    for (const each of found) for (const next of (await graph).get(each) ?? []) found.add(next);
    found.delete(unit);
    return [...found].filter((name) => !name.endsWith(".target")).toSorted();
  };
}

/** The units that follow each unit directly. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function scopeOf(uid: number | undefined): UnitScope {
  return uid === undefined ? "system" : "user";
}

async function readGraph(started: readonly string[], scope: UnitScope, readUnit: UnitReader): Promise<Graph> {
  const units = new Map<string, UnitDefinition>();
  for (const name of started) units.set(name, await readUnit(name, scope));
  const names = new Map(
    Array.from(units, ([name, { aliases }]) => aliases.map((alias) => [alias, name] as const)).flat(),
  );
  const graph = new Map<string, Set<string>>();
  function add(unit: string, follower: string): void {
    const name = names.get(unit) ?? unit;
    graph.set(name, (graph.get(name) ?? new Set()).add(names.get(follower) ?? follower));
  }
  for (const [name, { follows, stops }] of units) {
    for (const unit of follows) add(unit, name);
    for (const follower of stops.filter((each) => units.has(names.get(each) ?? each))) add(name, follower);
  }
  return graph;
}

/** Only what is started is stopped or restarted. A target stands for what is a part of it. */
const FOLLOWING = /\.(?:service|mount|swap|target)$/;

/** The names of the units that are started: as the service manager marks them, or else those that have processes. */
async function listStarted(
  proc: ProcFs,
  members: readonly Member[],
  uid: number | undefined,
): Promise<readonly string[]> {
  const marks = uid === undefined ? await proc.list(`${await hostRoot(proc)}/run/systemd/units`) : undefined;
  const names = marks === undefined || isFailure(marks)
    ? members.flatMap(({ service }) =>
      (service.kind === "system-unit" || service.kind === "user-unit") && service.uid === uid ? [service.unit] : []
    )
    : marks.flatMap((mark) => /^invocation:(.+)$/.exec(mark)?.[1] ?? []);
  return [...new Set(names)].filter((name) => FOLLOWING.test(name)).slice(0, MAX_STARTED);
}

/** More than any machine has started. */
const MAX_STARTED = 2_000;
