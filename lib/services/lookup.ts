import { parseBootTime } from "../parse/system_stat.ts";
import { parseCgroup } from "../parse/cgroup.ts";
import { parseCmdline } from "../parse/cmdline.ts";
import { parsePasswd } from "./passwd.ts";
import { parseStat } from "../parse/stat.ts";
import { parseUid } from "../parse/status.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { decodeText } from "../base/bytes.ts";
import { findOwner } from "./service.ts";
import type { Ancestor } from "./ancestors.ts";
import type { Owner } from "../model/service.ts";
import type { Scan } from "../model/finding.ts";
import type { ReadProcess } from "../scan/process.ts";

/** What a process is told by, beside its command line. */
export interface ProcessDetails {
  /** The real user id; undefined where it is not told. */
  readonly uid: number | undefined;
  /** The path that tells the owner; undefined where it is not told. */
  readonly cgroup: string | undefined;
}

/** What must be known of a process to find its owner. */
export type OwnedProcess = ProcessDetails & Pick<ReadProcess, "pid" | "parent">;

/** What is told only where it is asked for: of a process beside its command line, and of the machine. */
export interface Details {
  readonly readDetails: typeof readDetails;
  ownerOf(process: OwnedProcess): Promise<Owner>;
  readMachine(): Promise<Pick<Scan, "booted" | "users">>;
}

/** The details of the processes of a machine, and of the machine itself. */
export function detailsOf(proc: ProcFs): Details {
  return { readDetails, ownerOf: ownerFinder(proc), readMachine: () => readMachine(proc) };
}

/** Reads the user and the cgroup of a process. What cannot be read is undefined. */
export async function readDetails(proc: ProcFs, pid: string): Promise<ProcessDetails> {
  const [status, cgroup] = await Promise.all([proc.read(`${pid}/status`), proc.read(`${pid}/cgroup`)]);
  return {
    uid: isFailure(status) ? undefined : parseUid(decodeText(status)),
    cgroup: isFailure(cgroup) ? undefined : parseCgroup(decodeText(cgroup)),
  };
}

/** Finds out to what processes belong: by their cgroups, and only where these do not tell all by their ancestors. */
export function ownerFinder(proc: ProcFs): (process: OwnedProcess) => Promise<Owner> {
  const known = new Map<string, Promise<Relative | undefined>>();
  const init = readDetails(proc, "1");

  function relative(pid: string): Promise<Relative | undefined> {
    const answer = known.get(pid) ?? readRelative(proc, pid);
    known.set(pid, answer);
    return answer;
  }
  return async ({ pid, cgroup, uid, parent }) => {
    const facts = { pid, cgroup, uid, initCgroup: (await init).cgroup };
    const owner = findOwner({ ...facts, ancestors: [] });
    if (!ASKS_ANCESTORS.has(owner.kind)) return owner;
    const ancestors: Ancestor[] = [];
    for (let next = parent; next !== undefined && next !== "0" && ancestors.length < GENERATIONS;) {
      const ancestor = await relative(next);
      if (ancestor === undefined) break;
      ancestors.push(ancestor);
      next = ancestor.parent;
    }
    return findOwner({ ...facts, ancestors });
  };
}

/** Supervisors without cgroups, logins below a service of OpenRC, and the several managers of LXC. */
const ASKS_ANCESTORS: ReadonlySet<Owner["kind"]> = new Set(["none", "openrc", "container"]);

/** More than any real process has; a procfs that is read while it changes could lead in a circle. */
const GENERATIONS = 64;

interface Relative extends Ancestor {
  readonly parent: string;
}

async function readRelative(proc: ProcFs, pid: string): Promise<Relative | undefined> {
  const [text, cmdline, { uid }] = await Promise.all([
    proc.read(`${pid}/stat`),
    proc.read(`${pid}/cmdline`),
    readDetails(proc, pid),
  ]);
  const stat = isFailure(text) ? undefined : parseStat(text);
  if (stat === undefined) return undefined;
  return { name: stat.name, parent: stat.parent, uid, argv: isFailure(cmdline) ? [] : parseCmdline(cmdline).arguments };
}

async function readMachine(proc: ProcFs): Promise<Pick<Scan, "booted" | "users">> {
  const stat = await proc.read("stat");
  return { booted: isFailure(stat) ? undefined : parseBootTime(stat), users: await readUsers(proc) };
}

/**
 * Where the files of the host that is looked at are: below the root of its first process, or below the scanner's own
 * where that is not allowed.
 */
export function hostRoot(proc: ProcFs): string {
  return isFailure(proc.stat("1/root")) ? "self/root" : "1/root";
}

async function readUsers(proc: ProcFs): Promise<ReadonlyMap<number, string>> {
  const text = await proc.read(`${hostRoot(proc)}/etc/passwd`);
  return isFailure(text) ? new Map() : parsePasswd(decodeText(text));
}
