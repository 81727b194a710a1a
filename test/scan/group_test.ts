import assert from "node:assert/strict";
import { commandOf, groupByCommand, visibleFindings } from "../../lib/scan/group.ts";
import { fileOf, findingOf, IGNORED } from "./findings.ts";

/** The PIDs and commands of the groups. */
function grouped(...findings: Parameters<typeof groupByCommand>[0]): readonly (readonly [string, string])[] {
  return groupByCommand(findings).map(({ pids, command }) => [pids.join(), command]);
}

Deno.test("groupByCommand() groups processes of one command line, in the order of the first", () => {
  const groups = grouped(
    findingOf("7", { arguments: ["nginx"] }),
    findingOf("8", { arguments: ["sshd", "-D"] }),
    findingOf("9", { arguments: ["nginx"] }),
  );
  assert.deepEqual(groups, [["7,9", "nginx"], ["8", "sshd -D"]]);
});

Deno.test("groupByCommand() sorts PIDs as text, as the ancestor does", () => {
  const pids = ["894", "8810", "12451", "16244", "9"];
  assert.deepEqual(grouped(...pids.map((pid) => findingOf(pid))), [["12451,16244,8810,894,9", "daemon"]]);
});

const APART: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["blanks inside an argument from blanks between two", ["a b"], ["a", "b"]],
  ["an empty argument from none", ["a", "", "b"], ["a", "b"]],
  ["where the blanks are", ["a ", "b"], ["a", " b"]],
  ["upper from lower case", ["A"], ["a"]],
  ["bytes that are not UTF-8", ["\udcff"], ["\udcfe"]],
];

Deno.test("groupByCommand() keeps command lines apart that only look alike", async (t) => {
  for (const [what, left, right] of APART) {
    await t.step(what, () => {
      const groups = grouped(findingOf("1", { arguments: left }), findingOf("2", { arguments: right }));
      assert.deepEqual(groups.map(([pids]) => pids), ["1", "2"]);
    });
  }
});

Deno.test("groupByCommand() puts titles together that differ in their padding only", () => {
  const groups = grouped(findingOf("1", { arguments: ["a: b  "] }), findingOf("2", { arguments: ["a: b"] }));
  assert.deepEqual(groups, [["1,2", "a: b"]]);
});

Deno.test("groupByCommand() shows a process without a command line by its name in brackets", () => {
  const groups = grouped(
    findingOf("1", { arguments: [], name: "a" }),
    findingOf("2", { arguments: [" "], name: "a" }),
    findingOf("3", { arguments: [], name: "b" }),
  );
  assert.deepEqual(groups, [["1,2", "[a]"], ["3", "[b]"]]);
});

const TITLES: readonly (readonly [string, readonly string[]])[] = [
  ["a title in brackets", ["[a]"]],
  ["a title that is the name", ["a"]],
  ["an empty first argument and the name", ["", "a"]],
  ["an empty first argument and the name in brackets", ["", "[a]"]],
];

Deno.test("groupByCommand() does not take a title for the name of a process without one", async (t) => {
  for (const [what, args] of TITLES) {
    await t.step(what, () => {
      const groups = grouped(
        findingOf("1", { arguments: [], name: "a" }),
        findingOf("2", { arguments: args, name: "a" }),
      );
      assert.deepEqual(groups.map(([pids]) => pids), ["1", "2"]);
    });
  }
});

Deno.test("groupByCommand() gives each name once, sorted as text, the first of its kind", () => {
  const [group] = groupByCommand([
    findingOf("1", {}, [fileOf("/b"), fileOf("/a", { inode: "first" }), fileOf("/a ,b")]),
    findingOf("2", {}, [fileOf("/a", { inode: "second" }), fileOf("/B"), fileOf("/é"), fileOf("/\udcff")]),
  ]);
  assert.deepEqual(group?.files.map(({ name }) => name), ["/B", "/a", "/a ,b", "/b", "/é", "/\udcff"]);
  assert.equal(group?.files[1]?.inode, "first");
});

Deno.test("commandOf() gives the command line, or the name in brackets", () => {
  assert.equal(commandOf(findingOf("1", { arguments: ["a", "b"] }).process), "a b");
  assert.equal(commandOf(findingOf("1", { arguments: [], name: "kworker/0:1" }).process), "[kworker/0:1]");
});

const FILES = [fileOf("/a"), fileOf("/b", { ignored: IGNORED.rule }), fileOf("/c", { ignored: IGNORED.user })];

function visible(all: boolean): readonly (readonly string[])[] {
  const findings = [findingOf("1", {}, FILES), findingOf("2", {}, FILES.slice(1)), findingOf("3", {}, FILES.slice(2))];
  return visibleFindings(findings, all).map(({ process, files }) => [process.pid, ...files.map(({ name }) => name)]);
}

Deno.test("visibleFindings() leaves out what is ignored, and processes of which nothing is left", () => {
  assert.deepEqual(visible(false), [["1", "/a"]]);
});

Deno.test("visibleFindings() shows also what the rules ignore, but not what the user does", () => {
  assert.deepEqual(visible(true), [["1", "/a", "/b"], ["2", "/b"]]);
});
