import assert from "node:assert/strict";
import { parseMaps } from "../lib/parse/maps.ts";
import { encodeText } from "../lib/base/bytes.ts";
import { mapLine, processOf, procOf, type Said, SCANNER } from "./answers.ts";
import { runIn } from "./run_program.ts";

const LOG = "/var/log/a (deleted)";

Deno.test("a line of ten megabytes is read as one mapping", () => {
  const name = `/${"x".repeat(10_000_000)}`;
  const [mapping, ...others] = parseMaps(encodeText(`${mapLine(`${name} (deleted)`)}\n`));
  assert.deepEqual([mapping?.name.length, others.length], [name.length, 0]);
});

Deno.test("the one marked mapping among a million is found", () => {
  const clean = `${mapLine("/usr/lib/a(b).so")}\n`.repeat(1_000_000);
  assert.deepEqual(parseMaps(encodeText(`${clean}${mapLine("/usr/lib/c.so (deleted)")}\n`)).map(({ name }) => name), [
    "/usr/lib/c.so",
  ]);
});

Deno.test("a file is reported that is the last of 100,000 descriptors", async () => {
  const fds = Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [number, "/dev/null"]));
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], fds: { ...fds, 100_000: LOG } }));
  const { stdout, stderr } = await runIn(proc, ["fd_users", "-m"]);
  assert.deepEqual([stdout, stderr], ["7;/var/log/a;a\n", ""]);
});

Deno.test("a command line of a megabyte is complete in a file, and cut on a terminal, which it says", async () => {
  const proc = procOf(SCANNER, processOf(7, { argv: ["a".repeat(1_000_000)], fds: { 3: LOG } }));
  assert.equal((await runIn(proc, ["fd_users"])).stdout, `7 "${"a".repeat(1_000_000)}"\n`);
  const { stdout } = await runIn(proc, ["fd_users"], { isTerminal: true });
  assert.equal(stdout, `7 "${"a".repeat(2000)}… (cut, 1000000 characters in all)"\n`);
});

Deno.test("a command line of more than a MiB is cut, which it says", async () => {
  const proc = procOf(SCANNER, processOf(7, { argv: ["a".repeat(2 ** 20 + 1)], fds: { 3: LOG } }));
  const { stdout, stderr } = await runIn(proc, ["fd_users"]);
  assert.equal(stdout, `7 "${"a".repeat(2 ** 20)}"\n`);
  assert.equal(stderr, "fd_users: warning: cannot show all of the command lines and files of 1 process: 7\n");
  const { findings } = JSON.parse((await runIn(proc, ["fd_users", "--json"])).stdout);
  assert.deepEqual(findings[0].truncated, ["command"]);
});

Deno.test("a process with more deleted files than is kept is told of, which it says", async () => {
  const maps = Array.from({ length: 20_000 }, (_, file) => mapLine(`/lib/${file} (deleted)`, { inode: file + 1 }));
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps }));
  const { stdout, stderr } = await runIn(proc, ["-m"]);
  assert.equal(stdout.split(";")[1]!.split(",").length, 10_796);
  assert.match(stderr, /cannot show all/);
});

Deno.test("many processes made to harm use up no more than there is, and the one after them is shown in full", async () => {
  const monster = (pid: number): Said =>
    processOf(pid, { argv: ["a".repeat(2 ** 21)], maps: [mapLine("/x (deleted)")] });
  const files = Array.from({ length: 50 }, (_, file) => mapLine(`/lib/${file} (deleted)`, { inode: file + 1 }));
  const monsters = Array.from({ length: 100 }, (_, index) => monster(index + 10));
  const proc = procOf(SCANNER, ...monsters, processOf(500, { argv: ["victim"], maps: files }));
  const { stdout } = await runIn(proc, ["-m"]);
  assert.ok(stdout.length < 70 * 2 ** 20, `${stdout.length}`);
  assert.equal(stdout.split("\n").at(-2)!.split(";")[1]!.split(",").length, 50);
});

Deno.test("a process with 150,000 deleted files is told in the formats that do most with them", async () => {
  const maps = Array.from({ length: 150_000 }, (_, file) => mapLine(`/lib/${file} (deleted)`, { inode: file + 1 }));
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps }));
  for (const format of ["long", "json", "check"]) {
    const { stdout, code } = await runIn(proc, ["-s", "--format", format]);
    assert.ok(stdout.includes("/lib/0") && code < 3, format);
  }
});
