// Reads the cgroup and the ancestors of processes, and adds to each the service it belongs to.
import { readDetails, readStat } from "../scan/process.ts";
import type { Process } from "../model/process.ts";
import { decodeText } from "../base/bytes.ts";
import type { Finding, Scan } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import { parseCmdline } from "../parse/cmdline.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Ancestor } from "./ancestors.ts";
import { parsePasswd } from "./passwd.ts";
import { findService } from "./service.ts";

/** What is needed of a process to find its service. */
export type AttributableProcess = Pick<Process, "pid" | "parent" | "uid" | "cgroup">;

/** Adds the service of each process and the names of the users to a scan. */
export async function attributeScan(proc: ProcFs, scan: Scan): Promise<Scan> {
  const serviceOf = serviceFinder(proc);
  const findings: Finding[] = [];
  for (const { process, files } of scan.findings) {
    findings.push({ process: { ...process, service: await serviceOf(process) }, files });
  }
  return { ...scan, findings, users: await readUsers(proc) };
}

/** Returns a function that finds the service of a process: by its cgroup, or by its ancestors if that is not enough. */
export function serviceFinder(proc: ProcFs): (process: AttributableProcess) => Promise<Service> {
  const known = new Map<string, Promise<Relative | undefined>>();
  const init = readDetails(proc, "1");

  function relative(pid: string): Promise<Relative | undefined> {
    const answer = known.get(pid) ?? readRelative(proc, pid);
    known.set(pid, answer);
    return answer;
  }
  return async ({ pid, cgroup, uid, parent }) => {
    const facts = { pid, cgroup, uid, initCgroup: (await init).cgroup };
    const service = findService({ ...facts, ancestors: [] });
    if (!ASKS_ANCESTORS.has(service.kind)) return service;
    const ancestors: Ancestor[] = [];
    for (let next = parent; next !== undefined && next !== "0" && ancestors.length < GENERATIONS;) {
      const ancestor = await relative(next);
      if (ancestor === undefined) break;
      ancestors.push(ancestor);
      next = ancestor.parent;
    }
    return findService({ ...facts, ancestors });
  };
}

/** The kinds that ancestors tell more about: supervisors without cgroups, logins below OpenRC, the managers of LXC. */
const ASKS_ANCESTORS: ReadonlySet<Service["kind"]> = new Set(["none", "openrc", "container"]);

/** More generations than any process has. A procfs that changes while it is read could lead in a circle. */
const GENERATIONS = 64;

interface Relative extends Ancestor {
  readonly parent: string;
}

async function readRelative(proc: ProcFs, pid: string): Promise<Relative | undefined> {
  const [stat, cmdline, { uid }] = await Promise.all([
    readStat(proc, pid),
    proc.readStart(`${pid}/cmdline`, 65_536),
    readDetails(proc, pid),
  ]);
  if (stat === undefined) return undefined;
  return { name: stat.name, parent: stat.parent, uid, argv: isFailure(cmdline) ? [] : parseCmdline(cmdline).arguments };
}

async function readUsers(proc: ProcFs): Promise<ReadonlyMap<number, string>> {
  const text = await proc.read(`${await hostRoot(proc)}/etc/passwd`);
  return isFailure(text) ? new Map() : parsePasswd(decodeText(text));
}
