import assert from "node:assert/strict";
import type { FailureName } from "../../lib/model/scan.ts";
import { hostProc, type OpenFile } from "../../lib/procfs/host.ts";
import { FAILURES, type ProcFs, READ_LIMIT, SandboxError } from "../../lib/procfs/procfs.ts";
import { statOf } from "../answers.ts";
import { denoError, fakeFiles, LIVE, type Told } from "./fake_files.ts";

function live(files: Told, timeout = 5000): ProcFs {
  return hostProc(fakeFiles({ stat: () => LIVE, ...files }), { root: "/host/proc", timeout });
}

Deno.test("hostProc() asks below its root", async () => {
  const asked: string[] = [];
  const answer = <Answer>(kind: string, value: Answer) => (path: string): Answer => {
    asked.push(`${kind} ${path}`);
    return value;
  };
  const bytes = new Uint8Array([7]);
  const proc = live({
    list: answer("list", ["3"]),
    link: answer("link", "/a"),
    stat: answer("stat", LIVE),
    read: answer("read", Promise.resolve(bytes)),
  });
  assert.deepEqual(proc.listSync("."), ["3"]);
  assert.deepEqual(proc.listSync("1/fd"), ["3"]);
  assert.equal(proc.linkSync("1/fd/3"), "/a");
  assert.equal(await proc.stat("1/root/a"), LIVE);
  assert.deepEqual(await proc.read("1/maps"), bytes);
  assert.deepEqual(asked, [
    "stat /host/proc",
    "list /host/proc",
    "list /host/proc/1/fd",
    "link /host/proc/1/fd/3",
    "stat /host/proc/1/root/a",
    "read /host/proc/1/maps",
  ]);
});

Deno.test("hostProc() lists numbers by their value, then other names as they come", () => {
  const proc = live({ list: () => ["2a", "tty3", "100", "9", "10", "self", "1"] });
  assert.deepEqual(proc.listSync("."), ["1", "9", "10", "100", "2a", "tty3", "self"]);
});

/** What Deno 2.9.6 throws. */
const ERRORS: readonly (readonly [FailureName, Error])[] = [
  ["gone", denoError("NotFound", "No such file or directory (os error 2): readlink '/proc/7/exe'", "ENOENT")],
  ["gone", denoError("Error", "No such process (os error 3)")],
  ["gone", denoError("NotADirectory", "Not a directory (os error 20): readdir '/proc/7/x'", "ENOTDIR")],
  ["denied", denoError("PermissionDenied", "Permission denied (os error 13): readfile '/proc/1/maps'", "EACCES")],
  ["denied", denoError("PermissionDenied", "Operation not permitted (os error 1): readdir '/proc/1/fd'", "EPERM")],
  ["gone", denoError("NotFound", "No such file or directory (os error 2)")],
  ["gone", denoError("NotADirectory", "Not a directory (os error 20)")],
  ["denied", denoError("PermissionDenied", "Permission denied (os error 13)")],
  ["denied", denoError("PermissionDenied", "Operation not permitted (os error 1)")],
  ["unreadable", denoError("Error", "File name too long (os error 36): readlink '/proc/7/fd/3'", "ENAMETOOLONG")],
  ["unreadable", denoError("Error", "Input/output error (os error 5): readfile '/proc/7/mem'", "EIO")],
  ["unreadable", denoError("Error", "Transport endpoint is not connected (os error 107)")],
  ["unreadable", denoError("Error", "Stale file handle (os error 116)")],
  ["unreadable", denoError("InvalidData", "File name or path is not valid UTF-8")],
  ["unreadable", denoError("TypeError", "something else")],
];

Deno.test("hostProc() names the failure that an error stands for", async (t) => {
  for (const [failure, error] of ERRORS) {
    await t.step(`${failure}: ${error.message}`, async () => {
      const fail = (): never => {
        throw error;
      };
      const proc = live({ list: fail, link: fail, read: () => Promise.reject(error) });
      assert.equal(proc.listSync("7/fd"), FAILURES[failure]);
      assert.equal(proc.linkSync("7/fd/3"), FAILURES[failure]);
      assert.equal(await proc.read("7/maps"), FAILURES[failure]);
      let calls = 0;
      const once = live({ stat: () => calls++ === 0 ? LIVE : fail() });
      assert.equal(await once.stat("7/root/a"), FAILURES[failure]);
    });
  }
});

const REFUSALS: readonly Error[] = [
  denoError("NotCapable", 'Requires all access to "/proc/1/maps", run again with the --allow-all flag'),
  denoError("NotCapable", 'Requires read access to "/proc/1/maps", run again with the --allow-read flag'),
  denoError("Error", "Access to this API has been restricted", "ERR_ACCESS_DENIED"),
];

Deno.test("hostProc() throws a SandboxError where the runtime itself refuses", async (t) => {
  for (const error of REFUSALS) {
    await t.step(error.message, async () => {
      const refuse = (): never => {
        throw error;
      };
      const expected = { name: "SandboxError", message: error.message, cause: error };
      const proc = live({ list: refuse, link: refuse, read: () => Promise.reject(error) });
      assert.throws(() => proc.listSync("1/fd"), expected);
      assert.throws(() => proc.linkSync("self"), expected);
      await assert.rejects(proc.read("1/maps"), expected);
      await assert.rejects(proc.read("1/maps"), SandboxError);
      let calls = 0;
      const once = live({ stat: () => calls++ === 0 ? LIVE : refuse() });
      await assert.rejects(once.stat("1/root/a"), expected);
    });
  }
});

/** A copy at `/copy`, with what its paths lead to where that is not themselves. */
function copy(files: Told, leads: Readonly<Record<string, string>> = {}): ProcFs {
  const stat = (): typeof LIVE => statOf({ type: "directory", inode: 5, size: 4096 });
  return hostProc(fakeFiles({ stat, real: (path) => leads[path] ?? path, ...files }), { root: "/copy", timeout: 5000 });
}

const ROOTS: readonly (readonly [string, number, number, boolean])[] = [
  ["a procfs", 1, 0, true],
  ["a directory on ext4", 2, 4096, false],
  ["the root of a tmpfs", 1, 40, false],
  ["an empty directory on btrfs", 257, 0, false],
];

Deno.test("hostProc() looks at files of this machine only if its root is a procfs", async (t) => {
  for (const [what, inode, size, isLive] of ROOTS) {
    await t.step(what, async () => {
      const root = statOf({ type: "directory", inode, size });
      const file = statOf({ inode: 77 });
      const stat = (path: string): typeof root => path === "/copy" ? root : file;
      const proc = hostProc(fakeFiles({ stat, real: (path) => path }), { root: "/copy", timeout: 5000 });
      assert.equal(await proc.stat("1/root/a"), isLive ? file : FAILURES.unreadable);
    });
  }
});

Deno.test("hostProc() reads a copy that is itself reached through a symbolic link", () => {
  const proc = copy({ list: (path) => path === "/data/copy" ? ["1"] : [] }, { "/copy": "/data/copy" });
  assert.deepEqual(proc.listSync("."), ["1"]);
});

Deno.test("hostProc() follows no symbolic link out of a copy", async () => {
  const proc = copy({}, {
    "/copy/1/fd": "/proc/1/fd",
    "/copy/1/maps": "/etc/shadow",
    "/copy/1/fdinfo": "/copy/2/fdinfo",
  });
  assert.equal(proc.listSync("1/fd"), FAILURES.unreadable);
  assert.equal(proc.linkSync("1/fd/3"), FAILURES.unreadable);
  assert.equal(proc.listSync("1/fdinfo"), FAILURES.unreadable);
  assert.equal(await proc.read("1/maps"), FAILURES.unreadable);
});

Deno.test("hostProc() reads the links and files of a copy themselves", async () => {
  const bytes = new Uint8Array([1]);
  const proc = copy(
    { link: (path) => `target of ${path}`, list: () => ["2", "1"], read: () => Promise.resolve(bytes) },
    { "/copy/1/fd/3": "/etc/shadow", "/copy/self": "/copy/7" },
  );
  assert.equal(proc.linkSync("1/fd/3"), "target of /copy/1/fd/3");
  assert.equal(proc.linkSync("self"), FAILURES.gone);
  assert.deepEqual(proc.listSync("1/fd"), ["1", "2"]);
  assert.deepEqual(await proc.read("1/maps"), bytes);
});

Deno.test("hostProc() calls gone what a copy lacks", async () => {
  const real = (path: string): string => {
    if (path === "/copy") return path;
    throw denoError("NotFound", `No such file or directory (os error 2): realpath '${path}'`, "ENOENT");
  };
  const proc = copy({ real });
  assert.equal(proc.listSync("1/fd"), FAILURES.gone);
  assert.equal(proc.linkSync("1/fd/3"), FAILURES.gone);
  assert.equal(await proc.read("1/maps"), FAILURES.gone);
  // That would say that the process has no memory.
  assert.equal(proc.linkSync("1/exe"), FAILURES.unreadable);
});

Deno.test("hostProc() reads nothing of a copy that is longer than any file of a procfs", async () => {
  const proc = copy({ read: () => Promise.resolve(new Uint8Array(READ_LIMIT + 1)) });
  for (const path of ["1/stat", "1/maps", "stat", "sys/kernel/hostname"]) {
    assert.equal(await proc.read(path), FAILURES.unreadable, path);
  }
});

Deno.test("hostProc() reads a file in pieces until it was enough", async () => {
  let reads = 0;
  const open = (): Promise<OpenFile> =>
    Promise.resolve({
      read: (buffer) => Promise.resolve(reads++ < 10 ? buffer.fill(0x61).length : 0),
      close: () => {},
    });
  const files = { ...fakeFiles({ stat: () => LIVE }), open };
  const proc = hostProc(files, { root: "/proc", timeout: 1000 });
  let visits = 0;
  assert.equal(await proc.readPieces("7/maps", () => ++visits < 3), undefined);
  assert.deepEqual([visits, reads], [3, 3]);
  assert.equal(await proc.readPieces("7/maps", () => true), undefined);
  assert.equal(reads, 11);
});
