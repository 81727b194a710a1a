import assert from "node:assert/strict";
import { FAILURES, type ProcFs } from "../../../lib/procfs/procfs.ts";
import { parseRecording } from "../../../lib/procfs/recording.ts";
import { decodeText, encodeText } from "../../../lib/base/bytes.ts";
import { mapLine, override, processOf, procOf, type Said, SCANNER, statLine, statOf } from "../../answers.ts";
import { runIn } from "../../run_program.ts";

const FILE = "map_files/7f0000000000-7f0000001000";
const LOG = "/var/log/a\nb (deleted)";

/** A machine with something of everything that a scan asks about. */
function machine(): ProcFs {
  const known = procOf(
    SCANNER,
    processOf(7, {
      argv: ["seven", "a b"],
      maps: [
        mapLine("/usr/bin/seven"),
        mapLine("/lib/a\\012b.so (deleted)"),
        mapLine("[heap]"),
        mapLine("/x (deleted"),
      ],
      fds: { 0: "/dev/null", 3: LOG, 4: "/home/a/secret" },
    }),
    processOf(8, { argv: ["\udcff"], started: 5000, maps: [mapLine("/lib/\udcff.so (deleted)", { inode: 50 })] }),
    processOf(9, { argv: ["nine"], fds: { 3: "/etc/passwd" } }),
    processOf(10, { name: "java", state: "Z" }),
    processOf(11, { argv: ["denied"] }),
    processOf(12, { argv: ["inner"], namespace: "mnt:[2]", maps: [mapLine("/lib/a.so (deleted)", { inode: 51 })] }),
    {
      list: { "10/task": ["10", "20"], "10/task/20/fd": ["3"], "11/fd": FAILURES.denied },
      link: {
        [`7/${FILE}`]: "/lib/a\nb.so (deleted)",
        "9/fd/3": FAILURES.unreadable,
        "10/task/20/fd/3": "/var/log/thread (deleted)",
      },
      stat: {
        [`7/${FILE}`]: statOf(),
        "7/fd/3": statOf({ inode: 43 }),
        "9/fd/3": statOf({ inode: 60 }),
        [`20/${FILE}`]: statOf({ inode: 70 }),
        [`12/${FILE}`]: FAILURES.denied,
        "12/root/lib/a.so": statOf({ inode: 99, nlink: 1 }),
        "self/root/lib/a\nb.so": statOf({ inode: 77, nlink: 1, ctime: null }),
      },
      read: {
        "7/status": "Name:\tseven\nUid:\t33\t33\t33\t33\nPPid:\t1\nVmPeak:\t1 kB\n",
        "7/cgroup": "0::/system.slice/seven.service\n",
        "10/task/20/maps": `${mapLine("/lib/t.so (deleted)", { inode: 70 })}\n`,
        "10/task/20/cmdline": "java\0-jar\0",
        "11/maps": FAILURES.denied,
        "stat": "btime 1700000000\n",
        "sys/kernel/hostname": "db1\n",
        "sys/kernel/osrelease": "6.1.0\n",
        "self/root/etc/passwd": "root:x:0:0:secret:/root:/bin/sh\nwww-data:x:33:33:hash:/:/bin/false\n",
      },
    },
  );
  // The directory of a thread can be opened, but is not listed.
  return override(known, { list: (path) => path === "." ? ["7", "8", "9", "10", "11", "12", "99"] : undefined });
}

async function record(proc: ProcFs, ...args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { stdout } = await runIn(proc, ["record", ...args]);
  return encodeText(stdout);
}

const QUESTIONS: readonly (readonly string[])[] = [
  ["-s"],
  ["-m"],
  ["-sS", "--all"],
  ["-lr"],
  ["--json"],
  ["--all", "--json"],
  ["--pid", "7", "--pid", "10", "-s"],
];

Deno.test("runRecord() writes a recording whose replay says what the run says", async (t) => {
  const input = await record(machine());
  for (const mode of ["lib_users", "fd_users"]) {
    for (const question of QUESTIONS) {
      await t.step([mode, ...question].join(" "), async () => {
        const run = await runIn(machine(), [mode, ...question]);
        const replay = await runIn(procOf(), [mode, "--proc", "-", ...question], { input });
        // But for where it was read.
        assert.equal(replay.stdout.replace('"source": "-"', '"source": "/proc"'), run.stdout);
        assert.equal(replay.stderr, run.stderr);
        assert.equal(replay.code, 0);
        assert.notEqual(run.stdout, "");
      });
    }
  }
});

Deno.test("runRecord() records a replay as the same bytes", async () => {
  const input = await record(machine());
  const { stdout } = await runIn(procOf(), ["record", "--proc", "-"], { input });
  assert.equal(stdout, decodeText(input));
});

Deno.test("runRecord() keeps of maps the marked lines only, and of descriptors the marked ones", async () => {
  const { tree, header } = await parseRecording(await record(machine()));
  const { read, link, list } = tree.processes.get("7")!;
  assert.equal(decodeText(read.get("maps") as Uint8Array), `${mapLine("/lib/a\\012b.so (deleted)")}\n`);
  assert.deepEqual([...link].filter(([path]) => path.startsWith("fd/")), [["fd/3", LOG]]);
  assert.deepEqual(list.get("fd"), ["3"]);
  assert.deepEqual(header, { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-03-14T09:26:53.000Z" });
});

Deno.test("runRecord() keeps nothing of files of the machine but what the output tells", async () => {
  const text = decodeText(await record(machine()));
  for (const private_ of ["secret", "hash", "VmPeak", "/home/a", "/usr/bin/seven", "[heap]"]) {
    assert.equal(text.includes(private_), false, private_);
  }
  for (const told of ["www-data", "seven.service", "a b", "/var/log/thread"]) {
    assert.equal(text.includes(told), true, told);
  }
});

Deno.test("runRecord() records what was refused", async () => {
  const { tree } = await parseRecording(await record(machine()));
  assert.equal(tree.processes.get("11")!.read.get("maps"), FAILURES.denied);
  assert.equal(tree.processes.get("11")!.list.get("fd"), FAILURES.denied);
  assert.equal(tree.processes.get("9")!.link.get("fd/3"), FAILURES.unreadable);
});

Deno.test("runRecord() says for each mode what could not be read", async () => {
  const { stderr, code } = await runIn(machine(), ["record"], { uid: 1000 });
  assert.equal(code, 0);
  assert.deepEqual(stderr.split("\n"), [
    "lib_users: warning: could not read the map files of 1 of 6 processes; run as root to see them all",
    "lib_users: warning: could not read the open files of 1 of 6 processes; run as root to see them all",
    "",
  ]);
});

Deno.test("runRecord() writes a file that only its owner may read", async () => {
  const { written, stdout } = await runIn(machine(), ["record", "-o", "/tmp/a.jsonl"]);
  assert.equal(stdout, "");
  const file = written.get("/tmp/a.jsonl");
  assert.equal(file?.mode, 0o600);
  assert.equal(decodeText(file!.bytes), decodeText(await record(machine())));
});

Deno.test("runRecord() records one machine only", async () => {
  const { stderr, code, stdout } = await runIn(machine(), ["record", "--proc", "-", "--proc", "/proc"]);
  assert.equal(
    stderr,
    "lib_users: error: Cannot use record with several hosts: name one procfs or recording with --proc\n",
  );
  assert.deepEqual([code, stdout], [2, ""]);
});

Deno.test("runRecord() records a process that ends as it was seen", async () => {
  const ended: Said = { list: { "7": FAILURES.gone }, read: { "7/stat": FAILURES.gone } };
  const proc = procOf(SCANNER, processOf(7, { maps: [mapLine("/lib/a.so (deleted)")] }), ended, {
    read: { "8/maps": "", "8/stat": statLine(8) },
  });
  const input = await record(proc);
  const { stdout } = await runIn(procOf(), ["--proc", "-", "-s"], { input });
  assert.equal(stdout, "");
  assert.deepEqual([...(await parseRecording(input)).tree.processes.keys()], ["7", "8"]);
});
