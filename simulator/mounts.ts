import { encodeText } from "../lib/base/bytes.ts";

/** One mount of a mount namespace: a line of `mountinfo`. */
export interface SimulatedMount {
  readonly id: number;
  readonly parent: number;
  /** In decimal, `8:1`. */
  readonly device: string;
  readonly point: string;
  readonly type: string;
  readonly source: string;
  /** The directory of the file system that is mounted; default: its root. */
  readonly root?: string;
  /** The options of the file system; default: `rw`. */
  readonly options?: string;
}

/** The mounts of an ordinary server; its disk is 8:1. */
export const DEFAULT_MOUNTS: readonly SimulatedMount[] = [
  { id: 26, parent: 1, device: "8:1", point: "/", type: "ext4", source: "/dev/sda1" },
  { id: 22, parent: 26, device: "0:20", point: "/sys", type: "sysfs", source: "sysfs" },
  { id: 23, parent: 26, device: "0:21", point: "/proc", type: "proc", source: "proc" },
  { id: 24, parent: 26, device: "0:5", point: "/dev", type: "devtmpfs", source: "udev", options: "rw,mode=755" },
  { id: 25, parent: 24, device: "0:22", point: "/dev/pts", type: "devpts", source: "devpts" },
  { id: 27, parent: 26, device: "0:23", point: "/run", type: "tmpfs", source: "tmpfs", options: "rw,mode=755" },
  { id: 28, parent: 22, device: "0:24", point: "/sys/fs/cgroup", type: "cgroup2", source: "cgroup2" },
  { id: 29, parent: 24, device: "0:25", point: "/dev/shm", type: "tmpfs", source: "tmpfs" },
  { id: 30, parent: 24, device: "0:26", point: "/dev/hugepages", type: "hugetlbfs", source: "hugetlbfs" },
  { id: 31, parent: 26, device: "8:2", point: "/var", type: "ext4", source: "/dev/sda2" },
  { id: 32, parent: 26, device: "0:31", point: "/tmp", type: "tmpfs", source: "tmpfs" },
  { id: 33, parent: 27, device: "0:38", point: "/run/user/1000", type: "tmpfs", source: "tmpfs" },
];

/** The mounts of a container: an overlay of its own, `/proc` and `/dev`. */
export function containerMounts(number: number): readonly SimulatedMount[] {
  const id = 1000 + 10 * number;
  const layers = `rw,lowerdir=/var/lib/images/base,upperdir=/var/lib/images/${number}/upper`;
  return [
    { id, parent: 1, device: `0:${200 + number}`, point: "/", type: "overlay", source: "overlay", options: layers },
    { id: id + 1, parent: id, device: "0:21", point: "/proc", type: "proc", source: "proc" },
    { id: id + 2, parent: id, device: `0:${600 + number}`, point: "/dev", type: "tmpfs", source: "tmpfs" },
  ];
}

/**
 * Writes `mountinfo` as a process with this root reads it. What it cannot reach is left out, so the text can be
 * empty. Format: proc_pid_mountinfo(5), `show_mountinfo()` in fs/proc_namespace.c.
 */
export function formatMountinfo(mounts: readonly SimulatedMount[], root: string): Uint8Array<ArrayBuffer> {
  const inside = root === "/" ? "" : root;
  const lines = mounts
    .filter(({ point }) => inside === "" || point === inside || point.startsWith(`${inside}/`))
    .map((mount) => formatMount({ ...mount, point: mount.point.slice(inside.length) || "/" }));
  return encodeText(lines.join(""));
}

/** Finds the mount that a name is on. */
export function mountAt(byPoint: ReadonlyMap<string, SimulatedMount>, name: string): SimulatedMount | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
    const mount = byPoint.get(name.slice(0, end));
    if (mount !== undefined) return mount;
  }
  return byPoint.get("/");
}

function formatMount({ id, parent, device, point, type, source, root = "/", options = "rw" }: SimulatedMount): string {
  const shared = `shared:${id - 21}`;
  return `${id} ${parent} ${device} ${mangle(root)} ${
    mangle(point)
  } rw,relatime ${shared} - ${type} ${source} ${options}\n`;
}

/** Escapes the bytes that separate fields, in octal: `mangle()` in fs/proc_namespace.c. */
function mangle(path: string): string {
  return path.replaceAll(/[ \t\n\\#]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
