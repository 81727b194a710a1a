import assert from "node:assert/strict";
import { commandLine, linesAbout, MAIN, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

testLive("lib_users | head -1 is quiet", [], async () => {
  await using workshop = await openWorkshop();
  // More than a pipe holds, so that the program still writes when nobody reads any more.
  for (const letter of ["a", "b", "c", "d"]) {
    const holder = await workshop.start({ args: [letter.repeat(100_000)] });
    await holder.tell(["create", letter], ["map", letter], ["unlink", letter]);
  }
  const script = '{ "$@"; echo "status $?" >&2; } | head -n 1';
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...commandLine([])],
    stdin: "null",
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  assert.deepEqual([code, lines.length, lines[1]], [0, 2, ""]);
  assert.equal(new TextDecoder().decode(stderr), "status 0\n");
});

testLive("Without permission it says what to run instead", ["source"], async () => {
  for (const permissions of [["--allow-read"], [], ["-A", "--deny-net"]]) {
    assert.deepEqual(await runProgram([], { permissions: ["--no-prompt", ...permissions] }), {
      code: 1,
      stdout: "",
      stderr: "lib_users: error: Cannot read /proc: Deno allows it only with -A and without any --deny option; " +
        `run: deno run -A --no-config --no-lock ${MAIN}\n`,
    });
  }
});

testLive(
  "Without permission it names what it may not read, and the command with the same arguments",
  ["source"],
  async () => {
    await using workshop = await openWorkshop();
    const file = workshop.path("a b.jsonl");
    await Deno.writeTextFile(file, "");
    const permissions = ["--no-prompt"];
    const { code, stderr } = await runProgram(["fd_users", "--proc", file, "-i", "/tmp/*"], { permissions });
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `fd_users: error: Cannot read ${file}: Deno was started without permission; ` +
        `run: deno run --no-config --no-lock --allow-read='${file}' ${MAIN} fd_users --proc '${file}' -i '/tmp/*'\n`,
    );
  },
);

testLive("A wrong command line is one line on stderr and status 2", [], async () => {
  const { code, stdout, stderr } = await runProgram(["--timeout", "soon"]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^lib_users: error: Cannot use "soon" for --timeout: .*\n$/);
});

testLive("What is not there to be looked at is one line on stderr and status 1", [], async () => {
  await using workshop = await openWorkshop();
  const missing = workshop.path("missing");
  const { code, stdout, stderr } = await runProgram(["--proc", missing]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, new RegExp(`^lib_users: error: Cannot look at "${missing}": .*\n$`));
});

for (
  const [what, action] of [["another procfs", ["mount", "proc"]], ["a bind mount of /proc", ["bind", "/proc"]]] as const
) {
  testLive(`${what} can be read with --allow-read for it alone`, ["namespaces", "source"], async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    await holder.tell(["mkdir", "other"], ["own-mounts"], [...action, "other"]);
    await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["create", "b"], ["rename", "b", "a"]);
    const proc = workshop.path("other");
    for (const mode of ["lib_users", "fd_users"]) {
      const { code, stdout, stderr } = await runProgram([mode, "-m", "--proc", proc], {
        inside: holder,
        permissions: ["--no-prompt", `--allow-read=${proc}`],
      });
      assert.equal(code, 0, stderr);
      const line = `${holder.pid};${workshop.path("a")};${workshop.path("holder")}`;
      assert.deepEqual(linesAbout(stdout, [holder]), [line]);
    }
  });
}

/** What only other commands, and errors, need. */
const NOT_NEEDED = [
  "cli/help.ts",
  "cli/suggest.ts",
  "cli/man",
  "cli/completions",
  "cli/commands/record.ts",
  "recorder",
];

testLive("A scan loads neither help, manual page, completions nor recorder", ["source"], async () => {
  await using workshop = await openWorkshop();
  const copy = workshop.path("copy");
  await Deno.mkdir(copy);
  const root = MAIN.replace(/\/main\.ts$/, "");
  const parts = ["main.ts", "lib"].map((name) => `${root}/${name}`);
  assert.ok((await new Deno.Command("cp", { args: ["-r", ...parts, copy] }).output()).success);
  for (const name of NOT_NEEDED) await Deno.remove(`${copy}/lib/${name}`, { recursive: true });
  const { code, stderr } = await runProgram(["-m"], { main: `${copy}/main.ts` });
  assert.equal(code, 0, stderr);
  assert.notEqual((await runProgram(["--help"], { main: `${copy}/main.ts` })).code, 0);
});
