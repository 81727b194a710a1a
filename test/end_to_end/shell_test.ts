import assert from "node:assert/strict";
import { formatCompletions } from "../../lib/cli/completions/completions.ts";
import { pipe, testWith } from "./tools.ts";

/** A line as far as it is typed, and what is to be offered: all of it, or with `…` what must be among it. */
const LINES: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [["lib_users", ""], ["completions", "fd_users", "lib_users", "man", "reboot", "record", "recorder"]],
  [["lib_users", "r"], ["reboot", "record", "recorder"]],
  [["lib_users", "-s", "m"], ["man"]],
  [["lib_users", "--user", "root", "m"], ["man"]],
  [["lib_users", "--user", "roo"], ["root", "…"]],
  [["lib_users", "--se"], ["--services"]],
  [["fd_users", "--show"], ["--showfiles", "--showlibs"]],
  [["fd_users", "r"], []],
  [["lib_users", "fd_users", "r"], []],
  [["lib_users", "completions", ""], ["bash", "fish", "zsh"]],
  [["lib_users", "--format", ""], [
    "check",
    "html",
    "human",
    "json",
    "long",
    "machine",
    "ndjson",
    "prometheus",
    "summary",
  ]],
  [["lib_users", "--format", "j"], ["json"]],
  [["lib_users", "--timeout", ""], []],
  [["lib_users", "--pid", String(Deno.pid)], [String(Deno.pid), "…"]],
  [["lib_users", "--exe"], ["--executable"]],
  [["fd_users", "--exe"], []],
  [["lib_users", "fd_users", "--exe"], []],
  [["lib_users", "record", "--"], ["--help", "--output", "--packages", "--pid", "--proc", "--timeout", "--version"]],
  [["lib_users", "--pid", "1", "record", "--p"], ["--packages", "--pid", "--proc"]],
  [["lib_users", "man", "--"], ["--help", "--output", "--version"]],
  [["lib_users", "completions", "bash", "--o"], ["--output"]],
  [["lib_users", "--user", "man", "--se"], ["--services"]],
  [["lib_users", "-mi", "man", "--se"], ["--services"]],
];

function checkOffered(offered: readonly string[], wanted: readonly string[], line: string): void {
  const isPart = wanted.includes("…");
  const found = isPart ? offered.filter((word) => wanted.includes(word)) : offered;
  assert.deepEqual(found.toSorted(), wanted.filter((word) => word !== "…"), line);
}

/** Completes the words that it is given; `compopt` works only where a terminal asked, and is made to say its name. */
const BASH_DRIVER = `
compopt() { echo "compopt $*"; }
complete_words() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _lib_users "$1" "\${!#}" ""
  if ((\${#COMPREPLY[@]})); then printf '%s\\n' "\${COMPREPLY[@]}"; fi
}
complete_words "$@"
`;

async function completeInBash(words: readonly string[], before = ""): Promise<readonly string[]> {
  const script = `set -u\n${before}\n${formatCompletions("bash")}${BASH_DRIVER}`;
  const { stdout, stderr } = await pipe(script, "bash", "--norc", "-s", "--", ...words);
  assert.equal(stderr, "");
  return stdout.split("\n").slice(0, -1);
}

testWith("bash", "bash completes words, options and their values", async () => {
  for (const [words, wanted] of LINES) checkOffered(await completeInBash(words), wanted, words.join(" "));
});

testWith("bash", "bash completes values after an equals sign, which is a word of its own to it", async () => {
  assert.deepEqual(await completeInBash(["lib_users", "--format", "=", "js"]), ["json"]);
  assert.deepEqual(await completeInBash(["fd_users", "--format", "=", "js"]), ["json"]);
  assert.equal((await completeInBash(["lib_users", "--format", "="])).length, 9);
});

testWith("bash", "bash completes values after bundled short options", async () => {
  const files = ["compopt -o default"];
  for (const words of [["-o", "/e"], ["-mso", "/e"], ["-S", "-i", "/e"], ["--proc", "/e"], ["--config", "=", "/e"]]) {
    assert.deepEqual(await completeInBash(["lib_users", ...words]), files, words.join(" "));
  }
  assert.deepEqual(await completeInBash(["lib_users", "-io", "re"]), ["reboot", "record", "recorder"]);
});

testWith("bash", "bash completes units, and executes nothing of their names", async () => {
  const units = "systemctl() { printf '%s loaded active\\n' 'a@1.service' 'a\\x2db.service' 'a$(exit;).service'; }";
  assert.deepEqual(await completeInBash(["lib_users", "--unit", "a"], units), [
    "a@1.service",
    "a\\\\x2db.service",
    "a\\$\\(exit\\;\\).service",
  ]);
  assert.deepEqual(await completeInBash(["fd_users", "--exclude-unit", "a@"], units), ["a@1.service"]);
});

testWith("bash", "bash knows by the name whether the mode is baked in", async () => {
  assert.deepEqual(await completeInBash(["/usr/local/bin/fd_users", "rec"]), []);
  assert.deepEqual(await completeInBash(["/usr/local/bin/lib_users", "rec"]), ["record", "recorder"]);
  const { stdout } = await pipe(`${formatCompletions("bash")}\ncomplete -p lib_users fd_users`, "bash", "--norc");
  assert.equal(stdout, "complete -F _lib_users lib_users\ncomplete -F _lib_users fd_users\n");
});

testWith("fish", "fish completes words, options and their values", async () => {
  for (const [words, wanted] of LINES) {
    const script = `${formatCompletions("fish")}\ncomplete --do-complete='${words.join(" ")}'\n`;
    const { stdout, stderr } = await pipe(script, "fish");
    assert.equal(stderr, "");
    const offered = stdout.split("\n").slice(0, -1).map((line) => line.split("\t")[0]!);
    checkOffered(offered, wanted, words.join(" "));
  }
});

testWith("fish", "fish tells what each option does", async () => {
  const script = `${
    formatCompletions("fish")
  }\ncomplete --do-complete='lib_users --format p'\ncomplete --do-complete='fd_users --serv'\n`;
  const { stdout } = await pipe(script, "fish");
  assert.equal(
    stdout,
    "prometheus\tgauges for the textfile collector of node_exporter\n--services\talso show the services of the processes\n",
  );
});

/** Types each text into a zsh on a terminal of its own, presses TAB, and shows what has become of the line. */
const ZSH_DRIVER = `
cat > completions
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; autoload -Uz compinit; compinit -D -u; source ./completions'
zpty -w shell 'show() { print -rn -- $'"'\\2'"'$BUFFER$'"'\\3'"'; BUFFER= }; zle -N show'
zpty -w shell 'bindkey "^I" complete-word; bindkey "^T" show; print -n $'"'\\2'"'ready$'"'\\3'"
zpty -r shell line $'*\\2ready\\3'
for text in "$@"; do
  zpty -w -n shell "$text"$'\\t\\x14'
  zpty -r shell line $'*\\2*\\3'
  print -r -- \${\${line##*$'\\2'}%%$'\\3'*}
done
zpty -d shell
`;

/** A line as it is typed, and what TAB makes of it. */
const TYPED: readonly (readonly [typed: string, completed: string])[] = [
  ["lib_users com", "lib_users completions "],
  ["lib_users -s m", "lib_users -s man "],
  ["lib_users --timeout 5 m", "lib_users --timeout 5 man "],
  ["lib_users completions f", "lib_users completions fish "],
  ["lib_users completions fish z", "lib_users completions fish z"],
  ["lib_users --execu", "lib_users --executable "],
  ["fd_users --execu", "fd_users --execu"],
  ["lib_users fd_users --execu", "lib_users fd_users --execu"],
  ["lib_users record --tim", "lib_users record --timeout="],
  ["lib_users record --ser", "lib_users record --ser"],
  ["lib_users --user man --serv", "lib_users --user man --services "],
  ["lib_users -mi man --serv", "lib_users -mi man --services "],
  ["fd_users rec", "fd_users rec"],
  ["lib_users --form", "lib_users --format="],
  ["lib_users --format=js", "lib_users --format=json "],
  ["lib_users --format pro", "lib_users --format prometheus "],
  ["lib_users --user=roo", "lib_users --user=root "],
  ["lib_users -mso /etc/passw", "lib_users -mso /etc/passwd"],
  [`fd_users --pid ${Deno.pid}`, `fd_users --pid ${Deno.pid} `],
  ["lib_users --json --jso", "lib_users --json --jso"],
];

testWith("zsh", "zsh completes words, options and their values", async () => {
  const typed = TYPED.map(([text]) => text);
  const { stdout, stderr } = await pipe(formatCompletions("zsh"), "zsh", "-f", "-c", ZSH_DRIVER, "zsh", ...typed);
  assert.equal(stderr, "");
  assert.deepEqual(stdout.split("\n").slice(0, -1), TYPED.map(([, completed]) => completed));
});

testWith("zsh", "zsh finds no fault in its completions", async () => {
  const { code, stdout, stderr } = await pipe(formatCompletions("zsh"), "zsh", "-f", "-n");
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" });
});
