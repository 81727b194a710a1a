import assert from "node:assert/strict";
import { parseStat } from "../../lib/parse/stat.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const REST = "1 7 7 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1 0 4711 8192 1 18446744073709551615 1 1 0 0 0 0\n";

const NAMES: readonly (readonly [string, string])[] = [
  ["a plain name", "sshd"],
  ["a space", "tmux: server"],
  ["a name in parentheses", "(sd-pam)"],
  ["a name that ends the field too early", "x) R 1 (y"],
  ["a newline", "x\ny"],
  ["an imitation with a newline", "x) S 1 1\n8 (y"],
  ["nothing but a parenthesis", ")"],
  ["no name", ""],
  ["bytes that are not UTF-8", "\udcff\udcfe"],
  ["a kernel thread's", "kworker/u9:1-flush-8:0"],
];

Deno.test("parseStat() reads the name between the first and the last parenthesis", async (t) => {
  for (const [what, name] of NAMES) {
    await t.step(what, () => {
      assert.deepEqual(parseStat(encodeText(`7 (${name}) S ${REST}`)), {
        name,
        exiting: false,
        parent: "1",
        hasTerminal: false,
        started: 4711,
      });
    });
  }
});

Deno.test("parseStat() reads that it has exited, the parent and the start", () => {
  const line = "812 (a) Z 644 812 812 0 -1 4228108 0 0 0 0 0 0 0 0 20 0 1 0 918273645 0 0 0\n";
  assert.deepEqual(parseStat(encodeText(line)), {
    name: "a",
    exiting: true,
    parent: "644",
    hasTerminal: false,
    started: 918_273_645,
  });
});

Deno.test("parseStat() reads whether there is a controlling terminal", () => {
  const line = "812 (sh) S 644 812 812 34816 812 4194304 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0 0\n";
  assert.equal(parseStat(encodeText(line))?.hasTerminal, true);
});

Deno.test("parseStat() knows a process that is about to end by its flags", () => {
  const exiting = (flags: number): boolean | undefined =>
    parseStat(encodeText(`812 (a) R 644 812 812 0 -1 ${flags} 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0 0\n`))?.exiting;
  assert.deepEqual([exiting(0x400040), exiting(0x400044)], [false, true]);
});

const NONE: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["no parentheses", `7 a S ${REST}`],
  ["an open parenthesis only", "7 (a S 1 2"],
  ["a close parenthesis first", `7 ) S ${REST.trim()} (`],
  ["a line cut before the start", "7 (a) S 1 7 7 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1"],
  ["a start that is no number", `7 (a) S ${REST.replace("4711", "x")}`],
  ["a start that no number holds", `7 (a) S ${REST.replace("4711", "18446744073709551615")}`],
  ["the stat of the machine", "cpu  1 2 3\nbtime 5\n"],
];

Deno.test("parseStat() gives undefined for another text", async (t) => {
  for (const [what, text] of NONE) {
    await t.step(what, () => assert.equal(parseStat(encodeText(text)), undefined));
  }
});
