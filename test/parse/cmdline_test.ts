import assert from "node:assert/strict";
import { parseCmdline } from "../../lib/parse/cmdline.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const CMDLINES: readonly (readonly [string, string, readonly string[], string])[] = [
  ["arguments", "/usr/sbin/sshd\0-D\0", ["/usr/sbin/sshd", "-D"], "/usr/sbin/sshd -D"],
  ["no final NUL", "/usr/sbin/sshd\0-D", ["/usr/sbin/sshd", "-D"], "/usr/sbin/sshd -D"],
  ["a space inside an argument", "a b\0c\0", ["a b", "c"], "a b c"],
  ["double spaces inside an argument", "sh\0-c\0a  b\0", ["sh", "-c", "a  b"], "sh -c a  b"],
  ["an empty argument", "a\0\0b\0", ["a", "", "b"], "a  b"],
  ["an empty first argument", "\0a\0", ["", "a"], "a"],
  ["a title padded with NULs", "nginx: worker process\0\0\0\0", ["nginx: worker process"], "nginx: worker process"],
  ["a title padded with spaces", "daemon: padded   ", ["daemon: padded   "], "daemon: padded"],
  ["a title with a space before it", " sshd: user\0", [" sshd: user"], "sshd: user"],
  ["a newline and a tab", "sh\0-c\0a\n\tb\0", ["sh", "-c", "a\n\tb"], "sh -c a\n\tb"],
  ["bytes that are not UTF-8", "a\udcff\0\udcfe\0", ["a\udcff", "\udcfe"], "a\udcff \udcfe"],
  ["a title in brackets", "[kworker]\0", ["[kworker]"], "[kworker]"],
  ["no command line", "", [], ""],
  ["nothing but NULs", "\0\0\0", [], ""],
  ["nothing but spaces", "  \0", ["  "], ""],
];

Deno.test("parseCmdline() reads the arguments and the line to show", async (t) => {
  for (const [what, text, args, command] of CMDLINES) {
    await t.step(what, () => assert.deepEqual(parseCmdline(encodeText(text)), { arguments: args, command }));
  }
});

Deno.test("parseCmdline() reads a line of more than a megabyte whole", () => {
  const long = "x".repeat(1_500_000);
  assert.equal(parseCmdline(encodeText(`java\0${long}\0`)).arguments[1], long);
});
