import assert from "node:assert/strict";
import type { DeletedFile } from "../../lib/model/file.ts";
import { type Failure, FAILURES, LINE_LIMIT } from "../../lib/procfs/procfs.ts";
import { type FileName, findName } from "../../lib/scan/file_status.ts";
import { readLongNames } from "../../lib/scan/mappings.ts";
import { mountNamespaces } from "../../lib/scan/mount_namespace.ts";
import { mapLine, processOf, procOf, type Said, SCANNER, statOf } from "../answers.ts";
import { findingOf } from "./findings.ts";

/** A mapped file. */
function mapped(name: string): DeletedFile {
  const range = "7f0000000000-7f0000001000";
  const mappings = [{ range, permissions: "r-xp" }];
  return {
    name,
    procPath: `7/map_files/${range}`,
    device: "8:1",
    mountId: undefined,
    inode: "42",
    isProgram: false,
    mappings,
    descriptors: [],
  };
}

/** An open file. */
function opened(name: string | undefined, told: Partial<DeletedFile> = {}): DeletedFile {
  const descriptors = [{ number: "3", thread: undefined, offset: 0, flags: 2 }];
  return {
    name,
    procPath: "7/fd/3",
    device: undefined,
    mountId: "26",
    inode: "42",
    isProgram: false,
    mappings: [],
    descriptors,
    ...told,
  };
}

async function nameOf(held: DeletedFile, ...said: readonly Said[]): Promise<FileName | Failure | undefined> {
  const proc = procOf(SCANNER, processOf(7, { argv: ["/bin/a", "-b"] }), ...said);
  const { process } = findingOf("7", { arguments: ["/bin/a", "-b"] });
  const namespace = await mountNamespaces(proc, ["7"]).of("7");
  return await findName(proc, held, { process, namespace, longNames: () => readLongNames(proc, "7") });
}

const LINK = "7/map_files/7f0000000000-7f0000001000";

const NEWLINES: readonly (readonly [string, string, string | Failure, string])[] = [
  ["a newline", "/a\\012b.so", "/a\nb.so (deleted)", "/a\nb.so"],
  ["the four characters", "/a\\012b.so", "/a\\012b.so (deleted)", "/a\\012b.so"],
  ["both", "/a\\012b\\012.so", "/a\nb\\012.so (deleted)", "/a\nb\\012.so"],
  ["a file that is there again", "/a\\012b.so", "/a\nb.so", "/a\nb.so"],
  ["a link that cannot be read", "/a\\012b.so", FAILURES.denied, "/a\nb.so"],
  ["a name without either", "/ab.so", FAILURES.denied, "/ab.so"],
  ["another escape", "/a\\011b\\134.so", FAILURES.denied, "/a\\011b\\134.so"],
];

Deno.test("findName() tells a newline in a mapped name from its escape by the link", async (t) => {
  for (const [what, printed, target, name] of NEWLINES) {
    await t.step(what, async () => {
      const named = await nameOf(mapped(printed), { link: { [LINK]: target } });
      assert.deepEqual(named, { name, note: undefined, isLost: false });
    });
  }
});

Deno.test("findName() takes the name of an open file as it is, for a link escapes nothing", async () => {
  const named = await nameOf(opened("/a\\012b"), { link: { "7/fd/3": "/other" } });
  assert.deepEqual(named, { name: "/a\\012b", note: undefined, isLost: false });
});

const PROGRAMS: readonly (readonly [string, string | Failure, string])[] = [
  ["the program's link", "/usr/bin/redis-check-rdb", "/usr/bin/redis-check-rdb"],
  ["the program's link, itself deleted", "/usr/bin/redis-check-rdb (deleted)", "/usr/bin/redis-check-rdb"],
  ["the command, where the program has lost its name too", "/ (deleted)", "/bin/a"],
  ["the command, where the link cannot be read", FAILURES.denied, "/bin/a"],
];

Deno.test("findName() says which program has a file whose name was lost with its mount", async (t) => {
  for (const [what, exe, program] of PROGRAMS) {
    await t.step(what, async () => {
      for (const held of [mapped("/"), opened("/")]) {
        assert.deepEqual(await nameOf(held, { link: { "7/exe": exe } }), {
          name: "/ (deleted)",
          note: `name lost with a replaced bind mount; the program is ${program}`,
          isLost: true,
        });
      }
    });
  }
});

const LONG = `/${"d".repeat(250)}`.repeat(17);

/** A descriptor whose link is too long to be read. */
function overlong(...said: readonly Said[]): Promise<FileName | Failure | undefined> {
  return nameOf(opened(undefined), { link: { "7/fd/3": FAILURES.unreadable } }, ...said);
}

Deno.test("findName() finds a name that is too long for a link in maps", async () => {
  const maps = `${mapLine("/other (deleted)", { inode: 43 })}\n${mapLine(`${LONG} (deleted)`)}\n`;
  const named = await overlong({ stat: { "7/fd/3": statOf({ inode: 42 }) }, read: { "7/maps": maps } });
  assert.deepEqual(named, { name: LONG, note: undefined, isLost: false });
});

Deno.test("findName() does not take the name of a mapping on another device", async () => {
  const maps = `${mapLine(`${LONG} (deleted)`, { inode: 42, device: "08:02" })}\n`;
  const named = await overlong({ stat: { "7/fd/3": statOf({ inode: 42 }) }, read: { "7/maps": maps } });
  assert.deepEqual(named, { name: "/proc/7/fd/3", note: "the name itself cannot be read", isLost: true });
});

Deno.test("findName() names a file by its descriptor where nothing else has its name", async () => {
  const named = await overlong({ stat: { "7/fd/3": statOf({ inode: 42 }) } });
  assert.deepEqual(named, { name: "/proc/7/fd/3", note: "the name itself cannot be read", isLost: true });
});

Deno.test("findName() gives undefined for an unreadable link to a file that is not deleted", async () => {
  assert.equal(await overlong({ stat: { "7/fd/3": statOf({ nlink: 1 }) } }), undefined);
});

Deno.test("findName() gives undefined for an unreadable link that was closed meanwhile", async () => {
  assert.equal(await overlong({ stat: { "7/fd/3": FAILURES.gone } }), undefined);
});

Deno.test("findName() passes on why not even stat could tell", async () => {
  assert.equal(await overlong({ stat: { "7/fd/3": FAILURES.denied } }), FAILURES.denied);
});

Deno.test("findName() does not ask stat about a file on a mount that may not answer", async () => {
  const held = opened(undefined, { mountId: "30" });
  const named = await nameOf(held, { link: { "7/fd/3": FAILURES.unreadable }, stat: { "7/fd/3": statOf() } });
  assert.equal(named, FAILURES.unreadable);
});

Deno.test("findName() says that a name was cut, and only then", async () => {
  for (const whole of [`/${"€".repeat(3000)}…`, `/${"x".repeat(LINE_LIMIT)}`]) {
    assert.deepEqual(await nameOf(mapped(whole)), { name: whole, note: undefined, isLost: false });
  }
  const cut = `/${"x".repeat(LINE_LIMIT - 100)}…end`;
  const note = "the name is too long: its middle is left out";
  assert.deepEqual(await nameOf(mapped(cut)), { name: cut, note, isLost: false });
});
