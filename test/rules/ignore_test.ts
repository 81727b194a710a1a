import assert from "node:assert/strict";
import type { ModeName } from "../../lib/model/scan.ts";
import { findIgnoreRule, IGNORE_RULES } from "../../lib/rules/ignore.ts";
import { isExecutable } from "../../lib/rules/permissions.ts";
import type { Subject } from "../../lib/rules/rule_kinds.ts";
import { statOf } from "../answers.ts";
import { AS_DATA, BOTH, type Example, FILE, mappedAs, ROWS } from "./ignore_examples.ts";

/** What a file is in each mode, except as given. */
const USED: ReadonlyMap<ModeName, Partial<Subject>> = new Map([
  ["lib_users", mappedAs("r--p", "r-xp", "rw-p")],
  ["fd_users", { descriptors: [{ number: "3", thread: undefined, offset: 0, flags: 0o100002 }] }],
]);

/** The rule that explains a file. */
function ruleOf(mode: ModeName, [name, given]: Example): string | undefined {
  return findIgnoreRule(mode, { ...FILE, ...USED.get(mode), ...given, name })?.name;
}

Deno.test("IGNORE_RULES has each rule that is tested here, in this order, and no other", () => {
  const tested = ROWS.map(({ rule, modes }) => [rule, modes]);
  assert.deepEqual(IGNORE_RULES.map(({ name, modes }) => [name, modes]), tested);
});

for (const { rule, modes, hides, counts } of ROWS) {
  Deno.test(`findIgnoreRule() explains files by the rule "${rule}", and only such`, async (t) => {
    for (const mode of modes) {
      for (const example of hides) {
        await t.step(`${mode} hides ${JSON.stringify(example)}`, () => assert.equal(ruleOf(mode, example), rule));
      }
      for (const example of counts) {
        await t.step(`${mode} counts ${JSON.stringify(example)}`, () => assert.equal(ruleOf(mode, example), undefined));
      }
    }
    for (const mode of BOTH.filter((mode) => !modes.includes(mode))) {
      for (const example of hides) {
        await t.step(`${mode} does not ask it of ${example[0]}`, () => assert.notEqual(ruleOf(mode, example), rule));
      }
    }
  });
}

Deno.test("findIgnoreRule() counts every open file that holds disk space, wherever it was", async (t) => {
  const names = ["/tmp/a", "/var/log/syslog", "/home/a/b", "/dev/shm/a", "/run/a", "/tmp/#7", "/var/lib/mysql/ib1"];
  for (const name of names) {
    await t.step(name, () => assert.equal(ruleOf("fd_users", [name, {}]), undefined));
  }
});

Deno.test("findIgnoreRule() counts data that only a mapping keeps, but a little of it as lib_users does", () => {
  const mapped = { descriptors: [], ...mappedAs("r--p"), state: "removed" } as const;
  const large = { ...mapped, stat: statOf({ nlink: 0, blocks: 65_536 }) };
  const little = { ...mapped, stat: statOf({ nlink: 0, blocks: 2047 }) };
  assert.equal(ruleOf("fd_users", ["/home/a/.config/dconf/user", large]), undefined);
  assert.equal(ruleOf("fd_users", ["/home/a/.config/dconf/user", little]), "home");
  assert.equal(ruleOf("fd_users", ["/srv/a.dat", little]), undefined);
});

Deno.test("findIgnoreRule() counts libraries and programs, wherever they are", async (t) => {
  const names = ["/usr/lib/libz.so.1", "/tmp/a.so", "/home/a/b", "/var/lib/a/b.so", "/dev/shm/x", "/", "/opt/a b.so"];
  for (const name of names) await t.step(name, () => assert.equal(ruleOf("lib_users", [name, {}]), undefined));
});

Deno.test("findIgnoreRule() counts data of programs", async (t) => {
  for (const name of ["/usr/share/a/b.dat", "/usr/lib/libz.so.1", "/opt/a/b.pak"]) {
    await t.step(name, () => assert.equal(ruleOf("lib_users", [name, AS_DATA]), undefined));
  }
});

Deno.test("IGNORE_RULES gives each rule a name of its own, a reason, and says where it was met", () => {
  assert.equal(new Set(IGNORE_RULES.map(({ name }) => name)).size, IGNORE_RULES.length);
  for (const { name, reason, met } of IGNORE_RULES) {
    assert.match(name, /^[a-z-]+$/);
    assert.match(reason, /^[a-zA-Z].*[^.]$/);
    assert.match(met, /^.{5,}[^.]$/);
  }
});

Deno.test("IGNORE_RULES gives each rule an example that matches it", () => {
  for (const { name, pattern, mountPoint, example } of IGNORE_RULES) {
    assert.match(example, pattern ?? /^\//, name);
    assert.match(example, mountPoint ?? /^\//, name);
  }
});

Deno.test("isExecutable() looks at the third permission", () => {
  const permissions = ["r-xp", "r-xs", "--xp", "rwxp", "r--p", "rw-s", "---p"];
  const executable = permissions.filter((each) => isExecutable({ ...FILE, ...mappedAs(each) }));
  assert.deepEqual(executable, ["r-xp", "r-xs", "--xp", "rwxp"]);
});

Deno.test("isExecutable() takes the program for executable, however it is mapped", () => {
  assert.equal(isExecutable({ ...FILE, isProgram: true }), true);
  assert.equal(isExecutable({ ...FILE, isProgram: true, ...mappedAs("r--p") }), true);
});

Deno.test("isExecutable() does not trust the permission where every readable mapping has it", () => {
  const implied = { ...FILE, impliesExec: true };
  assert.equal(isExecutable({ ...implied, ...mappedAs("r-xp") }), false);
  assert.equal(isExecutable({ ...implied, ...mappedAs("r-xp", "r-xp") }), false);
  assert.equal(isExecutable({ ...implied, ...mappedAs("rwxs", "r-xs") }), false);
  assert.equal(isExecutable({ ...implied, ...mappedAs("r-xp", "r-xp", "rwxp") }), true);
});
