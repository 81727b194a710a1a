import assert from "node:assert/strict";
import { formatMachine } from "../../lib/format/machine.ts";
import type { Finding } from "../../lib/model/scan.ts";
import { decodeMachine } from "./decode_machine.ts";
import { reportOf } from "./reports.ts";
import { fileOf, findingOf, IGNORED } from "../scan/findings.ts";

function machine(...findings: readonly Finding[]): string {
  return formatMachine(reportOf({ findings }));
}

Deno.test("formatMachine() prints PIDS;FILES;COMMAND, a line a command line", () => {
  const text = machine(
    findingOf("894", { arguments: ["sshd", "-D"] }, [fileOf("/lib/b.so"), fileOf("/lib/a.so")]),
    findingOf("7", { arguments: ["a"] }, [fileOf("/lib/c.so")]),
    findingOf("8810", { arguments: ["sshd", "-D"] }, [fileOf("/lib/a.so")]),
  );
  assert.equal(text, "8810,894;/lib/a.so,/lib/b.so;sshd -D\n7;/lib/c.so;a\n");
});

Deno.test("formatMachine() prints nothing where nothing was found", () => {
  assert.equal(machine(), "");
});

const NAMES: readonly (readonly [string, string, string])[] = [
  ["ordinary text", "/opt/a b/é.so", "/opt/a b/é.so"],
  ["separators", "/a,b;c", "/a\\054b\\073c"],
  ["a backslash", "/a\\b", "/a\\134b"],
  ["a newline", "/a\nb", "/a\\012b"],
  ["stray bytes", "/\udcff\udcfe", "/\\377\\376"],
  ["a bidi mark", "/\u202ea", "/\\342\\200\\256a"],
];

Deno.test("formatMachine() escapes what would break a list, so that nothing is lost", async (t) => {
  for (const [what, name, written] of NAMES) {
    await t.step(what, () => {
      const text = machine(findingOf("7", { arguments: ["a"] }, [fileOf(name), fileOf("/!")]));
      assert.equal(text, `7;/!,${written};a\n`);
      assert.deepEqual(decodeMachine(text), [{ pids: ["7"], files: ["/!", name], command: "a" }]);
    });
  }
});

const COMMANDS: readonly (readonly [string, string, string])[] = [
  ["separators, which need no escape in the last field", "a,b;c", "a,b;c"],
  ["a backslash", "a\\012", "a\\134012"],
  ["a forged line", "a\n1;/etc/passwd;init", "a\\0121;/etc/passwd;init"],
  ["stray bytes", "\udcff", "\\377"],
];

Deno.test("formatMachine() escapes what would break a line in a command", async (t) => {
  for (const [what, command, written] of COMMANDS) {
    await t.step(what, () => {
      const text = machine(findingOf("7", { arguments: [command] }));
      assert.equal(text, `7;/lib/a.so;${written}\n`);
      assert.deepEqual(decodeMachine(text), [{ pids: ["7"], files: ["/lib/a.so"], command }]);
    });
  }
});

Deno.test("formatMachine() adds no remark to a name", () => {
  const file = fileOf("/a", { ignored: IGNORED.rule, note: "a note" });
  assert.equal(machine(findingOf("7", {}, [file])), "7;/a;daemon\n");
});
