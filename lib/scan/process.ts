import { parseCmdline } from "../parse/cmdline.ts";
import { parseStat } from "../parse/stat.ts";
import { type Failure, FAILURES, isFailure, isPid, type ProcFs } from "../procfs/procfs.ts";
import type { Process } from "../model/finding.ts";
import type { ProcessDetails } from "../services/lookup.ts";
import { otherThreads } from "./threads.ts";

/** The procfs cannot be scanned at all. The message says why. */
export class ScanError extends Error {
  override name = "ScanError";
}

/** The PIDs of all processes but the scanner. Throws a `ScanError` where they cannot be listed. */
export function listProcesses(proc: ProcFs): readonly string[] {
  const names = proc.list(".");
  if (isFailure(names)) throw new ScanError(`Cannot list the processes: ${names.failure}`);
  const self = proc.link("self");
  return names.filter((name) => isPid(name) && name !== self);
}

/** A process as it was read, before it is known to what it belongs. */
export interface ReadProcess extends Omit<Process, "owner" | "uid">, ProcessDetails {}

/**
 * Reads who a process is, with `readDetails` also its user and cgroup; `gone` where it has ended. What else cannot be
 * read is left empty.
 */
export async function readProcess(
  proc: ProcFs,
  pid: string,
  readDetails?: ReadDetails,
): Promise<ReadProcess | Failure> {
  const cmdline = await readCmdline(proc, pid);
  const { uid, cgroup } = await readDetails?.(proc, pid) ?? NO_DETAILS;
  const text = await proc.read(`${pid}/stat`);
  // A copy may lack the file. A process that has ended has no folder either.
  if (isFailure(text) && text.failure === "gone" && isFailure(proc.list(pid))) return FAILURES.gone;
  const { name = "?", exiting, parent, started } = (isFailure(text) ? undefined : parseStat(text)) ?? {};
  if (exiting && otherThreads(proc, pid).length === 0) return FAILURES.gone;
  return { pid, name, parent, started, uid, cgroup, ...cmdline };
}

/** Reads more of a process than its command line; see `details.ts`. */
export type ReadDetails = (proc: ProcFs, pid: string) => Promise<ProcessDetails>;

const NO_DETAILS: ProcessDetails = { uid: undefined, cgroup: undefined };

/** When the scanner started, in the unit of {@linkcode Process.started}; undefined where the procfs cannot tell. */
export async function readOwnStart(proc: ProcFs): Promise<number | undefined> {
  const text = await proc.read("self/stat");
  return isFailure(text) ? undefined : parseStat(text)?.started;
}

async function readCmdline(proc: ProcFs, pid: string): Promise<Pick<Process, "arguments" | "command">> {
  for (const folder of [pid, ...otherThreads(proc, pid).slice(0, 1)]) {
    const bytes = await proc.read(`${folder}/cmdline`);
    if (!isFailure(bytes) && bytes.length > 0) return parseCmdline(bytes);
  }
  return { arguments: [], command: "" };
}
