import assert from "node:assert/strict";
import { COMMANDS, formatCommand } from "../../lib/cli/commands.ts";
import { formatHelp } from "../../lib/cli/help.ts";
import { formatOption, OPTION_SPECS, optionsOf } from "../../lib/cli/option_specs.ts";

const LINES = formatHelp("lib_users").split("\n");

Deno.test("formatHelp() is at most 80 columns wide, and has no space at the end of a line", () => {
  const lines = COMMANDS.flatMap(({ name }) => formatHelp(name).split("\n"));
  assert.deepEqual(lines.filter((line) => line.length > 80 || line !== line.trimEnd()), []);
});

Deno.test("formatHelp() lists the options that the command takes, and no others", async (t) => {
  for (const { name } of COMMANDS) {
    await t.step(name, () => {
      const listed = Array.from(formatHelp(name).matchAll(/^ {2}(?:-\S, | {4})--([a-z-]+)/gm), ([, option]) => option);
      assert.deepEqual(listed, optionsOf(name).map(({ names }) => names[0]));
    });
  }
});

Deno.test("formatHelp() of a command that does not scan says what it does, how it is started, and where more is", () => {
  assert.equal(
    formatHelp("completions"),
    `Print the completion script for a shell: bash, zsh or fish.

Usage: lib_users completions SHELL [OPTION]...

Options:
  -o, --output FILE  write to FILE, complete or not at all; - for stdout
      --version      show the version
  -h, --help         show the help of the command

Manual: lib_users man | man -l -
`,
  );
});

Deno.test("formatHelp() names each option and each command once, with what it does", async (t) => {
  /** The help as one line, whatever lines a text was broken into. */
  const text = LINES.map((line) => line.trim()).join(" ").replace(/ +/g, " ");
  const rows = [
    ...OPTION_SPECS.map((option) => [formatOption(option), option.summary] as const),
    ...COMMANDS.map((command) => [formatCommand(command), command.summary] as const),
  ];
  for (const [left, summary] of rows) {
    await t.step(left, () => assert.equal(text.split(` ${left} ${summary}`).length, 2));
  }
});

Deno.test("formatHelp() of a command that looks at one host offers no second one", () => {
  for (const name of ["record", "reboot"] as const) {
    const text = formatHelp(name).replace(/\s+/g, " ");
    assert.match(text, / --proc WHERE read this procfs or recording; - for stdin \(default: \/proc\) --timeout /);
  }
});

Deno.test("formatHelp() puts all descriptions of a table at one column", () => {
  const [row] = LINES.filter((line) => line.startsWith("  -s, --showlibs"));
  const column = row!.indexOf("also show the");
  assert.equal(LINES.find((line) => line.includes("--timeout SECONDS"))!.indexOf("skip a"), column);
  assert.equal(LINES.find((line) => line.includes("--ignore-pattern GLOB"))!.indexOf("also ignore"), column);
});

Deno.test("formatHelp() says what the program is for, first, and what its exit status means", () => {
  assert.equal(LINES[0], "Find processes that still use files which an upgrade has replaced or deleted.");
  assert.equal(LINES[2], "Usage: lib_users [COMMAND] [OPTION]...");
  assert.deepEqual(LINES.slice(LINES.indexOf("Exit status:") + 1, -3), [
    "  0        the scan was done, whatever it found",
    "  1        the scan could not be done, or not on every host",
    "  2        the command line is wrong",
    "  0 to 3   with --format check: OK, WARNING, CRITICAL, UNKNOWN",
    "  0, 1, 3  of reboot: not needed, needed, unknown",
  ]);
});

Deno.test("formatHelp() breaks a line only where the next word does not fit", () => {
  const broken = LINES.flatMap((line, index) => {
    const next = LINES[index + 1] ?? "";
    const goesOn = /^ {20,}\S/.test(next);
    return goesOn ? [`${line} ${next.trim().split(" ")[0]}`] : [];
  });
  assert.notEqual(broken.length, 0);
  assert.deepEqual(broken.filter((line) => line.length <= 80), []);
});

const SPELLINGS: readonly (readonly [string, string])[] = [
  ["machine-readable", "-m, --machine-readable"],
  ["showlibs", "-s, --showlibs, --showfiles"],
  ["ignore-pattern", "-i, --ignore-pattern GLOB"],
  ["all", "--all"],
  ["proc", "--proc WHERE"],
];

Deno.test("formatOption() writes all names of an option, and what it takes", async (t) => {
  for (const [name, spelled] of SPELLINGS) {
    await t.step(name, () => assert.equal(formatOption(OPTION_SPECS.find(({ names }) => names[0] === name)!), spelled));
  }
});
