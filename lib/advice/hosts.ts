import type { HostFailure, HostResult } from "../model/report.ts";

/**
 * Returns a name for each host that no other has: its own; with where it was read, if two have the same, such as clones;
 * and only where it was read, if it is not known.
 */
export function nameHosts(results: readonly HostResult[]): readonly string[] {
  const own = results.map((result) => isFailed(result) ? result.host ?? "" : result.header.host);
  const count = new Map<string, number>();
  for (const name of own) count.set(name, (count.get(name) ?? 0) + 1);
  return results.map(({ source }, index) => {
    const name = own[index]!;
    if (name === "") return source;
    return count.get(name) === 1 ? name : `${name} (${source})`;
  });
}

/** Returns whether a host could not be scanned. */
export function isFailed(result: HostResult): result is HostFailure {
  return "error" in result;
}
