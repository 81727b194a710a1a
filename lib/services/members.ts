// Reads all processes of the machine, stale or not, with the service of each.
import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import type { Service } from "../model/service.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import { listProcesses, readDetails, readStat } from "../scan/process.ts";
import { serviceFinder } from "./lookup.ts";

/** A process, and the service that it belongs to. */
export interface Member {
  readonly pid: string;
  readonly name: string;
  readonly parent: string;
  readonly hasTerminal: boolean;
  /** In clock ticks since the start of the machine. */
  readonly started: number;
  readonly uid: number | undefined;
  readonly service: Service;
}

/** Reads of every process who it is and what it belongs to; the scanner is not among them. */
export async function readMembers(proc: ProcFs): Promise<readonly Member[]> {
  const serviceOf = serviceFinder(proc);
  const members = await inParallel(listProcesses(proc), CONCURRENCY, async (pid): Promise<Member | undefined> => {
    const [stat, details] = await Promise.all([readStat(proc, pid), readDetails(proc, pid)]);
    if (stat === undefined) return undefined;
    const { name, parent, hasTerminal, started } = stat;
    return {
      pid,
      name,
      parent,
      hasTerminal,
      started,
      uid: details.uid,
      service: await serviceOf({ pid, parent, ...details }),
    };
  });
  return members.filter((member) => member !== undefined);
}

/** Reads the PIDs above the scanner, its parent first. */
export async function readOwnAncestors(
  proc: ProcFs,
  members: readonly Pick<Member, "pid" | "parent">[],
): Promise<readonly string[]> {
  const parents = new Map(members.map(({ pid, parent }) => [pid, parent]));
  const above: string[] = [];
  let next = (await readStat(proc, "self"))?.parent;
  while (next !== undefined && next !== "0" && !above.includes(next)) {
    above.push(next);
    next = parents.get(next);
  }
  return above;
}
