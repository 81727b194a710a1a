import assert from "node:assert/strict";
import type { DeletedFile } from "../../lib/model/file.ts";
import { type Failure, FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { newAllowance } from "../../lib/scan/budget.ts";
import { readOpenFiles } from "../../lib/scan/descriptors.ts";
import { override, processOf, procOf, type Said, watch } from "../answers.ts";

const LOG = "/var/log/a (deleted)";

/** Names and descriptors of what is held. */
function short(held: readonly DeletedFile[] | Failure): unknown {
  if ("failure" in held) return held;
  return held.map(({ name, procPath, descriptors }) => [
    name,
    procPath,
    descriptors.map(({ number, thread }) => thread === undefined ? number : `${number} of ${thread}`).join(),
  ]);
}

Deno.test("readOpenFiles() describes each marked descriptor", async () => {
  const proc = procOf(processOf(7, { fds: { 0: "/dev/null", 3: LOG } }), {
    read: { "7/fdinfo/3": "pos:\t1024\nflags:\t0102001\nmnt_id:\t26\nino:\t131\n" },
  });
  assert.deepEqual(await readOpenFiles(proc, "7"), [{
    name: "/var/log/a",
    procPath: "7/fd/3",
    device: undefined,
    mountId: "26",
    inode: "131",
    isProgram: false,
    mappings: [],
    descriptors: [{ number: "3", thread: undefined, offset: 1024, flags: 0o102001 }],
  }]);
});

const TARGETS: readonly (readonly [string, string | undefined])[] = [
  ["/a (deleted)", "/a"],
  ["/a b  c (deleted)", "/a b  c"],
  ["/a\nb (deleted)", "/a\nb"],
  ["/a (deleted) (deleted)", "/a (deleted)"],
  ["/a\\012b (deleted)", "/a\\012b"],
  ["/\udcff (deleted)", "/\udcff"],
  ["/a", undefined],
  ["/a (deleted)/b", undefined],
  ["/a(deleted)", undefined],
  ["(deleted)/a", "/a"],
  ["(deleted) /a", "/a"],
  ["(deleted)a", undefined],
  ["socket:[12]", undefined],
  ["pipe:[12]", undefined],
  ["anon_inode:[eventpoll]", undefined],
];

Deno.test("readOpenFiles() finds the links that are marked: after the name, or, by OpenVZ, before it", async (t) => {
  for (const [target, name] of TARGETS) {
    await t.step(JSON.stringify(target), async () => {
      const proc = procOf(processOf(7, { fds: { 3: target } }));
      assert.deepEqual(short(await readOpenFiles(proc, "7")), name === undefined ? [] : [[name, "7/fd/3", "3"]]);
    });
  }
});

Deno.test("readOpenFiles() gives one entry a file, however many descriptors lead to it", async () => {
  const info = "pos:\t0\nflags:\t02\nmnt_id:\t26\nino:\t7\n";
  const proc = procOf(processOf(7, { fds: { 3: LOG, 10: LOG, 4: "/b (deleted)", 5: LOG } }), {
    read: { "7/fdinfo/3": info, "7/fdinfo/10": info },
  });
  assert.deepEqual(short(await readOpenFiles(proc, "7")), [
    ["/var/log/a", "7/fd/3", "3,10"],
    ["/b", "7/fd/4", "4"],
    ["/var/log/a", "7/fd/5", "5"],
  ]);
});

Deno.test("readOpenFiles() passes on why the descriptors could not be listed", async (t) => {
  for (const failure of Object.values(FAILURES)) {
    await t.step(failure.failure, async () => {
      assert.equal(await readOpenFiles(procOf({ list: { "7/fd": failure } }), "7"), failure);
    });
  }
});

Deno.test("readOpenFiles() keeps a link that it cannot read, to be asked by stat", async () => {
  const said = { link: { "7/fd/4": FAILURES.unreadable } };
  const proc = procOf(processOf(7, { fds: { 3: LOG, 4: LOG } }), said);
  assert.deepEqual(short(await readOpenFiles(proc, "7")), [["/var/log/a", "7/fd/3", "3"], [undefined, "7/fd/4", "4"]]);
});

Deno.test("readOpenFiles() is denied where a link is, for then all are", async () => {
  const said = { link: { "7/fd/4": FAILURES.denied } };
  const proc = procOf(processOf(7, { fds: { 3: LOG, 4: LOG } }), said);
  assert.equal(await readOpenFiles(proc, "7"), FAILURES.denied);
});

Deno.test("readOpenFiles() keeps what it could read where only a thread's own links are denied", async () => {
  const proc = procOf(processOf(7, { fds: { 3: LOG } }), {
    list: { "7/task": ["7", "8"], "7/task/8/fd": ["5"] },
    link: { "7/task/8/fd/5": FAILURES.denied },
  });
  assert.deepEqual(short(await readOpenFiles(proc, "7")), [["/var/log/a", "7/fd/3", "3"]]);
});

Deno.test("readOpenFiles() loses only the details where fdinfo cannot be read", async () => {
  const proc = procOf(processOf(7, { fds: { 3: LOG } }), { read: { "7/fdinfo/3": FAILURES.denied } });
  const [held] = await readOpenFiles(proc, "7") as readonly DeletedFile[];
  assert.deepEqual([held?.name, held?.mountId, held?.inode], ["/var/log/a", undefined, undefined]);
  assert.deepEqual(held?.descriptors, [{ number: "3", thread: undefined, offset: undefined, flags: undefined }]);
});

/** A procfs whose link of descriptor 3 changes with each reading. */
function changing(...targets: readonly (string | Failure)[]): ProcFs {
  const proc = procOf(processOf(7, { fds: { 3: LOG, 4: "/b (deleted)" } }));
  let readings = 0;
  return override(proc, { link: (path) => path === "7/fd/3" ? targets[readings++]! : undefined });
}

const CHANGES: readonly (readonly [string, readonly (string | Failure)[]])[] = [
  ["closed before it was read", [FAILURES.gone]],
  ["closed after it was read", [LOG, FAILURES.gone]],
  ["opened anew for another file", [LOG, "/other (deleted)"]],
  ["opened anew for a file that is not deleted", [LOG, "/etc/passwd"]],
  ["closed after it could not be read", [FAILURES.unreadable, FAILURES.gone]],
  ["opened anew after it could not be read", [FAILURES.unreadable, "/other (deleted)"]],
];

Deno.test("readOpenFiles() passes over a descriptor that changes while it looks, and keeps the others", async (t) => {
  for (const [what, targets] of CHANGES) {
    await t.step(what, async () => {
      assert.deepEqual(short(await readOpenFiles(changing(...targets), "7")), [["/b", "7/fd/4", "4"]]);
    });
  }
});

/** Process 7 with descriptors 0 and 3, and its thread 8 with a table of its own. */
function threaded(links: Readonly<Record<string, string>>): ProcFs {
  const numbers = Object.keys(links);
  const at = (directory: string, answer: (number: string) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(numbers.map((number) => [`7/task/8/${directory}/${number}`, answer(number)]));
  const said: Said = {
    list: { "7/task": ["7", "8"], "7/task/8/fd": numbers },
    link: at("fd", (number) => links[number]!),
    read: at("fdinfo", (number) => `pos:\t0\nflags:\t02\nmnt_id:\t26\nino:\t${40 + Number(number)}\n`),
  };
  return procOf(processOf(7, { fds: { 0: "/dev/null", 3: LOG } }), said);
}

const TABLES: readonly (readonly [string, Readonly<Record<string, string>>, readonly unknown[]])[] = [
  ["that is the same", { 0: "/dev/null", 3: LOG }, []],
  ["with another descriptor", { 0: "/dev/null", 5: "/b (deleted)" }, [["/b", "7/task/8/fd/5", "5 of 8"]]],
  ["with the same numbers for other files", { 0: "/b (deleted)", 3: LOG }, [["/b", "7/task/8/fd/0", "0 of 8"]]],
  ["with only what it has inherited", { 3: LOG }, []],
  ["that is empty", {}, []],
];

Deno.test("readOpenFiles() looks into the descriptors of a thread with a table", async (t) => {
  for (const [what, links, more] of TABLES) {
    await t.step(what, async () => {
      const held = short(await readOpenFiles(threaded(links), "7"));
      assert.deepEqual(held, [["/var/log/a", "7/fd/3", "3"], ...more]);
    });
  }
});

Deno.test("readOpenFiles() does not ask about every descriptor of every thread where there are very many", async () => {
  const numbers = Array.from({ length: 100 }, (_, number) => String(number));
  const threads = Array.from({ length: 200 }, (_, index) => String(8 + index));
  const proc = procOf(processOf(7, { fds: Object.fromEntries(numbers.map((number) => [number, "/dev/null"])) }), {
    list: { "7/task": ["7", ...threads], ...Object.fromEntries(threads.map((tid) => [`7/task/${tid}/fd`, numbers])) },
  });
  let asked = 0;
  const link = (path: string): string | Failure => {
    asked++;
    return proc.linkSync(path.replace(/task\/[0-9]+\//, ""));
  };
  assert.deepEqual(await readOpenFiles(override(proc, { link }), "7"), []);
  assert.ok(asked <= numbers.length + 2 * threads.length, `${asked} links`);
});

Deno.test("readOpenFiles() finds nothing in a zombie, even where its descriptors may not be listed", async () => {
  const denied: Said = { list: { "7/fd": FAILURES.denied } };
  assert.deepEqual(await readOpenFiles(procOf(processOf(7, { state: "Z" }), denied), "7"), []);
  assert.equal(await readOpenFiles(procOf(processOf(7, { state: "S" }), denied), "7"), FAILURES.denied);
});

Deno.test("readOpenFiles() finds what a thread holds open after its leader has exited", async () => {
  const proc = procOf(processOf(7, { state: "Z" }), {
    list: { "7/fd": [], "7/task": ["7", "8"], "7/task/8/fd": ["3"] },
    link: { "7/task/8/fd/3": LOG },
  });
  assert.deepEqual(short(await readOpenFiles(proc, "7")), [["/var/log/a", "7/task/8/fd/3", "3 of 8"]]);
});

Deno.test("readOpenFiles() reads no more links once there is no room, of clean descriptors neither", async () => {
  for (const target of [LOG, "/dev/null"]) {
    const fds = Object.fromEntries(Array.from({ length: 3000 }, (_, number) => [number, target]));
    let links = 0;
    const proc = watch(procOf(processOf(7, { fds })), (kind) => kind === "link" && links++);
    const allowance = newAllowance({ command: 100, room: 5000 });
    await readOpenFiles(proc, "7", allowance);
    assert.ok(links < 1000, `${links}`);
    assert.deepEqual([...allowance.truncated], ["files"]);
  }
});
