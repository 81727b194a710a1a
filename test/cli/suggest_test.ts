import assert from "node:assert/strict";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { OPTION_SPECS } from "../../lib/cli/option_specs.ts";
import { UnknownWordError } from "../../lib/cli/errors.ts";
import { formatUnknownWord, suggestWord } from "../../lib/cli/suggest.ts";
import { machineProc } from "../../simulator/proc.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { runIn } from "../run_program.ts";

const LONG_NAMES = OPTION_SPECS.flatMap(({ names }) => names.map((name) => `--${name}`));

const OPTION_SLIPS: readonly (readonly [what: string, word: string, meant: string | undefined])[] = [
  ["a missing character", "--servics", "--services"],
  ["an additional character", "--jsonn", "--json"],
  ["a mistaken character", "--paccages", "--packages"],
  ["two swapped characters", "--hepl", "--help"],
  ["two slips", "--servise", "--services"],
  ["a missing s", "--showlib", "--showlibs"],
  ["one of two names", "--showfile", "--showfiles"],
  ["one slip in three characters", "--pdi", "--pid"],
  ["a beginning of one name only", "--machine", "--machine-readable"],
  ["a beginning of two names", "--ignore", "--ignore-pattern or --ignore-literal"],
  ["a beginning of both names of an option", "--show", "--showlibs or --showfiles"],
  ["what other programs have for help", "help", "--help"],
  ["what other programs have for the version", "version", "--version"],
  ["the short option of others for the version", "-V", "--version"],
  ["one character that only one name begins with", "--m", "--machine-readable"],
  ["a beginning of three names", "--p", undefined],
  ["three slips", "--srvcis", undefined],
  ["two slips in three characters", "--pxx", undefined],
  ["another word", "--nonsense", undefined],
  ["upper case", "--JSON", undefined],
  ["a short option", "-x", undefined],
  ["no name", "--=", undefined],
  ["a word that is far too long", `--services${"s".repeat(1e6)}`, undefined],
];

for (const [what, word, meant] of OPTION_SLIPS) {
  Deno.test(`suggestWord() knows what to do about ${what}`, () => {
    assert.equal(suggestWord(word, LONG_NAMES), meant);
  });
}

Deno.test("suggestWord() suggests the nearest of several, and the first of those that are as near", () => {
  assert.equal(suggestWord("abcdef", ["abcxyf", "abcxef", "abcdxf"]), "abcxef");
});

Deno.test("suggestWord() finds every option and command with its last two characters swapped", () => {
  for (const words of [LONG_NAMES, COMMANDS.map(({ name }) => name)]) {
    for (const word of words) {
      assert.equal(suggestWord(word.replace(/(.)(.)$/, "$2$1"), words), word);
    }
  }
});

Deno.test("formatUnknownWord() says what is wrong, what was meant, and what would be right", () => {
  const error = new UnknownWordError('Cannot use unknown option "--al"', "see --help", "--al", ["--all"]);
  assert.equal(formatUnknownWord(error), 'Cannot use unknown option "--al": did you mean --all? See --help');
});

Deno.test("formatUnknownWord() says no more than the error where nothing is near", () => {
  const error = new UnknownWordError('Cannot use unknown option "--x"', "see --help", "--x", ["--all"]);
  assert.equal(formatUnknownWord(error), error.message);
});

const COMMAND_LIST = "lib_users, fd_users, reboot, record, recorder, completions, man";

const LINES: readonly (readonly [line: string, stderr: string])[] = [
  ["--servics", 'Cannot use unknown option "--servics": did you mean --services? See --help'],
  ["--formt=json", 'Cannot use unknown option "--formt": did you mean --format? See --help'],
  [
    "-m --format jsno",
    'Cannot use "jsno" for --format: did you mean json? It takes human, machine, long, json, ' +
    "ndjson, summary, html, check or prometheus",
  ],
  ["fdusers", `Cannot use unknown command "fdusers": did you mean fd_users? The commands are ${COMMAND_LIST}`],
  ["completions bsh", 'Cannot use "bsh" for completions: did you mean bash? It takes bash, zsh or fish'],
];

for (const [line, message] of LINES) {
  Deno.test(`the command line "${line}" is answered with a suggestion`, async () => {
    const { code, stdout, stderr } = await runIn(machineProc(SCENARIOS.upgrade.machine()), line.split(" "));
    assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: "", stderr: `lib_users: error: ${message}\n` });
  });
}
