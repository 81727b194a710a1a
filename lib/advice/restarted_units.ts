import { parseStat } from "../parse/stat.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Owner } from "../model/service.ts";
import type { Finding } from "../model/finding.ts";
import { ownerFinder, readDetails } from "../services/lookup.ts";
import { inParallel, LANES } from "../base/parallel.ts";
import { listProcesses } from "../scan/process.ts";

/** Tells owners apart: a user can have a unit of the same name as one of the system's. Empty where there is none. */
export function ownerKey(owner: Owner | undefined): string {
  return owner === undefined || owner.kind === "none" ? "" : `${owner.kind} ${owner.uid ?? ""} ${owner.label}`;
}

/**
 * Finds, by their {@linkcode ownerKey}, the units whose main process is already new: one that uses nothing old, that
 * the service manager started itself, and that is younger than all those which do. What these use is left over from
 * before a restart.
 */
export async function findRenewedUnits(proc: ProcFs, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  const stale = new Map(findings.map(({ process }) => [process.pid, process]));
  const others = await readMembers(proc, listProcesses(proc).filter((pid) => !stale.has(pid)));
  const keys = new Map(others.map(({ pid, key }) => [pid, key]));
  const youngest = new Map<string, number>();
  for (const { pid, owner, started } of stale.values()) {
    const key = ownerKey(owner);
    keys.set(pid, key);
    youngest.set(key, Math.max(youngest.get(key) ?? 0, started ?? Infinity));
  }
  youngest.delete("");
  const renewed = others.filter(({ parent, key, started }) =>
    keys.get(parent) !== key && started > (youngest.get(key) ?? Infinity)
  );
  return new Set(renewed.map(({ key }) => key));
}

/** A process, and to what it belongs. */
interface Member {
  readonly pid: string;
  readonly parent: string;
  readonly started: number;
  readonly key: string;
}

/** Reads of every process no more than this takes, for it may be of no concern otherwise. */
async function readMembers(proc: ProcFs, pids: readonly string[]): Promise<readonly Member[]> {
  const ownerOf = ownerFinder(proc);
  const members = await inParallel(pids, LANES, async (pid): Promise<Member | undefined> => {
    const [text, details] = await Promise.all([proc.read(`${pid}/stat`), readDetails(proc, pid)]);
    const stat = isFailure(text) ? undefined : parseStat(text);
    if (stat === undefined) return undefined;
    const { parent, started } = stat;
    return { pid, parent, started, key: ownerKey(await ownerOf({ pid, parent, ...details })) };
  });
  return members.filter((member) => member !== undefined);
}
