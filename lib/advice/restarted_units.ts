import { CONCURRENCY, inParallel } from "../base/parallel.ts";
import type { Finding } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import { parseStat } from "../parse/stat.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { listProcesses, readDetails } from "../scan/process.ts";
import { serviceFinder } from "../services/lookup.ts";

/** Tells services apart: a user can have a unit of the same name as one of the system's. Empty where there is none. */
export function serviceKey(service: Service | undefined): string {
  return service === undefined || service.kind === "none"
    ? ""
    : `${service.kind} ${service.uid ?? ""} ${service.label}`;
}

/**
 * Finds, by their {@linkcode serviceKey}, the units whose main process is already new: one that uses nothing old, that
 * the service manager started itself, and that is younger than all those which do. What these use is left over from
 * before a restart.
 */
export async function findRestartedServices(proc: ProcFs, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  const stale = new Map(findings.map(({ process }) => [process.pid, process]));
  const others = await readMembers(proc, listProcesses(proc).filter((pid) => !stale.has(pid)));
  const keys = new Map(others.map(({ pid, key }) => [pid, key]));
  const youngest = new Map<string, number>();
  for (const { pid, service, started } of stale.values()) {
    const key = serviceKey(service);
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
  const serviceOf = serviceFinder(proc);
  const members = await inParallel(pids, CONCURRENCY, async (pid): Promise<Member | undefined> => {
    const [text, details] = await Promise.all([proc.read(`${pid}/stat`), readDetails(proc, pid)]);
    const stat = isFailure(text) ? undefined : parseStat(text);
    if (stat === undefined) return undefined;
    const { parent, started } = stat;
    return { pid, parent, started, key: serviceKey(await serviceOf({ pid, parent, ...details })) };
  });
  return members.filter((member) => member !== undefined);
}
