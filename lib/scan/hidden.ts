import { parseMountinfo } from "../parse/mountinfo.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";

/**
 * Whether the procfs does not even list the processes of other users to an ordinary one: the mount option `hidepid`,
 * proc(5).
 */
export async function hidesProcesses(proc: ProcFs): Promise<boolean> {
  const text = await proc.read("self/mountinfo");
  if (isFailure(text)) return false;
  return parseMountinfo(text).some(({ type, options }) => type === "proc" && HIDING.test(options));
}

const HIDING = /(^|,)hidepid=(2|invisible|4|ptraceable)(,|$)/;
