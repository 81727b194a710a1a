import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { decodeText } from "../../lib/base/bytes.ts";
import type { Answers } from "../../lib/procfs/tree.ts";
import { machineOf, type SimulatedProcess } from "../../simulator/machine.ts";
import { kernelObject, kernelThread, library, oldLibrary, oldLog, upgraded } from "../../simulator/parts.ts";
import { machineTree } from "../../simulator/tree.ts";

Deno.test("machineTree() spells maps as the kernel does", () => {
  const answers = answersOf({
    pid: 7,
    arguments: "/usr/bin/a",
    mappings: [
      oldLibrary("/lib/new\nline \udcff.so", { inode: 1179661 }),
      { ...kernelObject("/SYSV00000000", "rw-s"), inode: 32769 },
      library("/lib/x.so", { deleted: "openvz", device: "144:1048", inode: 3, permissions: "r-xp", address: 0x400000 }),
      { name: "", permissions: "rw-p" },
    ],
  });
  assert.deepEqual(textOf(answers, "maps").split("\n").filter((line) => !/libc|ld-linux|\/usr\/bin\/a/.test(line)), [
    "00400000-00404000 r-xp 00000000 90:418 3                                 (deleted)/lib/x.so",
    "55d0c0010000-55d0c0014000 rw-p 00000000 00:00 0                          [heap]",
    "7f3a40000000-7f3a40004000 r--p 00000000 08:01 1179661                    /lib/new\\012line \udcff.so (deleted)",
    "7f3a40004000-7f3a40008000 r-xp 00004000 08:01 1179661                    /lib/new\\012line \udcff.so (deleted)",
    "7f3a40008000-7f3a4000c000 r--p 00008000 08:01 1179661                    /lib/new\\012line \udcff.so (deleted)",
    "7f3a4000c000-7f3a40010000 rw-p 0000c000 08:01 1179661                    /lib/new\\012line \udcff.so (deleted)",
    "7f3a40010000-7f3a40020000 rw-s 00000000 00:01 32769                      /SYSV00000000 (deleted)",
    "7f3a40020000-7f3a40024000 rw-p 00000000 00:00 0 ",
    "7ffd5a3c0000-7ffd5a3c4000 rw-p 00000000 00:00 0                          [stack]",
    "7ffd5a3f0000-7ffd5a3f4000 r--p 00000000 00:00 0                          [vvar]",
    "7ffd5a3f4000-7ffd5a3f8000 r-xp 00000000 00:00 0                          [vdso]",
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
    "",
  ]);
  assert.equal(answers.link.get("map_files/7f3a40000000-7f3a40004000"), "/lib/new\nline \udcff.so (deleted)");
  assert.equal(answers.link.get("map_files/400000-404000"), "(deleted)/lib/x.so");
  assert.equal(answers.link.has("map_files/7f3a40020000-7f3a40024000"), false);
});

Deno.test("machineTree() tells who a process is", () => {
  const answers = answersOf({
    pid: 7,
    arguments: ["/usr/bin/a-very-long-name", "b c", ""],
    uid: 33,
    parent: 5,
    started: 4711,
    cgroup: "/system.slice/a.service",
  });
  assert.equal(textOf(answers, "cmdline"), "/usr/bin/a-very-long-name\0b c\0\0");
  assert.equal(textOf(answers, "comm"), "a-very-long-nam\n");
  assert.equal(textOf(answers, "cgroup"), "0::/system.slice/a.service\n");
  assert.equal(answers.link.get("exe"), "/usr/bin/a-very-long-name");
  assert.equal(answers.link.get("ns/mnt"), "mnt:[4026531841]");
  const stat = textOf(answers, "stat").split(" ");
  assert.deepEqual([stat.length, ...stat.slice(0, 4), stat[21]], [52, "7", "(a-very-long-nam)", "S", "5", "4711"]);
  const status = textOf(answers, "status");
  assert.match(
    status,
    /^Name:\ta-very-long-nam\nUmask:\t0022\nState:\tS \(sleeping\)\nTgid:\t7\nNgid:\t0\nPid:\t7\nPPid:\t5\n/,
  );
  assert.match(status, /\nUid:\t33\t33\t33\t33\nGid:\t33\t33\t33\t33\n/);
  assert.match(status, /\nThreads:\t1\n/);
});

Deno.test("machineTree() keeps hostile names as the kernel does", () => {
  const answers = answersOf({ pid: 7, name: "x) R\n\\(y", title: "no end", exe: library("/bin/x") });
  assert.match(textOf(answers, "stat"), /^7 \(x\) R\n\\\(y\) S 1 7 7 0 -1 /);
  assert.match(textOf(answers, "status"), /^Name:\tx\) R\\n\\\\\(y\n/);
  assert.equal(textOf(answers, "comm"), "x) R\n\\(y\n");
  assert.equal(textOf(answers, "cmdline"), "no end");
});

Deno.test("machineTree() describes descriptors", () => {
  const answers = answersOf({
    pid: 7,
    arguments: "/bin/x",
    descriptors: [oldLog("/var/log/x.log", 9000, { number: 12, inode: 7 }), { name: "pipe:[99]" }, {
      name: "/memfd:m",
      deleted: true,
      device: "0:1",
      inode: 5,
    }],
  });
  assert.deepEqual(answers.list.get("fd"), ["0", "1", "2", "3", "4", "12"]);
  assert.deepEqual(answers.list.get("fdinfo"), ["0", "1", "2", "3", "4", "12"]);
  assert.equal(answers.link.get("fd/12"), "/var/log/x.log (deleted)");
  assert.equal(textOf(answers, "fdinfo/12"), "pos:\t9000\nflags:\t0102001\nmnt_id:\t31\nino:\t7\n");
  assert.deepEqual(answers.stat.get("fd/12"), {
    type: "file",
    device: 0x802,
    inode: 7,
    nlink: 0,
    size: 9000,
    blocks: 24,
    ctime: Date.parse("2026-03-14T08:26:53.000Z"),
    mtime: Date.parse("2025-03-02T19:40:13.000Z"),
    uid: 0,
  });
  assert.equal(answers.stat.get("fd/3") !== undefined && textOf(answers, "fdinfo/3").endsWith("ino:\t99\n"), true);
  assert.equal(textOf(answers, "fdinfo/4"), "pos:\t0\nflags:\t0100002\nmnt_id:\t0\nino:\t5\n");
});

Deno.test("machineTree() gives a zombie, a thread of the kernel and an exited leader what they have", () => {
  const zombie = answersOf({ pid: 7, arguments: "/bin/x", state: "Z" });
  assert.deepEqual([textOf(zombie, "maps"), textOf(zombie, "cmdline"), zombie.list.get("fd")], ["", "", []]);
  assert.deepEqual([zombie.link.get("exe"), zombie.link.get("ns/mnt")], [undefined, undefined]);
  assert.equal(zombie.read.get("mountinfo"), FAILURES.unreadable);
  const kernel = answersOf(kernelThread(7, "kworker/u8:3-events_unbound"));
  assert.deepEqual([textOf(kernel, "maps"), textOf(kernel, "comm")], ["", "kworker/u8:3-events_unbound\n"]);
  assert.deepEqual([kernel.link.get("exe"), kernel.link.get("root")], [undefined, "/"]);
  const leader = answersOf({ pid: 7, arguments: "/bin/x", state: "Z", threads: [{ tid: 8 }] });
  assert.deepEqual([textOf(leader, "maps"), leader.list.get("task")], ["", ["7", "8"]]);
  assert.notEqual(textOf(leader, "task/8/maps"), "");
  assert.equal(textOf(leader, "task/8/cmdline"), "/bin/x\0");
  assert.deepEqual(leader.list.get("task/8/fd"), ["0", "1", "2"]);
  assert.deepEqual(leader.list.get("task/7/fd"), []);
});

Deno.test("machineTree() tells about the machine, and once more about the scanner", () => {
  const machine = machineOf({
    host: "hera",
    kernel: "6.1",
    files: { "/etc/passwd": { text: "root:x:0:0::/root:/bin/sh\n" }, ...upgraded("/lib/x.so") },
    processes: [{ pid: 1, arguments: "/sbin/init", mappings: [oldLibrary("/lib/x.so")] }],
  });
  const tree = machineTree(machine);
  assert.deepEqual([...tree.processes.keys()], ["1", "2"]);
  assert.equal(tree.machine.link.get("self"), "2");
  assert.equal(textOf(tree.machine, "sys/kernel/hostname"), "hera\n");
  assert.equal(textOf(tree.machine, "sys/kernel/osrelease"), "6.1\n");
  assert.equal(textOf(tree.machine, "uptime"), "1000000.00 3500000.00\n");
  assert.match(textOf(tree.machine, "stat"), /\nbtime 1772480413\n/);
  assert.equal(textOf(tree.machine, "self/stat"), textOf(tree.processes.get("2")!, "stat"));
  for (
    const root of [tree.machine.stat.get("self/root/lib/x.so"), tree.processes.get("1")!.stat.get("root/lib/x.so")]
  ) {
    assert.equal(root !== undefined && "nlink" in root && root.nlink, 1);
  }
  assert.equal(textOf(tree.processes.get("1")!, "root/etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
  assert.deepEqual(tree.processes.get("1")!.list.get("root/etc"), ["passwd"]);
});

function answersOf(process: SimulatedProcess): Answers {
  return machineTree(machineOf({ processes: [process] })).processes.get(String(process.pid))!;
}

function textOf({ read }: Answers, path: string): string {
  const bytes = read.get(path);
  assert.ok(bytes instanceof Uint8Array, path);
  return decodeText(bytes);
}
