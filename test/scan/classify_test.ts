import assert from "node:assert/strict";
import type { DeletedFile, Ignored } from "../../lib/model/file.ts";
import type { ProcFs } from "../../lib/procfs/procfs.ts";
import { override, processOf, procOf, type Said, SCANNER, statOf } from "../answers.ts";
import { classifyAll, classifyOn, MAPPED, mapped, OPENED, opened } from "./classifying.ts";

const LIB = "/lib/a.so";
const AT = "self/root";

/** The file itself, and another that is at its name now. */
const GONE_FILE = statOf({ inode: 42, nlink: 0 });
const OTHER = statOf({ inode: 77, nlink: 1 });

Deno.test("fileClassifier() says executable where any mapping is", async () => {
  const mappings = ["r--p", "r-xp"].map((permissions) => ({ range: "1000-2000", permissions }));
  const held = [mapped(LIB, { mappings }), mapped(LIB, { permissions: "r--p" }), opened(LIB)];
  const files = await classifyAll(held, {});
  assert.deepEqual(files.map(({ executable }) => executable), [true, false, false]);
});

/** A machine on which every question to stat is a mistake. */
const NO_STAT: ProcFs = override(procOf(SCANNER, processOf(7), { link: { [OPENED]: "/net/a (deleted)" } }), {
  stat: unexpected,
});

function unexpected(path: string): never {
  throw new RangeError(`Unexpected stat: "${path}"`);
}

const REMOTE: readonly (readonly [string, DeletedFile])[] = [
  ["a mapped file", mapped("/net/a.so", { device: "0:45" })],
  ["an open file", opened("/net/a", { mountId: "30" })],
  ["an open file whose mount is not known", opened("/net/a", { mountId: undefined, inode: undefined })],
];

Deno.test("fileClassifier() does not ask stat about a file on a server, which might never answer", async (t) => {
  for (const [what, held] of REMOTE) {
    await t.step(what, async () => {
      const [file] = await classifyOn(NO_STAT, [held]);
      assert.deepEqual([file?.state, file?.stat, file?.ignored], ["unknown", undefined, undefined]);
    });
  }
});

Deno.test("fileClassifier() does not ask stat about a name on a server, even of a local file", async () => {
  const proc = override(NO_STAT, { stat: (path) => path === MAPPED ? GONE_FILE : undefined });
  const [file] = await classifyOn(proc, [mapped("/net/a.so")]);
  assert.deepEqual([file?.state, file?.stat], ["unknown", GONE_FILE]);
});

Deno.test("fileClassifier() does not ask stat about a name whose way leads over a server", async () => {
  const mountinfo =
    "26 1 8:1 / / rw - ext4 a rw\n30 26 0:45 / /net rw - nfs4 b rw\n31 30 8:1 /a /net/a rw - ext4 a rw\n";
  const known = procOf(SCANNER, processOf(7), { read: { "self/mountinfo": mountinfo } });
  const proc = override(known, { stat: (path) => path === MAPPED ? GONE_FILE : unexpected(path) });
  const [file] = await classifyOn(proc, [mapped("/net/a/b.so")]);
  assert.deepEqual([file?.state, file?.stat], ["unknown", GONE_FILE]);
});

Deno.test("fileClassifier() does not ask stat about a file on a file system that is not mounted any more", async (t) => {
  const held = [mapped("/z.so", { device: "7:9" }), opened("/z", { mountId: "999" })];
  for (const each of held) {
    await t.step(each.procPath, async () => {
      const [file] = await classifyOn(NO_STAT, [each]);
      assert.deepEqual([file?.state, file?.note, file?.ignored], [
        "unknown",
        "on a file system that is not mounted any more",
        undefined,
      ]);
    });
  }
});

Deno.test("fileClassifier() does not ask about a file that a rule explains", async () => {
  const [file] = await classifyOn(NO_STAT, [mapped("/memfd:x", { device: "0:1" })]);
  assert.deepEqual([file?.state, file?.note], ["unknown", undefined]);
  assert.deepEqual(file?.ignored, {
    rule: "memfd",
    reason: "memory made by memfd_create(2), which never had a name in a file system",
    byUser: false,
  });
});

const OVERLAY: Said = {
  read: {
    "self/mountinfo":
      "500 499 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/a,upperdir=/var/lib/docker/b\n",
  },
};

const OBJECTS: readonly (readonly [string, DeletedFile, readonly Said[], string | undefined])[] = [
  ["a kernel object", mapped("/memfd:x", { device: "0:1" }), [], "memfd"],
  ["an open kernel object", opened("/memfd:x", { mountId: "14" }), [], "memfd"],
  ["a library with the name of one", mapped("/memfd:evil.so"), [], undefined],
  ["an open file with the name of one", opened("/memfd:evil"), [], undefined],
  ["a kernel object where the mounts are not known", mapped("/memfd:x"), [{
    read: { "self/mountinfo": "", "7/mountinfo": "" },
  }], "memfd"],
  ["a kernel object above an overlay", mapped("/memfd:x", { device: "0:1" }), [OVERLAY], "memfd"],
  [
    "a library of an overlay, by the device below it",
    mapped("/memfd:evil.so", { device: "8:9" }),
    [OVERLAY],
    undefined,
  ],
  [
    "a library of an overlay, by a device whose number ends with a nought",
    mapped("/memfd:evil.so", { device: "250:9" }),
    [OVERLAY],
    undefined,
  ],
  ["a library of an overlay, by its own device", mapped("/SYSV00000000", { device: "0:60" }), [OVERLAY], undefined],
];

Deno.test("fileClassifier() tells kernel objects from files by their device, not by their name", async (t) => {
  for (const [what, held, said, rule] of OBJECTS) {
    await t.step(what, async () => {
      const [file] = await classifyAll([held], {}, ...said);
      assert.equal(file?.ignored?.rule, rule);
      assert.equal(file?.note, undefined);
    });
  }
});

Deno.test("fileClassifier() lets the user ignore what counts, and what a rule explains too", async () => {
  const byUser: Ignored = { rule: "ignore-pattern", reason: "*", byUser: true };
  const told = { ignoredByUser: (name: string): Ignored | undefined => name === "/lib/b.so" ? undefined : byUser };
  const held = [mapped(LIB), mapped("/lib/b.so"), mapped("/memfd:x", { device: "0:1" })];
  const files = await classifyAll(held, told);
  assert.deepEqual(files.map(({ ignored }) => ignored), [byUser, undefined, byUser]);
});

Deno.test("fileClassifier() says what is to know about a name, and looks up none that was lost", async () => {
  const named = { name: "/ (deleted)", note: "lost", isLost: true };
  const [file] = await classifyAll([mapped("/")], { named }, {
    stat: { [MAPPED]: GONE_FILE, [`${AT}/ (deleted)`]: OTHER },
  });
  assert.deepEqual([file?.name, file?.note, file?.state, file?.stat], ["/ (deleted)", "lost", "unknown", GONE_FILE]);
});

Deno.test("fileClassifier() keeps files apart that share a name and an inode, but not a file system", async () => {
  const mounts = "26 1 8:1 / / rw - ext4 a rw\n27 26 8:2 / /b rw - ext4 b rw\n";
  const held = [
    mapped(LIB),
    mapped(LIB, { device: "8:2", procPath: "8/map_files/1000-2000" }),
    opened(LIB),
    opened(LIB, { mountId: "27", procPath: "8/fd/3" }),
  ];
  const files = await classifyAll(held, {}, {
    read: { "self/mountinfo": mounts },
    link: { [OPENED]: `${LIB} (deleted)`, "8/fd/3": `${LIB} (deleted)` },
    stat: Object.fromEntries(held.map(({ procPath }, index) => [procPath, statOf({ size: index })])),
  });
  assert.deepEqual(files.map(({ stat }) => stat?.size), [0, 1, 2, 3]);
});

Deno.test("fileClassifier() asks once about a file that many processes use", async () => {
  const proc = procOf(SCANNER, processOf(7), { stat: { [MAPPED]: GONE_FILE, [`${AT}${LIB}`]: OTHER } });
  const asked: string[] = [];
  const watched = override(proc, { stat: (path) => void asked.push(path) });
  const held = [mapped(LIB), mapped(LIB, { procPath: "8/map_files/1000-2000" }), mapped(LIB, { inode: "43" })];
  const files = await classifyOn(watched, held);
  assert.deepEqual(files.map(({ state }) => state), ["replaced", "replaced", "replaced"]);
  assert.deepEqual(asked, [MAPPED, `${AT}${LIB}`, MAPPED, `${AT}${LIB}`]);
});
