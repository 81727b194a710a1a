import assert from "node:assert/strict";
import { FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { type Keep, recordProc } from "../../lib/procfs/recorder.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { treeProc } from "../../lib/procfs/tree.ts";
import { procOf, statOf } from "../answers.ts";

const ALL: Keep = { read: (_, bytes) => bytes, link: () => true };

Deno.test("recordProc() passes on every answer and keeps it", async () => {
  const stat = statOf();
  const proc = procOf({
    list: { "7/task": ["7", "8"] },
    link: { "self": "9", "7/exe": "/a" },
    stat: { "self/root/a": stat, "7/fd/3": FAILURES.unreadable },
    read: { "7/maps": "maps", "stat": "btime 1\n", "7/cmdline": FAILURES.stuck },
  });
  const { proc: recorded, tree } = recordProc(proc, ALL);
  const replay = (): ProcFs => treeProc(tree());
  for (const path of [".", "7/task", "8/task"]) assert.deepEqual(recorded.listSync(path), proc.listSync(path));
  for (const path of ["self", "7/exe", "7/cwd"]) assert.equal(recorded.linkSync(path), proc.linkSync(path));
  for (const path of ["self/root/a", "7/fd/3", "7/fd/4"]) {
    assert.equal(await recorded.stat(path), await proc.stat(path));
  }
  for (const path of ["7/maps", "stat", "7/cmdline", "7/none"]) {
    assert.equal(await recorded.read(path), await proc.read(path));
  }
  for (const path of ["7/task", "8/task"]) assert.deepEqual(replay().listSync(path), proc.listSync(path));
  for (const path of ["self", "7/exe", "7/cwd"]) assert.equal(replay().linkSync(path), proc.linkSync(path));
  for (const path of ["self/root/a", "7/fd/3", "7/fd/4"]) {
    assert.equal(await replay().stat(path), await proc.stat(path));
  }
  for (const path of ["7/maps", "stat", "7/cmdline", "7/none"]) {
    assert.equal(await replay().read(path), await proc.read(path));
  }
});

Deno.test("recordProc() keeps what was refused apart from what was not asked", async () => {
  const { proc, tree } = recordProc(procOf({ read: { "7/maps": FAILURES.denied, "7/stat": "text" } }), ALL);
  proc.listSync(".");
  await proc.read("7/maps");
  const answers = tree().processes.get("7")!;
  assert.deepEqual([...answers.read], [["maps", FAILURES.denied]]);
});

Deno.test("recordProc() lists the processes that were asked about, in their order", async () => {
  const { proc, tree } = recordProc(procOf({ read: { "10/maps": "", "9/maps": "", "8/maps": "" } }), ALL);
  proc.listSync(".");
  const first = proc.read("8/maps");
  await proc.read("10/maps");
  await first;
  assert.deepEqual(treeProc(tree()).listSync("."), ["10", "8"]);
});

Deno.test("recordProc() does not list a thread whose own directory was asked about", () => {
  const threads = { list: { "7/task": ["7", "8"] }, link: { "8/map_files/1000-2000": "/a (deleted)" } };
  const { proc, tree } = recordProc({ ...procOf(threads), listSync: () => ["7"] }, ALL);
  proc.listSync(".");
  proc.listSync("7/task");
  proc.linkSync("8/map_files/1000-2000");
  const replay = treeProc(tree());
  assert.deepEqual(replay.listSync("."), ["7"]);
  assert.equal(replay.linkSync("8/map_files/1000-2000"), "/a (deleted)");
});

Deno.test("recordProc() asks which part of a file to keep, with the path below the process", async () => {
  const asked: string[] = [];
  const keep: Keep = {
    ...ALL,
    read: (path, bytes) => {
      asked.push(path);
      return bytes.subarray(0, 2);
    },
  };
  const files = { "7/maps": "abc", "7/task/8/maps": "def", "self/root/etc/passwd": "ghi", "7/stat": FAILURES.gone };
  const { proc, tree } = recordProc(procOf({ read: files }), keep);
  proc.listSync(".");
  for (const path of Object.keys(files)) await proc.read(path);
  const { machine, processes } = tree();
  const text = (bytes: unknown): string => decodeText(bytes as Uint8Array);
  assert.deepEqual(asked, ["maps", "task/8/maps", "self/root/etc/passwd"]);
  assert.equal(text(processes.get("7")!.read.get("maps")), "ab");
  assert.equal(text(processes.get("7")!.read.get("task/8/maps")), "de");
  assert.equal(text(machine.read.get("self/root/etc/passwd")), "gh");
  assert.deepEqual(await proc.read("7/maps"), encodeText("abc"));
});

const MARKED: Keep = { ...ALL, link: (target) => target.endsWith(" (deleted)") };

Deno.test("recordProc() keeps only the descriptors whose link is worth it, or could not be read", () => {
  const { proc, tree } = recordProc(
    procOf({
      list: { "7/fd": ["0", "1", "2", "3", "10"] },
      link: {
        "7/fd/0": "/dev/null",
        "7/fd/10": "/home/a/secret",
        "7/fd/1": "/a (deleted)",
        "7/fd/2": FAILURES.denied,
        "7/exe": "/bin/a",
      },
    }),
    MARKED,
  );
  proc.listSync(".");
  for (const number of proc.listSync("7/fd") as readonly string[]) proc.linkSync(`7/fd/${number}`);
  proc.linkSync("7/exe");
  const { list, link } = tree().processes.get("7")!;
  assert.deepEqual(list.get("fd"), ["1", "2", "3"]);
  assert.deepEqual([...link], [
    ["fd/1", "/a (deleted)"],
    ["fd/2", FAILURES.denied],
    ["fd/3", FAILURES.gone],
    ["exe", "/bin/a"],
  ]);
});

Deno.test("recordProc() keeps the whole list of descriptors where a scan compares it with that of a thread", () => {
  const { proc, tree } = recordProc(
    procOf({
      list: { "7/fd": ["0", "1"], "7/task/8/fd": ["0", "1"] },
      link: { "7/fd/0": "/dev/null", "7/fd/1": "/a (deleted)" },
    }),
    MARKED,
  );
  proc.listSync(".");
  for (const number of proc.listSync("7/fd") as readonly string[]) proc.linkSync(`7/fd/${number}`);
  proc.listSync("7/task/8/fd");
  const { list, link } = tree().processes.get("7")!;
  assert.deepEqual(list.get("fd"), ["0", "1"]);
  assert.deepEqual([...link.keys()], ["fd/1"]);
});

Deno.test("recordProc() keeps a list of descriptors that was refused", () => {
  const { proc, tree } = recordProc(procOf({ list: { "7/fd": FAILURES.denied } }), MARKED);
  proc.listSync(".");
  proc.listSync("7/fd");
  assert.equal(tree().processes.get("7")!.list.get("fd"), FAILURES.denied);
});
