import assert from "node:assert/strict";
import { formatHuman, formatMachine, formatServices } from "../../lib/format/classic.ts";
import { PLAIN } from "../../lib/format/style.ts";
import type { Finding } from "../../lib/model/scan.ts";
import { findService } from "../../lib/services/service.ts";
import { fileOf, findingOf, IGNORED } from "../scan/findings.ts";
import { decodeMachine } from "./decode_machine.ts";
import { reportOf, service, userUnit } from "./reports.ts";

function human(findings: readonly Finding[], showFiles = false): string {
  return formatHuman(reportOf({ findings, more: { showFiles } }));
}

const FINDINGS = [
  findingOf("894", { arguments: ["/usr/sbin/sshd", "-D"] }, [fileOf("/lib/b.so"), fileOf("/lib/a.so")]),
  findingOf("12451", { arguments: ["nginx: worker process"] }, [fileOf("/lib/c.so")]),
  findingOf("8810", { arguments: ["/usr/sbin/sshd", "-D"] }, [fileOf("/lib/a.so")]),
];

Deno.test("formatHuman() prints a line for each command line", () => {
  assert.equal(human(FINDINGS), '8810,894 "/usr/sbin/sshd -D"\n12451 "nginx: worker process"\n');
});

Deno.test("formatHuman() shows the files, if asked", () => {
  assert.equal(
    human(FINDINGS, true),
    '8810,894 "/usr/sbin/sshd -D" uses /lib/a.so,/lib/b.so\n12451 "nginx: worker process" uses /lib/c.so\n',
  );
});

Deno.test("formatHuman() prints nothing where nothing was found", () => {
  assert.equal(human([]), "");
});

Deno.test("formatHuman() shows a process without a command line by its name", () => {
  assert.equal(human([findingOf("7", { arguments: [], name: "(sd-pam)" })]), '7 "[(sd-pam)]"\n');
});

Deno.test("formatHuman() cannot be made to forge a line or drive a terminal", () => {
  const command = ['a" uses /x\n1 "b', "\x1b]0;owned\x07", "\u202e", "\udcff"];
  const files = [fileOf("/lib/a\n9 b.so"), fileOf("/lib/\x9b2Jc")];
  assert.equal(
    human([findingOf("7", { arguments: command }, files)], true),
    '7 "a" uses /x\\0121 "b \\033]0;owned\\007 \\342\\200\\256 \\377" uses /lib/a\\0129 b.so,/lib/\\302\\2332Jc\n',
  );
});

Deno.test("formatHuman() leaves a backslash alone", () => {
  assert.equal(
    human([findingOf("7", { arguments: ["a\\b"] }, [fileOf("/a\\012b")])], true),
    '7 "a\\b" uses /a\\012b\n',
  );
});

Deno.test("formatHuman() says which rule would have hidden a file, or what else is to know", () => {
  const files = [
    fileOf("/a", { ignored: IGNORED.rule, note: "a note" }),
    fileOf("/b", { note: "lost\nname" }),
    fileOf("/c"),
  ];
  assert.equal(human([findingOf("7", {}, files)], true), '7 "daemon" uses /a [memfd],/b [lost\\012name],/c\n');
});

const LONG = "x".repeat(2001);

Deno.test("formatHuman() cuts a command line of several screens on a terminal, and says so", () => {
  const report = reportOf({ findings: [findingOf("7", { arguments: [LONG] })] });
  assert.equal(
    formatHuman(report, { colour: false, width: 80 }),
    `7 "${LONG.slice(0, 2000)}… (cut, 2001 characters in all)"\n`,
  );
  const short = reportOf({ findings: [findingOf("7", { arguments: [LONG.slice(1)] })] });
  assert.equal(formatHuman(short, { colour: false, width: 80 }), `7 "${LONG.slice(1)}"\n`);
});

Deno.test("formatHuman() cuts nothing for a pipe or a file", () => {
  const report = reportOf({ findings: [findingOf("7", { arguments: [LONG] })] });
  assert.equal(formatHuman(report), `7 "${LONG}"\n`);
  assert.equal(formatHuman(report, PLAIN), `7 "${LONG}"\n`);
});

Deno.test("formatHuman() cuts no character in two", () => {
  const report = reportOf({ findings: [findingOf("7", { arguments: [`${"x".repeat(1999)}😀😀`] })] });
  const shown = formatHuman(report, { colour: false, width: 80 }).replaceAll("x", "");
  assert.match(shown, /^7 "(😀)?… \(cut, /u);
  const early = reportOf({ findings: [findingOf("7", { arguments: [`😀${LONG}`] })] });
  assert.match(formatHuman(early, { colour: false, width: 80 }).replaceAll("x", ""), /^7 "😀… \(cut, /u);
});

function machine(...findings: readonly Finding[]): string {
  return formatMachine(reportOf({ findings }));
}

Deno.test("formatMachine() prints PIDS;FILES;COMMAND", () => {
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

function inside(pid: string, cgroup: string): Finding {
  return findingOf(pid, { service: findService({ cgroup, uid: undefined, ancestors: [] }) });
}

const USERS = new Map([[1000, "alice"]]);

Deno.test("formatServices() prints a line for each service, in the order of their first process", () => {
  const text = formatServices([
    inside("894", service("ssh.service")),
    inside("7", service("systemd-logind.service")),
    inside("8810", service("ssh.service")),
  ], USERS);
  assert.equal(text, "8810,894 belong to ssh.service\n7 belong to systemd-logind.service\n");
});

Deno.test("formatServices() leaves out processes that belong to nothing, or of which it was not asked", () => {
  assert.equal(formatServices([inside("7", "/"), findingOf("8")], USERS), "");
  assert.equal(formatServices([inside("7", "/"), inside("9", service("a.service"))], USERS), "9 belong to a.service\n");
  assert.equal(formatServices([], USERS), "");
});

Deno.test("formatServices() keeps a user's unit apart from the system's of the same name", () => {
  const lines = formatServices([inside("7", service("a.service")), inside("8", userUnit(1000, "a.service"))], USERS);
  assert.equal(lines, "7 belong to a.service\n8 belong to a.service of alice\n");
});

Deno.test("formatServices() cannot be made to forge a line", () => {
  const forged = findService({ cgroup: service("a\n1 belong to b\x1b.service"), uid: undefined, ancestors: [] });
  const text = formatServices([findingOf("7", { service: forged })], USERS);
  assert.equal(text.split("\n").length, 2);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /\x1b/);
});
