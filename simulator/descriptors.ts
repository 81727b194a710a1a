import { encodeText } from "../lib/base/bytes.ts";
import type { FileType, Stat } from "../lib/model/file.ts";
import type { Failure } from "../lib/procfs/procfs.ts";
import { inodeOf, linkTo } from "./files.ts";
import type { SimulatedDescriptor, SimulatedFile } from "./machine.ts";
import type { Namespace } from "./namespace.ts";

/** A descriptor as `/proc/PID/fd` and `/proc/PID/fdinfo` show it. */
export interface OpenFile {
  readonly number: string;
  target(): string | Failure;
  stat(): Stat;
  /** Format: proc_pid_fdinfo(5), `seq_show()` in fs/proc/fd.c. */
  info(): Uint8Array;
}

/** Numbers descriptors in ascending order: the streams are 0 to 2, the others follow. */
export function openFiles(
  lists: readonly (readonly SimulatedDescriptor[])[],
  namespace: Namespace,
): readonly OpenFile[] {
  const taken = new Set(lists.flat().map(({ number }) => number));
  let next = 0;
  return lists.flat().map((descriptor) => {
    while (taken.has(next)) next++;
    return openFile(descriptor, descriptor.number ?? next++, namespace);
  }).sort((left, right) => Number(left.number) - Number(right.number));
}

/** One of the kernel's own file systems, which are in no `mountinfo`. */
interface Nameless {
  readonly pattern: RegExp;
  readonly device: string;
  readonly mount: number;
  readonly type: FileType;
  readonly tail: string;
}

const NAMELESS: readonly Nameless[] = [
  { pattern: /^socket:\[([0-9]+)\]$/, device: "0:8", mount: 10, type: "socket", tail: "scm_fds: 0\n" },
  { pattern: /^pipe:\[([0-9]+)\]$/, device: "0:14", mount: 15, type: "fifo", tail: "" },
  { pattern: /^anon_inode:/, device: "0:15", mount: 16, type: "other", tail: "" },
];

function openFile(descriptor: SimulatedDescriptor, number: number, namespace: Namespace): OpenFile {
  const { name, offset = 0, flags = 0o100002 } = descriptor;
  const nameless = name.startsWith("/") ? undefined : NAMELESS.find(({ pattern }) => pattern.test(name));
  const file = nameless === undefined ? descriptor : { ...namelessFile(nameless, name), ...descriptor };
  return {
    number: String(number),
    target: () => linkTo(file),
    stat: () => namespace.stat(file),
    info(): Uint8Array {
      const mount = nameless?.mount ?? namespace.mountOf(file)?.id ?? 0;
      const fields = `pos:\t${offset}\nflags:\t0${flags.toString(8)}\nmnt_id:\t${mount}\nino:\t${inodeOf(file)}\n`;
      return encodeText(fields + (nameless?.tail ?? ""));
    },
  };
}

/** All anonymous inodes are one inode. */
function namelessFile({ pattern, device, type }: Nameless, name: string): SimulatedFile {
  return { device, type, size: 0, inode: Number(pattern.exec(name)?.[1] ?? 1057) };
}
