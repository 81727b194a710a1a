import assert from "node:assert/strict";
import fc from "fast-check";
import { escapeField, escapeItem, escapeText } from "../../lib/format/escape.ts";
import { formatHuman } from "../../lib/format/classic.ts";
import { formatMachine } from "../../lib/format/classic.ts";
import { encodeText } from "../../lib/base/bytes.ts";
import { groupByCommand } from "../../lib/scan/group.ts";
import { decodeMachine } from "../format/decode_machine.ts";
import { jsonOf, reportOf } from "../format/reports.ts";
import { fileOf, findingOf } from "../scan/findings.ts";
import { NAME, PATH, TEXT } from "./arbitraries.ts";
import { check } from "./check.ts";

const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

Deno.test("escapeText() leaves nothing that drives a terminal, splits a line or is no UTF-8", () => {
  check(fc.oneof(TEXT, fc.string({ unit: "binary" })), (text) => {
    for (const escape of [escapeText, escapeField, escapeItem]) assert.doesNotMatch(escape(text), UNSAFE);
  });
});

Deno.test("escapeField() and escapeItem() give different texts for different names", () => {
  check(fc.tuple(TEXT, TEXT), ([left, right]) => {
    for (const escape of [escapeField, escapeItem]) assert.equal(escape(left) === escape(right), left === right);
  });
});

/** Processes, and the files that they use. */
const FINDINGS = fc.array(
  fc.tuple(fc.array(NAME, { maxLength: 3 }), NAME, fc.array(PATH, { minLength: 1, maxLength: 3 })),
  {
    maxLength: 4,
  },
).map((found) =>
  found.map(([args, name, paths], index) =>
    findingOf(String(index + 7), { arguments: args, name }, paths.map((path) => fileOf(path)))
  )
);

Deno.test("the machine format decodes back to what went in", () => {
  check(FINDINGS, (findings) => {
    const expected = groupByCommand(findings).map(({ pids, command, files }) => ({
      pids,
      files: files.map(({ name }) => name),
      command,
    }));
    assert.deepEqual(decodeMachine(formatMachine(reportOf({ findings }))), expected);
  });
});

Deno.test("groupByCommand() loses no process and no file, and puts together only what looks the same", () => {
  check(FINDINGS, (findings) => {
    const groups = groupByCommand(findings);
    assert.deepEqual(
      groups.flatMap(({ pids }) => pids).toSorted(),
      findings.map(({ process }) => process.pid).toSorted(),
    );
    for (const { pids, command, files } of groups) {
      const members = findings.filter(({ process }) => pids.includes(process.pid));
      const names = new Set(members.flatMap((member) => member.files.map(({ name }) => name)));
      assert.deepEqual(new Set(files.map(({ name }) => name)), names);
      for (const { process } of members) assert.equal(process.command || `[${process.name}]`, command);
    }
  });
});

Deno.test("the human format has a line a command line, whatever the names", () => {
  check(FINDINGS, (findings) => {
    const text = formatHuman(reportOf({ findings, more: { showFiles: true } }));
    assert.equal(text.split("\n").length, groupByCommand(findings).length + 1);
    assert.doesNotMatch(text.replaceAll("\n", ""), UNSAFE);
  });
});

Deno.test("JSON is well-formed and holds every byte, whatever the names", () => {
  check(FINDINGS, (findings) => {
    const text = jsonOf(reportOf({ findings }));
    assert.equal(text.isWellFormed(), true);
    assert.doesNotMatch(text.replaceAll("\n", ""), UNSAFE);
    const document = JSON.parse(text);
    const bytes = (object: Readonly<Record<string, string>>, key: string): Uint8Array =>
      object[`${key}Hex`] === undefined ? encodeText(object[key]!) : Uint8Array.fromHex(object[`${key}Hex`]!);
    for (const [index, { process, files }] of findings.entries()) {
      const found = document.findings[index];
      assert.deepEqual(bytes(found, "name"), encodeText(process.name));
      for (const [at, file] of files.entries()) assert.deepEqual(bytes(found.files[at], "name"), encodeText(file.name));
    }
  });
});
