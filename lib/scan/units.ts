import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Finding } from "./finding.ts";
import { ownerFinder } from "./owners.ts";
import { inParallel, LANES } from "./parallel.ts";
import { listProcesses, readProcess } from "./process.ts";

/**
 * Finds, by label, the units whose main process is already new: one that uses nothing old, that the service manager
 * started itself, and that is younger than all those which do. What these use is left over from before a restart.
 */
export async function findRenewedUnits(proc: ProcFs, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  const stale = findings.map(({ process }) => process);
  const stalePids = new Set(stale.map(({ pid }) => pid));
  const others = await readMembers(proc, listProcesses(proc).filter((pid) => !stalePids.has(pid)));
  const labels = new Map([
    ...stale.map(({ pid, owner }) => [pid, owner?.label] as const),
    ...others.map(({ pid, label }) => [pid, label] as const),
  ]);
  const youngest = new Map<string, number>();
  for (const { owner, started } of stale) {
    const label = owner?.label ?? "";
    youngest.set(label, Math.max(youngest.get(label) ?? 0, started ?? Infinity));
  }
  const mains = others.filter(({ parent, label }) => labels.get(parent ?? "") !== label);
  const renewed = mains.filter(({ label, started }) =>
    started !== undefined && started > (youngest.get(label) ?? Infinity)
  );
  return new Set(renewed.map(({ label }) => label));
}

/** A process and the label of what it belongs to. */
interface Member {
  readonly pid: string;
  readonly parent: string | undefined;
  readonly started: number | undefined;
  readonly label: string;
}

async function readMembers(proc: ProcFs, pids: readonly string[]): Promise<readonly Member[]> {
  const ownerOf = ownerFinder(proc);
  const members = await inParallel(pids, LANES, async (pid): Promise<Member | undefined> => {
    const process = await readProcess(proc, pid, true);
    if (isFailure(process)) return undefined;
    const { parent, started } = process;
    return { pid, parent, started, label: (await ownerOf(process)).label };
  });
  return members.filter((member) => member !== undefined && member.label !== "") as readonly Member[];
}
