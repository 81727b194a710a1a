// Finds the process that the service manager started for a service.
import type { Service } from "../model/service.ts";
import type { UnitDefinition } from "../model/unit.ts";
import { parseCmdline } from "../parse/cmdline.ts";
import { unmarked } from "../parse/maps.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { type Member } from "../services/members.ts";
import { serviceKey } from "../services/identity.ts";
import type { Machine } from "./machine.ts";

/**
 * Finds the process that the service manager started for a service. What a service starts, for a user perhaps, becomes
 * a child of the manager too when its parent ends. So beside such a process with deleted files, one without them counts
 * only if it runs the same program as the same user, or the program that the unit file names as the user whom it names.
 * Of several the youngest counts.
 */
export async function findMain(
  machine: Machine,
  service: Service,
  members: readonly Member[],
  definition: UnitDefinition | undefined,
): Promise<Member | undefined> {
  const { proc, stale } = machine;
  const started = members.filter((member) => isStartedByManager(machine, service, member));
  const candidates = await Promise.all(started.map(async (member) => {
    const program = await readProgram(proc, member.pid);
    const isNamed = program.some((path) => (definition?.programs ?? []).some((named) => isSamePath(path, named)));
    return { member, program, isNamed, isStale: stale.has(member.pid) };
  }));
  const staleOnes = candidates.filter(({ isStale }) => isStale);
  const named = staleOnes.filter(({ isNamed }) => isNamed);
  const likely = named.length > 0 ? named : staleOnes;
  const renewed = candidates.filter(({ isStale, isNamed, member, program }) => {
    if (isStale || likely.length === 0) return !isStale;
    const alike = likely.filter((each) => isSamePath(each.program[0] ?? "", program[0] ?? ""));
    if (alike.some((each) => each.member.uid === member.uid)) return true;
    return isNamed && alike.length === 0 && isTrusted(machine, service, member, definition);
  });
  return youngest(renewed) ?? youngest(likely);
}

function youngest(candidates: readonly { readonly member: Member }[]): Member | undefined {
  return candidates.map(({ member }) => member).toSorted((left, right) => right.started - left.started)[0];
}

/** Whether the parent of a process is what starts its service. */
function isStartedByManager({ byPid }: Machine, service: Service, { parent }: Member): boolean {
  if (service.kind === "system-unit") return parent === "1";
  const above = byPid.get(parent)?.service;
  if (service.kind === "user-unit") return above?.kind === "user-manager" && above.uid === service.uid;
  return serviceKey(above) !== serviceKey(service);
}

/** Whether a process runs as the user that the unit is for. */
function isTrusted({ users }: Machine, service: Service, { uid }: Member, definition?: UnitDefinition): boolean {
  if (uid === undefined) return false;
  if (service.uid !== undefined) return uid === service.uid;
  const named = definition?.user;
  return named === undefined ? uid === 0 : named === String(uid) || named === users.get(uid);
}

/** Reads the paths of what a process runs: its program, and a script if that is an interpreter. */
async function readProgram(proc: ProcFs, pid: string): Promise<readonly string[]> {
  const [exe, cmdline] = [proc.linkSync(`${pid}/exe`), await proc.read(`${pid}/cmdline`)];
  const program = isFailure(exe) ? undefined : unmarked(exe) ?? exe;
  const words = isFailure(cmdline) ? [] : parseCmdline(cmdline).arguments;
  return [program ?? words[0] ?? "", words[1] ?? ""].filter((path) => path.startsWith("/"));
}

/** Whether two paths are the same, `/usr` merged or not. */
function isSamePath(left: string, right: string): boolean {
  return left !== "" && left.replace(/^\/usr\//, "/") === right.replace(/^\/usr\//, "/");
}
