import { machineOf, type SimulatedDescriptor, type SimulatedProcess } from "../machine.ts";
import { BASE_SYSTEM, log, LOG_FLAGS, oldFile, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** The disk is full, although `du` finds nothing. */
export const DISK_SCENARIOS = {
  "deleted-log": {
    story:
      "somebody deleted a log of 38 GB that an application still writes, and nginx still writes to a log that was " +
      "rotated",
    machine: () =>
      machineOf({
        files: upgraded("/var/log/nginx/access.log.1"),
        processes: [
          ...BASE_SYSTEM,
          {
            pid: 1410,
            arguments: "/usr/bin/java -jar /srv/shop/shop.jar",
            uid: 995,
            cgroup: "/system.slice/shop.service",
            descriptors: [log("/srv/shop/audit.log", 9_000), oldLog("/var/log/shop/debug.log", 38_654_705_664)],
          },
          {
            pid: 1502,
            title: "nginx: master process /usr/sbin/nginx\0",
            name: "nginx",
            descriptors: [oldLog("/var/log/nginx/access.log.1", 1_048_576)],
          },
        ],
      }),
  },
  "disk-space": {
    story:
      "deleted files are shared by processes and descriptors, preallocated, temporary, or only mapped; a sparse file, a " +
      "directory, a FIFO, an empty lock and a mailbox with another hard link hold no space",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...HOLDERS] }),
  },
} satisfies Scenarios;

const MiB = 1_048_576;
const SHARED: SimulatedDescriptor = oldLog("/var/log/workers.log", 512 * MiB, { inode: 91_001 });

const HOLDERS: readonly SimulatedProcess[] = [
  ...[2001, 2002, 2003].map((pid) => ({
    pid,
    arguments: "/usr/bin/worker --queue mail",
    parent: pid === 2001 ? 1 : 2001,
    cgroup: "/system.slice/worker.service",
    // The parent opened it three times, and its children inherited the descriptors.
    descriptors: [{ ...SHARED, number: 3 }, { ...SHARED, number: 4 }, { ...SHARED, number: 9, offset: 0 }],
  })),
  holder(2101, "qemu-img", { name: "/srv/images/sparse.img", size: 8 * 1024 * 1024 * MiB, blocks: 0 }),
  holder(2102, "fallocated", { name: "/srv/images/kept.img", size: 0, blocks: 32_768 }),
  holder(2103, "watcher", { name: "/srv/incoming", type: "directory", size: 4096, flags: 0o300000 }),
  holder(2104, "pipeline", { name: "/srv/queue.fifo", type: "fifo", size: 0 }),
  holder(2105, "appender", { name: "/srv/append.log", size: 3 * MiB, flags: LOG_FLAGS, offset: 3 * MiB }),
  holder(2106, "mariadbd", { name: "/tmp/#1310759", inode: 1310759, size: 50 * MiB, flags: 0o20300002 }),
  holder(2107, "mailer", { name: "/srv/mail/box", links: 1, size: 7 * MiB }),
  holder(2108, "empty", { name: "/srv/lock", size: 0 }),
  {
    pid: 2109,
    arguments: "/usr/bin/mapper",
    mappings: [oldFile("/srv/kafka/orders-0/00000000000000000000.log", "rw-s", { size: 32 * MiB })],
  },
];

function holder(pid: number, name: string, file: SimulatedDescriptor): SimulatedProcess {
  return { pid, arguments: `/usr/bin/${name}`, descriptors: [{ ...file, deleted: true }] };
}
