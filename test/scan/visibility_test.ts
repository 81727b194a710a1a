import assert from "node:assert/strict";
import { findBlindness } from "../../lib/scan/visibility.ts";
import { processOf, procOf, type Said, SCANNER, statLine } from "../answers.ts";

/** Somebody else's process is there, and `/proc` is mounted with these options. */
function mounted(options: string, ...said: readonly Said[]): ReturnType<typeof procOf> {
  const text = `22 1 0:21 / /proc rw,relatime - proc proc ${options}\n`;
  return procOf(SCANNER, processOf(7), { read: { "self/mountinfo": text } }, ...said);
}

const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["rw", []],
  ["rw,gid=4,hidepid=invisible", ["hidepid"]],
  ["rw,hidepid=2", ["hidepid"]],
  ["rw,hidepid=ptraceable,subset=pid", ["hidepid", "subset"]],
  ["rw,hidepid=noaccess", []],
  ["rw,hidepid=0", []],
  ["rw,subset=pid", ["subset"]],
];

Deno.test("findBlindness() knows the mount options that leave something out", async (t) => {
  for (const [options, expected] of OPTIONS) {
    await t.step(options, async () => assert.deepEqual(await findBlindness(mounted(options), 1000), expected));
  }
});

Deno.test("findBlindness() does not take another file system's options for those of proc", async () => {
  const text = "22 1 0:21 / /x rw,relatime - tmpfs x rw,hidepid=2\n";
  const proc = procOf(SCANNER, processOf(7), { read: { "self/mountinfo": text } });
  assert.deepEqual(await findBlindness(proc, 1000), []);
});

const INITIAL = "user:[4026531837]";
const ALL = "Name:\ta\nCapEff:\t000001ffffffffff\n";
const DEFAULTS = "Name:\ta\nCapEff:\t00000000a80425fb\n";

/** Who looks: the user, the user namespace and the capabilities, and whether anything is hidden. */
const LOOKING: readonly (readonly [string, number, string, string | undefined, boolean])[] = [
  ["root", 0, INITIAL, ALL, false],
  ["root of a user namespace", 0, "user:[4026532001]", ALL, true],
  ["root without the capability", 0, INITIAL, DEFAULTS, true],
  ["another user with the capability", 1000, INITIAL, ALL, false],
  ["root, of whom nothing else is known", 0, INITIAL, undefined, false],
];

Deno.test("findBlindness() knows from whom hidepid hides", async (t) => {
  for (const [who, uid, namespace, status, isHidden] of LOOKING) {
    await t.step(who, async () => {
      const read = status === undefined ? {} : { "self/status": status };
      const proc = mounted("rw,hidepid=2", { read, link: { "self/ns/user": namespace } });
      assert.deepEqual(await findBlindness(proc, uid), isHidden ? ["hidepid"] : []);
    });
  }
});

/** The scanner as a child of a process. */
function childOf(parent: string): Said {
  return { link: { self: "99" }, read: { "self/stat": statLine(99, { parent: Number(parent) }) } };
}

Deno.test("findBlindness() knows a namespace in which there is nobody but the scanner and what started it", async () => {
  const alone = { link: { self: "1" }, read: { "self/stat": statLine(1, { parent: 0 }) } };
  assert.deepEqual(await findBlindness(procOf(alone), 0), ["namespace"]);
  assert.deepEqual(await findBlindness(procOf(childOf("1"), processOf(1, { parent: 0 })), 0), ["namespace"]);
});

Deno.test("findBlindness() takes a container with processes of its own for what it is", async () => {
  const entered = procOf(childOf("0"), processOf(1, { parent: 0 }));
  assert.deepEqual(await findBlindness(entered, 0), []);
  const beside = procOf(childOf("1"), processOf(1, { parent: 0 }), processOf(7));
  assert.deepEqual(await findBlindness(beside, 0), []);
});
