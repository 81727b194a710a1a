import { parseBootTime } from "../parse/boot_time.ts";
import { parsePasswd } from "../parse/passwd.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { decodeText } from "../procfs/text.ts";
import type { Scan } from "./finding.ts";

/** Reads what a process is told by: when the machine started, and the names of its users. Nothing, unless asked. */
export async function readMachine(proc: ProcFs, details: boolean): Promise<Pick<Scan, "booted" | "users">> {
  if (!details) return { booted: undefined, users: new Map() };
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
