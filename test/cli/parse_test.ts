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

const COMMANDS = "lib_users, fd_users, reboot, record, recorder, completions, man";
const FORMATS = "human, machine, long, json, ndjson, summary, html, check or prometheus";

const WRONG: readonly (readonly [readonly string[], string])[] = [
  [["-x"], 'Cannot use unknown option "-x": see --help'],
  [["-mx"], 'Cannot use unknown option "-x": see --help'],
  [["--nonsense"], 'Cannot use unknown option "--nonsense": see --help'],
  [["--nonsense=1"], 'Cannot use unknown option "--nonsense": see --help'],
  [["--m"], 'Cannot use unknown option "--m": see --help'],
  [["--machine"], 'Cannot use unknown option "--machine": see --help'],
  [["-machine-readable"], 'Cannot use unknown option "-a": see --help'],
  [["--constructor"], 'Cannot use unknown option "--constructor": see --help'],
  [["--__proto__=1"], 'Cannot use unknown option "--__proto__": see --help'],
  [["--no-all"], 'Cannot use unknown option "--no-all": see --help'],
  [["-é"], 'Cannot use unknown option "-é": see --help'],
  [["--ALL"], 'Cannot use unknown option "--ALL": see --help'],
  [["frobnicate"], `Cannot use unknown command "frobnicate": the commands are ${COMMANDS}`],
  [[""], `Cannot use unknown command "": the commands are ${COMMANDS}`],
  [["-"], `Cannot use unknown command "-": the commands are ${COMMANDS}`],
  [["--", "-m"], `Cannot use unknown command "-m": the commands are ${COMMANDS}`],
  [["-sm", "x.so"], `Cannot use unknown command "x.so": the commands are ${COMMANDS}`],
  [
    ["record", "/tmp/x"],
    'Cannot use argument "/tmp/x": only options can follow record, such as -o FILE to write to a file',
  ],
  [
    ["record", "x.jsonl"],
    'Cannot use argument "x.jsonl": only options can follow record, such as -o FILE to write to a file',
  ],
  [
    ["record", "backup"],
    'Cannot use argument "backup": only options can follow record, such as -o FILE to write to a file',
  ],
  [
    ["fd_users", "/tmp/x"],
    'Cannot use argument "/tmp/x": only options can follow fd_users, such as --proc FILE to look at a recording',
  ],
  [["x.jsonl"], 'Cannot use argument "x.jsonl": it takes options, such as --proc FILE to look at a recording'],
  [["-p", "812"], 'Cannot use argument "812": it takes options, such as --pid PID to look at a process'],
  [
    ["fd_users", "812"],
    'Cannot use argument "812": only options can follow fd_users, such as --pid PID to look at a process',
  ],
  [["fd_users", "lib_users"], 'Cannot use command "lib_users" after fd_users: only one command can be given'],
  [["fd_users", "fd_users"], 'Cannot use command "fd_users" after fd_users: only one command can be given'],
  [["record", "man"], 'Cannot use command "man" after record: only one command can be given'],
  [["lib_users", "help"], 'Cannot use argument "help": only options can follow lib_users'],
  [["-s=x"], 'Cannot use "x" for -s: it takes no value'],
  [["-ms="], 'Cannot use "" for -s: it takes no value'],
  [["-x=y"], 'Cannot use unknown option "-x": see --help'],
  [["-i", ""], 'Cannot use "" for --ignore-pattern: it takes a pattern'],
  [["--ignore-literal="], 'Cannot use "" for --ignore-literal: it takes the name of a file'],
  [["-i=*x*"], 'Cannot use "-i=*x*": "=" is for long options, write -i *x*'],
  [["-sI=/a"], 'Cannot use "-sI=/a": "=" is for long options, write -I /a'],
  [["-i="], 'Cannot use "-i=": "=" is for long options, write -i VALUE'],
  [["--unit", ""], 'Cannot use "" for --unit: it takes a pattern'],
  [["--exclude-unit="], 'Cannot use "" for --exclude-unit: it takes a pattern'],
  [["lib_users", "fd_users"], 'Cannot use command "fd_users" after lib_users: only one command can be given'],
  [["fd_users", "--", "-m"], 'Cannot use argument "-m": only options can follow fd_users'],
  [["lib_users", "bash"], 'Cannot use argument "bash": only options can follow lib_users'],
  [["completions"], "Cannot use completions without SHELL: it takes bash, zsh or fish"],
  [["completions", "tcsh"], 'Cannot use "tcsh" for completions: it takes bash, zsh or fish'],
  [["completions", "bash", "zsh"], 'Cannot use argument "zsh": completions takes one SHELL'],
  [["a--b"], `Cannot use unknown command "a--b": the commands are ${COMMANDS}`],
  [["a-b"], `Cannot use unknown command "a-b": the commands are ${COMMANDS}`],
  [["--=x"], 'Cannot use unknown option "--": see --help'],
  [["-i"], "Cannot use -i without a value: it takes GLOB"],
  [["-mi"], "Cannot use -i without a value: it takes GLOB"],
  [["--ignore-literal"], "Cannot use --ignore-literal without a value: it takes NAME"],
  [["--format"], "Cannot use --format without a value: it takes NAME"],
  [["--all=yes"], 'Cannot use "yes" for --all: it takes no value'],
  [["--help="], 'Cannot use "" for --help: it takes no value'],
  [["--format", "xml"], `Cannot use "xml" for --format: it takes ${FORMATS}`],
  [["--format="], `Cannot use "" for --format: it takes ${FORMATS}`],
  [["-m", "--json"], 'Cannot print in two formats: choose "machine" or "json"'],
  [["--timeout", "0"], 'Cannot use "0" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "3601"], 'Cannot use "3601" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "-1"], 'Cannot use "-1" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "1e3"], 'Cannot use "1e3" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout", "5s"], 'Cannot use "5s" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--timeout="], 'Cannot use "" for --timeout: it takes seconds, more than 0 and at most 3600'],
  [["--proc="], 'Cannot use "" for --proc: it takes a directory, a recording, or -'],
  [["--output="], 'Cannot use "" for --output: it takes the name of a file'],
  [["--pid", "self"], 'Cannot use "self" for --pid: it takes a process ID'],
  [["--pid", "0"], 'Cannot use "0" for --pid: it takes a process ID'],
  [["--older-than", "3w"], 'Cannot use "3w" for --older-than: it takes a number and s, m, h or d, such as 10m'],
  [["record", "-s"], "Cannot use --showlibs with record: it is for lib_users or fd_users"],
  [["--json", "man"], "Cannot use --json with man: it is for lib_users or fd_users"],
  [
    ["completions", "zsh", "--proc", "/proc"],
    "Cannot use --proc with completions: it is for lib_users, fd_users, reboot or record",
  ],
  [["recorder", "-o", "/tmp/a", "--all"], "Cannot use --all with recorder: it is for lib_users or fd_users"],
  [["fd_users", "--executable"], "Cannot use --executable with fd_users: it is for lib_users"],
  [["-x", "--nonsense"], 'Cannot use unknown option "-x": see --help'],
  [["--help", "-x"], 'Cannot use unknown option "-x": see --help'],
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
