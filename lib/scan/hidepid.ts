import { parseMountinfo } from "../parse/mountinfo.ts";
import { isFailure, type ProcFs } from "../procfs/procfs.ts";

/** Returns whether the procfs hides the processes of other users: the mount option `hidepid`, proc(5). */
export async function hidesProcesses(proc: ProcFs): Promise<boolean> {
  const text = await proc.read("self/mountinfo");
  if (isFailure(text)) return false;
  const mount = parseMountinfo(text).findLast(({ mountPoint }) => mountPoint === "/proc");
  return mount?.type === "proc" && HIDING.test(mount.options);
}

const HIDING = /(^|,)hidepid=(2|invisible|4|ptraceable)(,|$)/;
