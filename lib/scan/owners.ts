import { parseCmdline } from "../parse/cmdline.ts";
import { parseStat } from "../parse/stat.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findOwner } from "../rules/owner.ts";
import type { Owner } from "../rules/owner_kinds.ts";
import type { ReadProcess } from "./process.ts";

/** An ancestor of a process, as the rules ask for it. */
interface Ancestor {
  readonly name: string;
  readonly argv: readonly string[];
  readonly parent: string;
}

/**
 * Finds out to what processes belong: by their cgroup, and only where that tells nothing by their ancestors, which a
 * supervisor without cgroups is among.
 */
export function ownerFinder(proc: ProcFs): (process: ReadProcess) => Promise<Owner> {
  const known = new Map<string, Promise<Ancestor | undefined>>();

  function ancestor(pid: string): Promise<Ancestor | undefined> {
    const answer = known.get(pid) ?? readAncestor(proc, pid);
    known.set(pid, answer);
    return answer;
  }
  return async ({ cgroup, uid, parent }) => {
    const owner = findOwner({ cgroup, uid, ancestors: [] });
    if (owner.kind !== "none") return owner;
    const ancestors: Ancestor[] = [];
    for (let pid = parent; pid !== undefined && pid !== "0" && ancestors.length < GENERATIONS;) {
      const next = await ancestor(pid);
      if (next === undefined) break;
      ancestors.push(next);
      pid = next.parent;
    }
    return findOwner({ cgroup, uid, ancestors });
  };
}

/** More than any real process has; a procfs that is read while it changes could lead in a circle. */
const GENERATIONS = 64;

async function readAncestor(proc: ProcFs, pid: string): Promise<Ancestor | undefined> {
  const [stat, cmdline] = await Promise.all([proc.read(`${pid}/stat`), proc.read(`${pid}/cmdline`)]);
  const parsed = isFailure(stat) ? undefined : parseStat(stat);
  if (parsed === undefined) return undefined;
  return {
    name: parsed.name,
    parent: parsed.parent,
    argv: isFailure(cmdline) ? [] : parseCmdline(cmdline).arguments,
  };
}
