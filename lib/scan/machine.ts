import { parsePasswd } from "../parse/passwd.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";
import { decodeText } from "../procfs/text.ts";
import type { Scan } from "./finding.ts";

/** Reads what a process is told by: when the machine started, and the names of its users. Nothing, unless asked. */
export async function readMachine(proc: ProcFs, details: boolean): Promise<Pick<Scan, "booted" | "users">> {
  if (!details) return { booted: undefined, users: new Map() };
  return { booted: await readBootTime(proc), users: await readUsers(proc) };
}

/** From the line `btime SECONDS` of `/proc/stat`: proc_stat(5). */
async function readBootTime(proc: ProcFs): Promise<number | undefined> {
  const text = await proc.read("stat");
  const seconds = isFailure(text) ? undefined : /^btime ([0-9]+)$/m.exec(decodeText(text))?.[1];
  return seconds === undefined ? undefined : 1000 * Number(seconds);
}

/** From the host that is looked at: the root of its first process, or the scanner's own where that is not allowed. */
async function readUsers(proc: ProcFs): Promise<ReadonlyMap<number, string>> {
  for (const root of ["1/root", "self/root"]) {
    const text = await proc.read(`${root}/etc/passwd`);
    if (!isFailure(text)) return parsePasswd(decodeText(text));
  }
  return new Map();
}
