import assert from "node:assert/strict";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import type { HostInfo } from "../../lib/model/report.ts";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { formatRecording, parseRecording } from "../../lib/procfs/recording.ts";
import { emptyTree, type Tree, treeProc } from "../../lib/procfs/tree.ts";
import { statOf, treeOf } from "../answers.ts";

const HEADER: HostInfo = { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-11-21T06:00:00.000Z" };

/** Something of everything that a procfs can say. */
function fullTree(): Tree {
  return treeOf(
    { link: { self: "99" }, read: { "self/mountinfo": "26 1 8:1 / / rw - ext4 a rw\n" } },
    {
      list: { "10/fd": ["0", "3"], "10": [] },
      link: {
        "10/fd/3": "/a\nb\t\u2028 (deleted)",
        "10/fd/4": "/stray \udcff\udcfe (deleted)",
        "10/fd/5": FAILURES.unreadable,
      },
      stat: { "10/fd/3": statOf(), "10/fd/4": statOf({ type: "socket", ctime: null }), "10/exe": FAILURES.denied },
      read: { "10/cmdline": "a\0\0b\0", "10/maps": "é\udcc3", "10/stat": FAILURES.stuck, "10/status": "" },
    },
    { read: { "9/maps": FAILURES.gone } },
  );
}

Deno.test("parseRecording() gives back the very tree and header", async () => {
  const tree = fullTree();
  const read = await parseRecording(await formatRecording(HEADER, tree));
  assert.deepEqual(read.header, HEADER);
  assert.deepEqual(read.tree, tree);
  assert.deepEqual([...read.tree.processes.keys()], ["10", "9"]);
});

Deno.test("formatRecording() writes what it has read byte for byte", async () => {
  const bytes = await formatRecording(HEADER, fullTree());
  const { header, tree } = await parseRecording(bytes);
  assert.equal(decodeText(await formatRecording(header, tree)), decodeText(bytes));
});

Deno.test("formatRecording() writes one JSON object a line", async () => {
  const text = decodeText(await formatRecording(HEADER, fullTree()));
  const lines = text.split("\n");
  assert.equal(lines.pop(), "");
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", encodeText(lines.slice(0, 3).join("\n") + "\n")));
  assert.deepEqual(lines.map((line) => JSON.parse(line)), [
    {
      format: "lib_users recording",
      version: 2,
      ...HEADER,
      link: { self: "99" },
      read: { "self/mountinfo": "26 1 8:1 / / rw - ext4 a rw\n" },
    },
    {
      pid: 10,
      list: { fd: ["0", "3"], ".": [] },
      link: {
        "fd/3": "/a\nb\t\u2028 (deleted)",
        "fd/4": { hex: "2f737472617920fffe202864656c6574656429" },
        "fd/5": { error: "unreadable" },
      },
      stat: {
        "fd/3": {
          type: "file",
          device: 2049,
          inode: 42,
          links: 0,
          size: 100,
          blocks: 8,
          changed: 1_700_000_000_000,
          modified: 1_600_000_000_000,
          owner: 0,
        },
        "fd/4": {
          type: "socket",
          device: 2049,
          inode: 42,
          links: 0,
          size: 100,
          blocks: 8,
          changed: null,
          modified: 1_600_000_000_000,
          owner: 0,
        },
        "exe": { error: "denied" },
      },
      read: { cmdline: "a\0\0b\0", maps: { hex: "c3a9c3" }, stat: { error: "stuck" }, status: "" },
    },
    { pid: 9, read: { maps: { error: "gone" } } },
    { processes: 2, sha256: sha256.toHex() },
  ]);
});

Deno.test("formatRecording() writes valid UTF-8, whatever the names are", async () => {
  const tree = treeOf({
    list: { "1/root/\udcff": ["a\udcfe"] },
    link: { "1/exe": "\udcff" },
    stat: { "self/root/tmp/\udcff": FAILURES.gone },
  });
  const bytes = await formatRecording({ ...HEADER, host: "h\udcff" }, tree);
  assert.equal(decodeText(bytes).isWellFormed(), true);
  const read = await parseRecording(bytes);
  assert.equal(read.header.host, "h\udcff");
  assert.deepEqual(read.tree, tree);
});

Deno.test("parseRecording() reads a machine without processes", async () => {
  const { header, tree } = await parseRecording(await formatRecording({ ...HEADER, uid: null }, emptyTree()));
  assert.equal(header.uid, null);
  assert.deepEqual(tree, emptyTree());
});

Deno.test("formatRecording() calls a process unreadable of which there is more than a line may hold", async () => {
  const tree = treeOf({ read: { "7/maps": "\u0001".repeat(12_000_000), "8/maps": "text" }, list: { "7/fd": ["3"] } });
  const read = await parseRecording(await formatRecording(HEADER, tree));
  const proc = treeProc(read.tree);
  assert.deepEqual([await proc.read("7/maps"), proc.listSync("7/fd")], [FAILURES.unreadable, FAILURES.unreadable]);
  assert.deepEqual(await proc.read("8/maps"), encodeText("text"));
});
