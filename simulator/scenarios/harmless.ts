import { machineOf, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS } from "../mounts.ts";
import { BASE_SYSTEM, kernelObject, library, oldFile, oldLibrary } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Files marked as deleted that are nothing to worry about. */
export const HARMLESS_SCENARIOS = {
  "kernel-objects": {
    story: "a database, a browser and a virtual machine map memory that the kernel shows as deleted files: shared " +
      "segments, memfds, rings and buffers; nothing is to be reported",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...KERNEL_OBJECTS] }),
  },
  "quodlibet": {
    story: "liborc generated code in a file and deleted it, and a music player maps it; nothing is to be reported",
    machine: () =>
      machineOf({ mounts: DEFAULT_MOUNTS.filter(({ point }) => point !== "/tmp"), processes: [QUODLIBET] }),
  },
  "generated-code": {
    story: "runtimes map files that they made, loaded and deleted: closures of libffi, libraries that Java unpacked, " +
      "statistics, lists for perf, unnamed files; nothing is to be reported",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...GENERATED] }),
  },
  "data-files": {
    story:
      "desktop programs map caches, settings and translations that an upgrade replaced, and a shell has a closed " +
      "terminal open; nothing is to be reported",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...DATA] }),
  },
} satisfies Scenarios;

const KERNEL_OBJECTS: readonly SimulatedProcess[] = [
  {
    pid: 1201,
    arguments: "/usr/lib/postgresql/17/bin/postgres -D /var/lib/postgresql/17/main",
    uid: 115,
    mappings: [
      kernelObject("/SYSV0052e2c1", "rw-s"),
      kernelObject("/dev/zero", "rw-s"),
      kernelObject("/anon_hugepage", "rw-p", "0:14"),
    ],
  },
  {
    pid: 1310,
    arguments: "/usr/sbin/mariadbd",
    uid: 116,
    mappings: [kernelObject("/[aio]", "rw-s", "0:19"), kernelObject("/secretmem", "rw-s", "0:13")],
  },
  {
    pid: 2210,
    arguments: "/usr/lib/firefox/firefox",
    uid: 1000,
    mappings: [
      kernelObject("/memfd:mozilla-ipc", "rw-s"),
      kernelObject("/memfd:JIT code", "r-xs"),
      kernelObject("/drm mm object", "rw-s", "0:15"),
      kernelObject("/i915", "rw-s", "0:17"),
      { name: "anon_inode:[io_uring]", permissions: "rw-s", device: "0:15", inode: 1057 },
    ],
    descriptors: [
      { name: "/memfd:pulseaudio", deleted: true, device: "0:1", size: 67_108_864 },
      { name: "/proc/2199", deleted: true, type: "directory", size: 0, links: 9 },
      { name: "anon_inode:[eventpoll]" },
    ],
  },
];

const ORC = { name: "/tmp/orcexec.sqa9cE", device: "8:1", inode: 1179661 };

const QUODLIBET: SimulatedProcess = {
  pid: 2753,
  arguments: "/usr/bin/python2.7 /usr/bin/quodlibet",
  uid: 1000,
  mappings: [oldFile(ORC.name, "r-xs rw-s", { ...ORC, address: 0x7f409dcfb000 })],
};

/** Written after the process started. */
const UNPACKED = { written: "2026-03-10T08:00:00.000Z" };

const GENERATED: readonly SimulatedProcess[] = [
  { pid: 3001, arguments: "/usr/bin/python3 /usr/bin/firewalld", mappings: [oldFile("/tmp/ffiXq8tZ1", "r-xs rw-s")] },
  {
    pid: 3002,
    arguments: "/usr/bin/java -jar /opt/app/app.jar",
    uid: 990,
    mappings: [
      oldLibrary("/tmp/jna8327482734.tmp", UNPACKED),
      oldLibrary("/opt/app/.cache/JNA/temp/jna4711081512345.tmp", UNPACKED),
      oldFile("/tmp/hsperfdata_app/3002", "rw-s"),
    ],
  },
  { pid: 3003, arguments: "/usr/bin/node --perf-prof server.js", mappings: [oldFile("/tmp/jit-3003.dump", "r-xp")] },
  {
    pid: 3004,
    arguments: "/usr/bin/plasmashell",
    uid: 1000,
    mappings: [oldFile("/opt/cache/#65", "rw-s", { inode: 65 }), oldFile("/dev/shm/org.chromium.Xyz", "rw-s")],
  },
];

const DATA: readonly SimulatedProcess[] = [
  {
    pid: 4001,
    arguments: "/usr/bin/gnome-shell",
    uid: 1000,
    mappings: [
      oldFile("/home/anna/.config/dconf/user", "r--p"),
      oldFile("/run/user/1000/dconf/user", "r--s"),
      oldFile("/usr/share/icons/hicolor/icon-theme.cache", "r--s"),
      oldFile("/usr/lib/locale/locale-archive", "r--p"),
      oldFile("/var/cache/fontconfig/3830d5c3ddfd5cd38a049b759396e72e-le64.cache-9", "r--p"),
    ],
  },
  { pid: 4002, arguments: "/usr/sbin/nscd", mappings: [oldFile("/run/nscd/dbWqIkZ8", "rw-s")] },
  {
    pid: 4003,
    arguments: "-bash",
    uid: 1000,
    exe: library("/usr/bin/bash"),
    descriptors: [{ name: "/dev/pts/3", deleted: true, type: "character", size: 0 }],
  },
];
