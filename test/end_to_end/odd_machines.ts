import type { ModeName } from "../../lib/model/scan.ts";
import { TEMPORARY_NAMES } from "../../lib/rules/final_name.ts";
import type { Action } from "./holder.ts";

/** What a process does, and what each mode is to say. */
export interface OddCase {
  readonly what: string;
  readonly actions: readonly Action[];
  readonly said: Readonly<Partial<Record<ModeName, readonly Said[]>>>;
}

/**
 * A file of a report, with the rule that explains it, or else what became of it. A name without a slash in front is in
 * the directory of the process.
 */
export type Said = readonly [name: string, judgement: string];

/** Goes on in a small file system of its own, with a library in it. */
function inRoot(...directories: readonly string[]): readonly Action[] {
  return [
    ["own-mounts"],
    ["mkdir", "root"],
    ["mount", "tmpfs", "root"],
    ["copy", "../library.so", "root/library.so"],
    ["pivot", "root"],
    ...directories.map((directory): Action => ["mkdir", directory]),
  ];
}

/** Goes on where no file is temporary, on the disk of the workshop. */
const ON_DISK: readonly Action[] = [["own-mounts"], ["bind", ".", "/mnt"], ["chdir", "/mnt"]];

/** The time of the content of a file: long before and after the process started. */
const LONG_AGO = "1000000000";
const LATER = "4000000000";
const UNPACKED = "libnetty_tcnative_linux_x86_6412583746102938.so";

/** Machines as they are met, each beside one that is nearly the same and must not be taken for it. */
export const ODD_CASES: readonly OddCase[] = [
  {
    what: "a packed program that was replaced",
    actions: [
      ["copy", "../holder", "app"],
      ["execute", "app", "app"],
      ["leave-program", "all"],
      ["copy", "app", "new"],
      [
        "rename",
        "new",
        "app",
      ],
    ],
    said: { lib_users: [["app", "replaced"]] },
  },
  {
    what: "a packed program that is still there",
    actions: [["copy", "../holder", "app"], ["execute", "app", "app"], ["leave-program", "all"]],
    said: {},
  },
  {
    what: "a program below /root, with its code elsewhere and its data mapped",
    actions: [
      ["own-mounts"],
      ["mount", "tmpfs", "/root"],
      ["copy", "../holder", "/root/app"],
      ["execute", "/root/app", "app"],
      ["leave-program", "code"],
      ["unlink", "/root/app"],
    ],
    said: { lib_users: [["/root/app", "removed"]], fd_users: [["/root/app", "mapped-memory"]] },
  },
  {
    what: "a program on a file system that was unmounted",
    actions: [
      ["own-mounts"],
      ["mkdir", "m"],
      ["mount", "tmpfs", "m"],
      ["copy", "../holder", "m/app"],
      ["execute", "m/app", "app"],
      ["unlink", "m/app"],
      ["detach", "m"],
    ],
    said: { lib_users: [["/app", "unknown"]] },
  },
  {
    what: "data below /root of a program that is still there",
    actions: [...inRoot("/root"), ["create", "/root/a"], ["map-data", "/root/a"], ["unlink", "/root/a"]],
    said: { lib_users: [["/root/a", "home"]], fd_users: [["/root/a", "mapped-memory"]] },
  },
  {
    what: "an index that a database writes",
    actions: [...ON_DISK, ["create", "a.index"], ["map-written", "a.index"], ["unlink", "a.index"]],
    said: { lib_users: [["/mnt/a.index", "database"]], fd_users: [["/mnt/a.index", "database"]] },
  },
  {
    what: "data from before the start, mapped shared and never written",
    actions: [...ON_DISK, ["create", "a"], ["date", "a", LONG_AGO], ["map-shared", "a"], ["unlink", "a"]],
    said: { lib_users: [["/mnt/a", "removed"]], fd_users: [["/mnt/a", "removed"]] },
  },
  {
    what: "data that was written and deleted while the process ran",
    actions: [...ON_DISK, ["create", "a"], ["date", "a", LATER], ["map-shared", "a"], ["unlink", "a"]],
    said: { lib_users: [["/mnt/a", "own-data"]], fd_users: [["/mnt/a", "own-data"]] },
  },
  {
    what: "an archive of code that was written and deleted while the process ran",
    actions: [...ON_DISK, ["create", "a.jar"], ["date", "a.jar", LATER], ["map-shared", "a.jar"], ["unlink", "a.jar"]],
    said: { lib_users: [["/mnt/a.jar", "removed"]], fd_users: [["/mnt/a.jar", "removed"]] },
  },
  {
    what: "a database on disk that only a mapping keeps",
    actions: [...ON_DISK, ["fill", "a.mdb", "32"], ["map-written", "a.mdb"], ["unlink", "a.mdb"]],
    said: { lib_users: [["/mnt/a.mdb", "database"]], fd_users: [["/mnt/a.mdb", "removed"]] },
  },
  {
    what: "a large library that is loaded",
    actions: [...ON_DISK, ["fill", "a.so", "32"], ["map", "a.so"], ["unlink", "a.so"]],
    said: { lib_users: [["/mnt/a.so", "removed"]] },
  },
  {
    what: "code that the process writes",
    actions: [...ON_DISK, ["create", "section"], ["map-generated", "section"], ["unlink", "section"]],
    said: { lib_users: [["/mnt/section", "generated-code"]] },
  },
  {
    what: "data of a process to which all that is readable is executable",
    actions: [
      ...inRoot("/var", "/var/lib"),
      ["imply-exec"],
      ["create", "/var/lib/a"],
      ["map-data", "/var/lib/a"],
      ["unlink", "/var/lib/a"],
    ],
    said: { lib_users: [["/var/lib/a", "variable"]], fd_users: [["/var/lib/a", "mapped-memory"]] },
  },
  {
    what: "a library of a process to which all that is readable is executable",
    actions: [
      ...inRoot("/var", "/var/lib"),
      ["imply-exec"],
      ["rename", "/library.so", "/var/lib/a.so"],
      ["load", "/var/lib/a.so"],
      ["unlink", "/var/lib/a.so"],
    ],
    said: { lib_users: [["/var/lib/a.so", "removed"]] },
  },
  {
    what: "an index of kernel modules",
    actions: [
      ...inRoot("/lib", "/lib/modules", "/lib/modules/6.1"),
      ["create", "/lib/modules/6.1/modules.dep.bin"],
      ["map-data", "/lib/modules/6.1/modules.dep.bin"],
      ["create", "/new"],
      ["rename", "/new", "/lib/modules/6.1/modules.dep.bin"],
    ],
    said: {
      lib_users: [["/lib/modules/6.1/modules.dep.bin", "kernel-modules"]],
      fd_users: [["/lib/modules/6.1/modules.dep.bin", "mapped-memory"]],
    },
  },
  ...TEMPORARY_NAMES.map(({ example }): OddCase => {
    const [name, final] = example.map((path) => path.slice(path.lastIndexOf("/") + 1)) as [string, string];
    return {
      what: `a library with the temporary name ${name} that was replaced`,
      actions: [["create", name], ["map", name], ["unlink", name], ["create", final]],
      said: { lib_users: [[name, "replaced"]] },
    };
  }),
  {
    what: "a library that has a name like it",
    actions: [["copy", "../library.so", "a.so;old"], ["map", "a.so;old"], ["unlink", "a.so;old"], ["create", "a.so"]],
    said: { lib_users: [["a.so;old", "removed"]] },
  },
  {
    what: "a library that was unpacked, loaded and deleted",
    actions: [...inRoot("/tmp"), ["copy", "/library.so", `/tmp/${UNPACKED}`], ["load", `/tmp/${UNPACKED}`], [
      "unlink",
      `/tmp/${UNPACKED}`,
    ]],
    said: { lib_users: [[`/tmp/${UNPACKED}`, "unpacked"]] },
  },
  {
    what: "a library of such a name that is older than the process",
    actions: [
      ...inRoot("/tmp"),
      ["copy", "/library.so", `/tmp/${UNPACKED}`],
      ["date", `/tmp/${UNPACKED}`, LONG_AGO],
      ["load", `/tmp/${UNPACKED}`],
      ["unlink", `/tmp/${UNPACKED}`],
    ],
    said: { lib_users: [[`/tmp/${UNPACKED}`, "removed"]] },
  },
  {
    what: "a library in /tmp that was loaded and stays what it was",
    actions: [...inRoot("/tmp"), ["copy", "/library.so", "/tmp/libplugin.so"], ["load", "/tmp/libplugin.so"], [
      "unlink",
      "/tmp/libplugin.so",
    ]],
    said: { lib_users: [["/tmp/libplugin.so", "removed"]] },
  },
  {
    what: "a library below /usr that an upgrade replaced",
    actions: [
      ...inRoot("/usr", "/usr/lib"),
      ["copy", "/library.so", `/usr/lib/${UNPACKED}`],
      ["load", `/usr/lib/${UNPACKED}`],
      ["rename", "/library.so", `/usr/lib/${UNPACKED}`],
    ],
    said: { lib_users: [[`/usr/lib/${UNPACKED}`, "replaced"]] },
  },
  {
    what: "a library behind a directory that became a link",
    actions: [
      ["mkdir", "lib"],
      ["copy", "../library.so", "lib/a.so"],
      ["load", "lib/a.so"],
      ["mkdir", "usr"],
      ["link", "lib/a.so", "usr/a.so"],
      ["unlink", "lib/a.so"],
      ["rmdir", "lib"],
      ["symlink", "usr", "lib"],
    ],
    said: { lib_users: [["lib/a.so", "linked"]] },
  },
  {
    what: "a library behind such a link that was replaced since",
    actions: [
      ["mkdir", "lib"],
      ["copy", "../library.so", "lib/a.so"],
      ["load", "lib/a.so"],
      ["mkdir", "usr"],
      ["rename", "lib/a.so", "usr/a.so"],
      ["rmdir", "lib"],
      ["symlink", "usr", "lib"],
      ["copy", "../library.so", "new"],
      ["rename", "new", "lib/a.so"],
    ],
    said: { lib_users: [["usr/a.so", "replaced"]] },
  },
  {
    what: "what holds no disk space",
    actions: [
      ["fifo", "fifo"],
      ["unlink", "fifo"],
      ["node", "node"],
      ["unlink", "node"],
      ["mkdir", "directory"],
      ["open", "directory"],
      ["rmdir", "directory"],
      ["open-written", ".ZendSem.oG5XI3"],
      ["unlink", ".ZendSem.oG5XI3"],
      ["queue", "/jobs"],
    ],
    said: {
      fd_users: [
        ["fifo", "not-a-file"],
        ["node", "not-a-file"],
        ["directory", "not-a-file"],
        [".ZendSem.oG5XI3", "empty"],
        ["/jobs", "message-queue"],
      ],
    },
  },
  {
    what: "a file that holds disk space",
    actions: [["create", ".ZendSem.oG5XI3"], ["open-written", ".ZendSem.oG5XI3"], ["unlink", ".ZendSem.oG5XI3"]],
    said: { fd_users: [[".ZendSem.oG5XI3", "removed"]] },
  },
  {
    what: "an empty log that is appended to",
    actions: [["append", "a.log"], ["unlink", "a.log"]],
    said: { fd_users: [["a.log", "removed"]] },
  },
  {
    what: "an empty log below /var/log",
    actions: [...inRoot("/var", "/var/log"), ["open-written", "/var/log/a"], ["unlink", "/var/log/a"]],
    said: { fd_users: [["/var/log/a", "removed"]] },
  },
  {
    what: "code without a name, as libffi makes it",
    actions: [...ON_DISK, ["nameless-code", "."]],
    said: { lib_users: [["/mnt/#", "generated-code"]], fd_users: [["/mnt/#", "generated-code"]] },
  },
];
