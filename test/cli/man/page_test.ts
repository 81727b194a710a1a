import assert from "node:assert/strict";
import { atLeast, parseThreshold } from "../../../lib/advice/threshold.ts";
import { COMMANDS, VERSION } from "../../../lib/cli/commands.ts";
import { parseConfig } from "../../../lib/cli/config.ts";
import { formatMan } from "../../../lib/cli/man/page.ts";
import { escapeRoff, formatProse } from "../../../lib/cli/man/roff.ts";
import { CONFIG_EXAMPLE, CONFIG_TEXTS, EXAMPLES } from "../../../lib/cli/man/text.ts";
import { OPTION_SPECS } from "../../../lib/cli/option_specs.ts";
import { parseCommandLine } from "../../../lib/cli/parse.ts";
import { FORMATS } from "../../../lib/format/formats.ts";
import { IGNORE_RULES } from "../../../lib/rules/ignore.ts";
import { machineProc } from "../../../simulator/proc.ts";
import { SCENARIOS } from "../../../simulator/scenarios.ts";
import { runIn } from "../../run_program.ts";

const PAGE = formatMan();
const LINES = PAGE.trimEnd().split("\n");

Deno.test("formatMan() has the usual sections in the usual order", () => {
  assert.deepEqual(LINES.filter((line) => line.startsWith(".SH ")).map((line) => line.slice(4)), [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "COMMANDS",
    "OPTIONS",
    "FORMATS",
    "RULES",
    "EXIT STATUS",
    "ENVIRONMENT",
    "FILES",
    "EXAMPLES",
    "NOTES",
    "SEE ALSO",
  ]);
});

Deno.test("formatMan() begins as programs that index pages want it", () => {
  assert.equal(LINES[0], `.TH LIB_USERS 8 "" "lib_users ${VERSION}" "System Administration"`);
  assert.match(PAGE, /^\.SH NAME\nlib_users, fd_users \\- find processes /m);
});

Deno.test("formatMan() has a tag and a text for all that the tables have", async (t) => {
  const rows: readonly (readonly [name: string, summary: string])[] = [
    ...OPTION_SPECS.map(({ names, summary }) => [`--${names.at(-1)}`, summary] as const),
    ...[...COMMANDS, ...FORMATS].map(({ name, summary }) => [name, summary] as const),
    ...IGNORE_RULES.map(({ name, reason }) => [name, reason] as const),
  ];
  for (const [name, summary] of rows) {
    await t.step(name, () => {
      const text = formatProse(summary).slice(1);
      const at = LINES.findIndex((line, index) =>
        line.includes(`\\fB${escapeRoff(name)}\\fR`) && LINES[index + 1]!.slice(1).startsWith(text)
      );
      assert.equal(LINES[at - 1], ".TP");
    });
  }
});

Deno.test("formatMan() is ASCII, with no line that is a request by accident", () => {
  assert.doesNotMatch(PAGE, /[^\n\x20-\x7e]/);
  const requests = new Set(LINES.flatMap((line) => /^[.'].*?(?= |$)/.exec(line) ?? []));
  assert.deepEqual([...requests].sort(), [
    ".EE",
    ".EX",
    ".IP",
    ".PP",
    ".RE",
    ".RS",
    ".SH",
    ".SS",
    ".TH",
    ".TP",
    ".ad",
    ".br",
    ".nh",
  ]);
});

Deno.test("formatMan() is what man prints, or writes to a file", async () => {
  const proc = machineProc(SCENARIOS.upgrade.machine());
  const { code, stdout, stderr } = await runIn(proc, ["man"]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: PAGE, stderr: "" });
  const { written } = await runIn(proc, ["man", "-o", "/a.8"]);
  assert.equal(new TextDecoder().decode(written.get("/a.8")?.bytes), PAGE);
});

Deno.test("formatMan() shows a configuration that is accepted and has every key in it", () => {
  const { cautions, ...rest } = parseConfig(CONFIG_EXAMPLE);
  assert.deepEqual(rest, {
    ignore: ["/opt/nightly/*"],
    excludeUnits: ["session-*.scope"],
    warning: atLeast(1),
    critical: parseThreshold("@5:"),
    warningSessions: atLeast(20),
  });
  assert.equal(cautions.length, 1);
  assert.equal(cautions[0]!.pattern.test("billing@1.service"), true);
  assert.equal(cautions[0]!.instead, "restart it after midnight");
  for (const key of Object.keys(CONFIG_TEXTS)) assert.ok(CONFIG_EXAMPLE.includes(`  "${key}": `), key);
  assert.ok(PAGE.includes(escapeRoff(CONFIG_EXAMPLE.split("\n")[2]!.trim())));
});

Deno.test("formatMan() shows command lines that are understood", async (t) => {
  const lines = EXAMPLES.flatMap(([, text]) => text.split("\n")).filter((line) => /^(lib|fd)_users\b/.test(line));
  assert.equal(lines.length, 8);
  for (const line of lines) {
    await t.step(line, () => {
      const [program, ...args] = line.split(" | ")[0]!.split(" ");
      parseCommandLine(program === "fd_users" ? [program, ...args] : args);
    });
  }
});

const ESCAPES: readonly (readonly [text: string, roff: string])[] = [
  ["--all", "\\-\\-all"],
  ["\\012", "\\(rs012"],
  ["it's", "it\\(aqs"],
  ['"a"', "\\(dqa\\(dq"],
  ["^~`", "\\(ha\\(ti\\(ga"],
  [".so a\n.b", "\\&.so a\n\\&.b"],
  ["'so", "\\(aqso"],
  ["a.b", "a.b"],
  ["é\u{1f600}", "\\[u00E9]\\[u1F600]"],
];

for (const [text, roff] of ESCAPES) {
  Deno.test(`escapeRoff() shows ${JSON.stringify(text)} as it is`, () => assert.equal(escapeRoff(text), roff));
}

Deno.test("formatProse() makes what is to be typed bold", () => {
  assert.equal(
    formatProse("`a-b` and --all, not well--known"),
    "\\fBa\\-b\\fR and \\fB\\-\\-all\\fR, not well\\-\\-known",
  );
});
