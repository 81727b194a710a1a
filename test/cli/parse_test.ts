import assert from "node:assert/strict";
import { parseCommandLine } from "../../lib/cli/parse.ts";
import { DEFAULTS, type Options } from "../../lib/cli/options.ts";

/** Arguments, and what they change of the defaults. */
const LINES: readonly (readonly [readonly string[], Partial<Options>])[] = [
  [[], {}],
  [["lib_users"], {}],
  [["fd_users"], { command: "fd_users" }],
  [["record"], { command: "record" }],
  [["fd_users", "-s"], { command: "fd_users", showFiles: true }],
  [["-s", "fd_users"], { command: "fd_users", showFiles: true }],
  [["-m"], { format: "machine" }],
  [["--machine-readable"], { format: "machine" }],
  [["--showlibs"], { showFiles: true }],
  [["--showfiles"], { showFiles: true }],
  [["-S"], { services: true }],
  [["--services"], { services: true }],
  [["-ms"], { format: "machine", showFiles: true }],
  [["-smS"], { format: "machine", showFiles: true, services: true }],
  [["-i", "*.so"], { ignorePatterns: ["*.so"] }],
  [["-i*.so"], { ignorePatterns: ["*.so"] }],
  [["--ignore-pattern", "*.so"], { ignorePatterns: ["*.so"] }],
  [["--ignore-pattern=*.so"], { ignorePatterns: ["*.so"] }],
  [["--ignore-pattern=a=b"], { ignorePatterns: ["a=b"] }],
  [["--ignore-pattern="], { ignorePatterns: [""] }],
  [["-msi*.so"], { format: "machine", showFiles: true, ignorePatterns: ["*.so"] }],
  [["-msi", "*.so", "fd_users"], { command: "fd_users", format: "machine", showFiles: true, ignorePatterns: ["*.so"] }],
  [["-ims"], { ignorePatterns: ["ms"] }],
  [["-i", "-m"], { ignorePatterns: ["-m"] }],
  [["--ignore-literal", "--"], { ignoreLiterals: ["--"] }],
  [["-i", "a", "-ib", "--ignore-pattern=c"], { ignorePatterns: ["a", "b", "c"] }],
  [["-I", "/a b", "-I/c"], { ignoreLiterals: ["/a b", "/c"] }],
  [["--json"], { format: "json" }],
  [["--format", "json"], { format: "json" }],
  [["--format=machine", "-m"], { format: "machine" }],
  [["--format", "human", "-m"], { format: "machine" }],
  [["--all"], { all: true }],
  [["--proc", "-"], { proc: ["-"] }],
  [["--proc=/host/proc"], { proc: ["/host/proc"] }],
  [["--timeout", "0.25"], { timeout: 250 }],
  [["--timeout=3600"], { timeout: 3_600_000 }],
  [["--timeout", "1", "--timeout", "2"], { timeout: 2000 }],
  [["--output", "/a", "-o/b"], { output: "/b" }],
  [["--pid", "7", "--pid=812"], { pids: ["7", "812"] }],
  [["--user", "0"], { user: "0" }],
  [["--unit", "ssh*", "--exclude-unit", "cron*"], { units: ["ssh*"], excludedUnits: ["cron*"] }],
  [["--executable"], { executable: true }],
  [["--older-than", "90s"], { olderThan: 90_000 }],
  [["--older-than", "2h"], { olderThan: 7_200_000 }],
  [["--older-than", "1d"], { olderThan: 86_400_000 }],
  [["--version"], { version: true }],
  [["-h"], { help: true }],
  [["--help"], { help: true }],
  [["completions", "bash"], { command: "completions", operand: "bash" }],
  [["completions", "--help"], { command: "completions", help: true }],
  [["completions", "--version"], { command: "completions", version: true }],
  [["man"], { command: "man" }],
  [["--"], {}],
  [["fd_users", "man"], { command: "man" }],
  [["fd_users", "completions", "zsh"], { command: "completions", operand: "zsh" }],
  [["-o", "-"], { output: undefined }],
  [["man", "--help", "--json"], { command: "man", help: true, format: "json" }],
  [["record", "--pid", "1", "-o", "/tmp/a"], { command: "record", pids: ["1"], output: "/tmp/a" }],
  [["-s", "--", "fd_users"], { command: "fd_users", showFiles: true }],
];

Deno.test("parseCommandLine() reads the options", async (t) => {
  for (const [args, changed] of LINES) {
    await t.step(JSON.stringify(args), () => assert.deepEqual(parseCommandLine(args), { ...DEFAULTS, ...changed }));
  }
});

const COMMANDS = "lib_users, fd_users, record, recorder, completions or man";
const FORMATS = "human, machine, long, json, ndjson, check or prometheus";

const WRONG: readonly (readonly [readonly string[], string])[] = [
  [["-x"], 'Unknown option "-x": see --help'],
  [["-mx"], 'Unknown option "-x": see --help'],
  [["--nonsense"], 'Unknown option "--nonsense": see --help'],
  [["--nonsense=1"], 'Unknown option "--nonsense": see --help'],
  [["--m"], 'Unknown option "--m": see --help'],
  [["--machine"], 'Unknown option "--machine": see --help'],
  [["-machine-readable"], 'Unknown option "-a": see --help'],
  [["--constructor"], 'Unknown option "--constructor": see --help'],
  [["--__proto__=1"], 'Unknown option "--__proto__": see --help'],
  [["--no-all"], 'Unknown option "--no-all": see --help'],
  [["-é"], 'Unknown option "-é": see --help'],
  [["--ALL"], 'Unknown option "--ALL": see --help'],
  [["frobnicate"], `Unknown command "frobnicate": it is ${COMMANDS}`],
  [[""], `Unknown command "": it is ${COMMANDS}`],
  [["-"], `Unknown command "-": it is ${COMMANDS}`],
  [["--", "-m"], `Unknown command "-m": it is ${COMMANDS}`],
  [["-sm", "x.so"], `Unknown command "x.so": it is ${COMMANDS}`],
  [["lib_users", "fd_users"], `Unexpected argument "fd_users": ${COMMANDS} comes first and alone`],
  [["fd_users", "--", "-m"], `Unexpected argument "-m": ${COMMANDS} comes first and alone`],
  [["lib_users", "bash"], `Unexpected argument "bash": ${COMMANDS} comes first and alone`],
  [["completions"], "Missing value for completions: it takes bash, zsh or fish"],
  [["completions", "tcsh"], 'Invalid value "tcsh" for completions: it takes bash, zsh or fish'],
  [["completions", "bash", "zsh"], 'Unexpected argument "zsh": completions takes one SHELL'],
  [["a--b"], `Unknown command "a--b": it is ${COMMANDS}`],
  [["a-b"], `Unknown command "a-b": it is ${COMMANDS}`],
  [["--=x"], 'Unknown option "--": see --help'],
  [["-i"], "Missing value for -i: it takes GLOB"],
  [["-mi"], "Missing value for -i: it takes GLOB"],
  [["--ignore-literal"], "Missing value for --ignore-literal: it takes NAME"],
  [["--format"], "Missing value for --format: it takes NAME"],
  [["--all=yes"], 'Unexpected value "yes" for --all: it takes none'],
  [["--help="], 'Unexpected value "" for --help: it takes none'],
  [["--format", "xml"], `Invalid value "xml" for --format: it takes ${FORMATS}`],
  [["--format="], `Invalid value "" for --format: it takes ${FORMATS}`],
  [["-m", "--json"], 'Cannot print in two formats: "machine" and "json"'],
  [["--timeout", "0"], 'Invalid value "0" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "3601"], 'Invalid value "3601" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "-1"], 'Invalid value "-1" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "1e3"], 'Invalid value "1e3" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "5s"], 'Invalid value "5s" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout="], 'Invalid value "" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--proc="], 'Invalid value "" for --proc: it takes a directory, a recording, or -'],
  [["--output="], 'Invalid value "" for --output: it takes the name of a file'],
  [["--pid", "self"], 'Invalid value "self" for --pid: it takes the number of a process'],
  [["--pid", "0"], 'Invalid value "0" for --pid: it takes the number of a process'],
  [["--older-than", "3w"], 'Invalid value "3w" for --older-than: it takes a number and s, m, h or d'],
  [["record", "-s"], "Cannot use --showlibs with record: it takes --proc, --pid, --timeout or --output"],
  [["--json", "man"], "Cannot use --json with man: it takes --output"],
  [["completions", "zsh", "--proc", "/proc"], "Cannot use --proc with completions: it takes --output"],
  [["recorder", "-o", "/tmp/a", "--all"], "Cannot use --all with recorder: it takes --output"],
  [["-x", "--nonsense"], 'Unknown option "-x": see --help'],
  [["--help", "-x"], 'Unknown option "-x": see --help'],
];

Deno.test("parseCommandLine() throws in one line that names what is wrong and what would be right", async (t) => {
  for (const [args, message] of WRONG) {
    await t.step(JSON.stringify(args), () => {
      assert.throws(() => parseCommandLine(args), (error) => {
        assert.match((error as Error).name, /^(UsageError|UnknownWordError)$/);
        assert.equal((error as Error).message, message);
        return true;
      });
    });
  }
});

Deno.test("parseCommandLine() leaves the arguments and the defaults alone", () => {
  const args = ["-ia", "-I", "b", "fd_users"];
  const before = structuredClone(DEFAULTS);
  parseCommandLine(args);
  assert.deepEqual(args, ["-ia", "-I", "b", "fd_users"]);
  assert.deepEqual(DEFAULTS, before);
});
