import { machineOf, type SimulatedFile, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS } from "../mounts.ts";
import { BASE_SYSTEM, library, oldLibrary } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** What can have become of a deleted file. */
export const STATE_SCENARIOS = {
  "states": {
    story:
      "libraries were replaced, removed, linked again or kept under another name; some are on a file server, on a " +
      "detached disk or behind a lost bind mount, and the names of some only look marked",
    machine: () => machineOf({ mounts: MOUNTS, files: FILES, processes: [...BASE_SYSTEM, ...USERS] }),
  },
} satisfies Scenarios;

const MOUNTS = [
  ...DEFAULT_MOUNTS,
  { id: 60, parent: 26, device: "0:52", point: "/mnt/nfs", type: "nfs4", source: "files:/export" },
  { id: 61, parent: 26, device: "0:53", point: "/srv/sub", type: "btrfs", source: "/dev/sdb1", root: "/@srv" },
];

const FILES: Readonly<Record<string, SimulatedFile>> = {
  "/opt/lib/replaced.so": { changed: "2026-03-14T08:00:00.000Z" },
  "/opt/lib/relinked.so": { inode: 7001 },
  "/opt/lib/kept-elsewhere.so.bak": { inode: 7002 },
  "/srv/sub/lib/btrfs.so": { statDevice: "0:59" },
  "/usr/lib/detached.so": {},
};

const USERS: readonly SimulatedProcess[] = [
  user(7001, oldLibrary("/opt/lib/replaced.so")),
  user(7002, oldLibrary("/opt/lib/removed.so")),
  user(7003, oldLibrary("/opt/lib/relinked.so", { inode: 7001, links: 1 })),
  user(7004, oldLibrary("/opt/lib/kept-elsewhere.so", { inode: 7002, links: 1 })),
  user(7005, oldLibrary("/mnt/nfs/lib/remote.so")),
  user(7006, oldLibrary("/usr/lib/detached.so", { device: "0:77" })),
  {
    pid: 7007,
    arguments: "/usr/bin/redis-server 127.0.0.1:6379",
    exe: oldLibrary("/"),
    cgroup: "/system.slice/redis-server.service",
  },
  user(7008, library("/opt/lib/looks (deleted)")),
  user(7009, oldLibrary("/opt/lib/was (deleted)")),
  // The device in `maps` is that of the file system, the one in `stat` that of the subvolume.
  user(7010, oldLibrary("/srv/sub/lib/btrfs.so", { statDevice: "0:59" })),
  user(7011, oldLibrary("/opt/lib/#7011", { inode: 7011, links: 1 })),
];

function user(pid: number, mapping: ReturnType<typeof library>): SimulatedProcess {
  const { name, deleted, inode, links = deleted ? 0 : 1, device } = mapping;
  return {
    pid,
    arguments: `/usr/bin/user ${pid}`,
    mappings: [mapping],
    descriptors: [{
      name,
      links,
      ...(deleted && { deleted: true }),
      ...(inode && { inode }),
      ...(device && { device }),
    }],
  };
}
