// Gives each host of a run a name that no other has.
import type { HostFailure, HostResult } from "../model/report.ts";

/**
 * Returns a name for each host that no other has: its own; with where it was read, if two have the same, such as clones;
 * and only where it was read, if it is not known.
 */
export function nameHosts(results: readonly HostResult[]): readonly string[] {
  const own = results.map((result) => isFailed(result) ? result.host ?? "" : result.header.host);
  let names = results.map(({ source }, index) => own[index] || source);
  // More than once, since a host can call itself what another one is called here.
  for (let round = 0; round < MOST_ROUNDS && new Set(names).size < names.length; round++) {
    const count = countEach(names);
    names = names.map((name, index) => count.get(name) === 1 ? name : `${name} (${results[index]!.source})`);
  }
  return names;
}

/** Those that are still alike then are the same host from the same place. */
const MOST_ROUNDS = 5;

function countEach(names: readonly string[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return count;
}

/** Returns whether a host could not be scanned. */
export function isFailed(result: HostResult): result is HostFailure {
  return "error" in result;
}
