import assert from "node:assert/strict";
import type { ModeName } from "../../lib/model/scan.ts";
import { findIgnoreRule, IGNORE_RULES, isExecutable } from "../../lib/rules/ignore.ts";
import { AS_DATA, BOTH, type Example, ROWS } from "./ignore_examples.ts";

/** The rule that explains a file: a library on ext4, except as told. */
function ruleOf(mode: ModeName, [name, told]: Example): string | undefined {
  const library = { name, inode: "7", mounted: true, fileSystem: "ext4", permissions: ["r--p", "r-xp", "rw-p"] };
  return findIgnoreRule(mode, { ...library, ...told })?.name;
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
    await t.step(name, () => assert.equal(ruleOf("fd_users", [name, { permissions: [] }]), undefined));
  }
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

Deno.test("IGNORE_RULES gives each rule a name of its own, a reason, and a comment that says where it was met", () => {
  const table = Deno.readTextFileSync("lib/rules/ignore.ts");
  assert.equal(new Set(IGNORE_RULES.map(({ name }) => name)).size, IGNORE_RULES.length);
  for (const { name, reason } of IGNORE_RULES) {
    assert.match(name, /^[a-z-]+$/);
    assert.match(reason, /^[a-z].*[^.]$/);
    assert.match(table, new RegExp(`// Met in: .{3,}\\.\n +name: "${name}"`));
  }
});

Deno.test("isExecutable() looks at the third permission", () => {
  const permissions = ["r-xp", "r-xs", "--xp", "rwxp", "r--p", "rw-s", "---p"];
  assert.deepEqual(permissions.filter(isExecutable), ["r-xp", "r-xs", "--xp", "rwxp"]);
});
