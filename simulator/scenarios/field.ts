import { machineOf, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS, type SimulatedMount } from "../mounts.ts";
import { BASE_SYSTEM, kernelObject, LIBRARIES, library, LOG_FLAGS, oldFile, oldLibrary, oldLog } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Hosts as administrators meet them, each with what has misled programs of this kind. */
export const FIELD_SCENARIOS = {
  "kafka-host": {
    story:
      "Kafka deleted old segments on /srv and still maps their indexes, and Netty unpacked its library into /tmp; " +
      "only a segment that is still open holds disk space",
    machine: () => machineOf({ mounts: SERVER_MOUNTS, processes: [...BASE_SYSTEM, KAFKA] }),
  },
  "packed-agent": {
    story: "a packed agent was upgraded, and no mapping of its file is left; node below /root was upgraded too, with " +
      "its code in huge pages and only its data mapped",
    machine: () =>
      machineOf({ files: { "/opt/agent/bin/agent": {}, [NODE]: {} }, processes: [...BASE_SYSTEM, ...PACKED] }),
  },
  "waydroid": {
    story: "Android runs in a container with shared memory of its own kind; nothing is to be reported",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ANDROID] }),
  },
  "php-host": {
    story: "PHP keeps empty deleted lock files open, and a FIFO and a directory are gone; only the log of zero bytes " +
      "that a pool still appends to is to be reported",
    machine: () => machineOf({ mounts: SERVER_MOUNTS, processes: [...BASE_SYSTEM, ...PHP] }),
  },
  "usr-merge": {
    story:
      "/lib became a link to /usr/lib: the C library is still there behind it, libz was replaced since; an index " +
      "of kernel modules was made anew",
    machine: () =>
      machineOf({
        files: {
          "/lib": { target: "usr/lib" },
          "/usr/lib/x86_64-linux-gnu/libm.so.6": { inode: 8001 },
          "/usr/lib/x86_64-linux-gnu/libz.so.1.3": {},
        },
        processes: [...BASE_SYSTEM, MERGED],
      }),
  },
  "vm-host": {
    story:
      "virtual machines have their memory in huge pages and in /dev/shm, one has a deleted disk image open, and a " +
      "message queue was unlinked; the image and the memory of /dev/shm would come back",
    machine: () => machineOf({ mounts: SERVER_MOUNTS, processes: [...BASE_SYSTEM, ...GUESTS] }),
  },
  "search-host": {
    story:
      "a search engine deleted segments that it wrote, beside one from before its start; a Java program below /home " +
      "has a replaced archive mapped; a desktop whose homes are elsewhere and a closed device are no concern",
    machine: () =>
      machineOf({
        files: { [JAR]: {}, "/etc/dconf/db/local": {} },
        mounts: SERVER_MOUNTS,
        processes: [...BASE_SYSTEM, ...SEARCH],
      }),
  },
} satisfies Scenarios;

const SERVER_MOUNTS: readonly SimulatedMount[] = [
  ...DEFAULT_MOUNTS,
  { id: 70, parent: 26, device: "8:17", point: "/srv", type: "xfs", source: "/dev/sdb1" },
  { id: 71, parent: 26, device: "0:70", point: "/mnt/huge1G", type: "hugetlbfs", source: "hugetlbfs" },
];
const MiB = 1_048_576;
const AFTER_START = { written: "2026-03-10T08:00:00.000Z" };

const KAFKA: SimulatedProcess = {
  pid: 1501,
  arguments: "/usr/bin/java -cp /opt/kafka/libs/* kafka.Kafka server.properties",
  uid: 990,
  cgroup: "/system.slice/kafka.service",
  mappings: [
    oldFile("/srv/kafka/orders-0/00000000000000001000.index", "rw-s", { size: 10 * MiB, blocks: 0 }),
    oldFile("/srv/kafka/orders-0/00000000000000001000.timeindex", "rw-s", { size: 10 * MiB, blocks: 0 }),
    oldLibrary("/tmp/libnetty_transport_native_epoll_x86_6410538812345678.so", AFTER_START),
  ],
  descriptors: [{
    name: "/srv/kafka/orders-0/00000000000000001000.log",
    deleted: true,
    size: 1024 * MiB,
    flags: 0o100002,
  }],
};

const NODE = "/root/.nvm/versions/node/v22.14.0/bin/node";

const PACKED: readonly SimulatedProcess[] = [
  {
    pid: 1601,
    arguments: "/opt/agent/bin/agent --daemon",
    exe: oldLibrary("/opt/agent/bin/agent", { permissions: "" }),
    cgroup: "/system.slice/agent.service",
  },
  {
    pid: 1602,
    arguments: "node /root/app/server.js",
    exe: oldLibrary(NODE, { permissions: "r--p rw-p" }),
    cgroup: "/system.slice/app.service",
  },
];

const ANDROID: SimulatedProcess = {
  pid: 1701,
  arguments: "system_server",
  exe: library("/system/bin/app_process64"),
  uid: 1000,
  cgroup: "/lxc.payload.waydroid",
  mappings: [
    kernelObject("/dev/ashmem/dalvik-main space", "rw-p"),
    kernelObject("/dev/ashmem/dalvik-jit-code-cache", "r-xs"),
    kernelObject("/dev/ashmem", "rw-s", "0:4"),
    kernelObject("/xe_bo", "rw-s"),
  ],
  descriptors: [{ name: "/dev/ashmem/cursor", deleted: true, device: "0:1", size: MiB }],
};

const PHP: readonly SimulatedProcess[] = [
  {
    pid: 1801,
    title: "php-fpm: master process\0",
    name: "php-fpm8.4",
    descriptors: [
      { name: "/tmp/.ZendSem.oG5XI3", deleted: true, size: 0 },
      { name: "/run/php/notify", deleted: true, type: "fifo", size: 0 },
      { name: "/var/lib/php/sessions", deleted: true, type: "directory", size: 4096 },
      { name: "/var/log/php/error.log", deleted: true, size: 0, flags: LOG_FLAGS },
    ],
  },
  {
    pid: 1802,
    title: "php-fpm: pool www\0",
    name: "php-fpm8.4",
    uid: 33,
    parent: 1801,
    descriptors: [{ name: "/tmp/.ZendSem.oG5XI3", deleted: true, size: 0 }],
  },
];

const MERGED: SimulatedProcess = {
  pid: 1901,
  arguments: "/usr/sbin/daemon",
  mappings: [
    oldLibrary("/lib/x86_64-linux-gnu/libm.so.6", { inode: 8001, links: 1 }),
    oldLibrary("/lib/x86_64-linux-gnu/libz.so.1.3"),
    oldFile("/usr/lib/modules/6.12.57+deb13-amd64/modules.dep.bin", "r--p"),
    library(`${LIBRARIES}/libselinux.so.1`),
  ],
};

const GUESTS: readonly SimulatedProcess[] = [
  {
    pid: 2001,
    arguments: "/usr/bin/qemu-system-x86_64 -name guest=db",
    uid: 64_055,
    cgroup: "/machine.slice/machine-qemu\\x2d1\\x2ddb.scope/libvirt/emulator",
    mappings: [oldFile("/mnt/huge1G/libvirt/qemu/ram.Zq81", "rw-s", { size: 1024 * MiB })],
    descriptors: [{ name: "/srv/images/db.qcow2", deleted: true, size: 8192 * MiB, flags: 0o100002 }],
  },
  {
    pid: 2002,
    arguments: "/usr/bin/qemu-system-x86_64 -name guest=web",
    uid: 64_055,
    cgroup: "/machine.slice/machine-qemu\\x2d2\\x2dweb.scope/libvirt/emulator",
    descriptors: [
      oldLog("/dev/shm/looking-glass", 128 * MiB, { flags: 0o100002 }),
      { name: "/guest-events", deleted: true, device: "0:90", size: 80, blocks: 0, flags: 0o2000002 },
    ],
  },
];

const JAR = "/home/deploy/shop/lib/shop.jar";

const SEARCH: readonly SimulatedProcess[] = [
  {
    pid: 2101,
    arguments: "/opt/search/bin/search --data /srv/search",
    uid: 991,
    cgroup: "/system.slice/search.service",
    mappings: [
      oldFile("/srv/search/0/index/_4a.cfs", "r--s", { size: 8 * MiB, ...AFTER_START }),
      oldFile("/srv/search/0/index/_1.cfs", "r--s", { size: 8 * MiB }),
    ],
  },
  {
    pid: 2102,
    arguments: `/usr/lib/jvm/java-8/bin/java -jar ${JAR}`,
    uid: 1001,
    cgroup: "/system.slice/shop.service",
    mappings: [oldFile(JAR, "r--s", { size: 4096 })],
  },
  {
    pid: 2103,
    arguments: "/usr/libexec/upowerd",
    mappings: [
      oldFile("/export/people/anna/.config/dconf/user", "r--p", { size: 4096 }),
      oldFile("/etc/dconf/db/local", "r--p", { size: 4096 }),
    ],
    descriptors: [{ name: "/sys/devices/pci0000:00/usb1/1-2/uevent", deleted: true, device: "0:20", size: 4096 }],
  },
];
