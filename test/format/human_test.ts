import assert from "node:assert/strict";
import { formatHuman } from "../../lib/format/human.ts";
import { PLAIN } from "../../lib/format/style.ts";
import type { Finding } from "../../lib/model/scan.ts";
import { reportOf } from "./reports.ts";
import { fileOf, findingOf, IGNORED } from "../scan/findings.ts";

function human(findings: readonly Finding[], showFiles = false): string {
  return formatHuman(reportOf({ findings, more: { showFiles } }));
}

const FINDINGS = [
  findingOf("894", { arguments: ["/usr/sbin/sshd", "-D"] }, [fileOf("/lib/b.so"), fileOf("/lib/a.so")]),
  findingOf("12451", { arguments: ["nginx: worker process"] }, [fileOf("/lib/c.so")]),
  findingOf("8810", { arguments: ["/usr/sbin/sshd", "-D"] }, [fileOf("/lib/a.so")]),
];

Deno.test("formatHuman() prints a line a command line", () => {
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
