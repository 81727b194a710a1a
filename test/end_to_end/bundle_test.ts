import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { linesAbout, type RunOptions, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { makeBundle, PROJECT, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const runtimes = await testedRuntimes();

async function bundleIn(workshop: Workshop, directory: string): Promise<string> {
  await Deno.mkdir(workshop.path(directory));
  return await makeBundle(workshop.path(directory));
}

testLive("The bundle has the same bytes wherever it is made, and can be read", ["bundle"], async () => {
  await using workshop = await openWorkshop();
  const text = await Deno.readTextFile(await bundleIn(workshop, "here"));
  const copy = workshop.path("copy");
  await Deno.mkdir(copy);
  const parts = ["tools", "lib", "main.ts", "deno.json", "deno.lock", "LICENSE"].map((name) => `${PROJECT}/${name}`);
  assert.ok((await new Deno.Command("cp", { args: ["-r", ...parts, copy] }).output()).success);
  assert.equal(await Deno.readTextFile(await makeBundle(copy, copy)), text);

  assert.ok(new TextEncoder().encode(text).length < 300_000);
  const lines = text.split("\n");
  assert.equal(lines[0], "#!/bin/sh");
  assert.ok(lines.includes(`// lib_users ${config.version} (MIT)`));
  assert.ok(lines.includes("// MIT License"));
  assert.ok(lines.includes("// parse/maps.ts"));
  assert.ok(Math.max(...lines.map((line) => line.length)) < 1000);
  assert.deepEqual(lines.filter((line) => /^(import|export (?!LC_ALL TZ$)) ?/.test(line)), []);
  assert.deepEqual(text.match(/\bimport\("(?!node:)[^"]*"\)/g), null);
});

testLive("The bundle prints what the source prints, packed texts and all", ["bundle"], async (t) => {
  await using workshop = await openWorkshop();
  const command = [Deno.execPath(), "run", "-A", await bundleIn(workshop, "here")];
  const file = workshop.path("recording.jsonl");
  assert.equal((await runProgram(["record", "-o", file])).code, 0);
  const completions = ["bash", "zsh", "fish"].map((shell) => ["completions", shell]);
  const reports = ["long", "html", "summary"].map((format) => ["--format", format, "--proc", file]);
  for (const args of [["--help"], ["man"], ...completions, ...reports]) {
    await t.step(args.join(" "), async () => {
      assert.deepEqual(await runProgram(args, { command }), await runProgram(args));
    });
  }
});

testLive(
  "The bundle prints the recorder, of whose comments it has only those on how to use it",
  ["bundle"],
  async () => {
    await using workshop = await openWorkshop();
    const command = [Deno.execPath(), "run", "-A", await bundleIn(workshop, "here")];
    const { stdout: source } = await runProgram(["recorder"]);
    const { stdout } = await runProgram(["recorder"], { command });
    const [use = "", ...code] = source.split(/(?<=^set -fu$)/m);
    assert.match(use, /^# .*\brecorder\.sh\b/m);
    assert.equal(stdout, use + code.join("").replace(/^\t*# (?!shellcheck).*\n/gm, ""));
  },
);

testLive("A part of the bundle does not look as if nothing was found", ["bundle"], async () => {
  await using workshop = await openWorkshop();
  const text = await Deno.readTextFile(await bundleIn(workshop, "whole"));
  const part = workshop.path("part.js");
  for (let at = 1; at < 20; at++) {
    await Deno.writeTextFile(part, text.slice(0, text.indexOf("\n// ", text.length * at / 20) + 1));
    const { code, stdout } = await runProgram(["--format", "check"], { command: [Deno.execPath(), "run", "-A", part] });
    assert.deepEqual([code, stdout], [1, ""]);
  }
});

testLive("The bundle is fd_users by that name", ["bundle"], async () => {
  await using workshop = await openWorkshop();
  await Deno.symlink(await bundleIn(workshop, "here"), workshop.path("fd_users"));
  const { stdout } = await runProgram(["--version"], { command: [workshop.path("fd_users")] });
  assert.equal(stdout, `fd_users ${config.version}\n`);
});

/** What is to be the same on every runtime. */
const ARGUMENTS: readonly (readonly string[])[] = [
  ["-s"],
  ["-m"],
  ["-S", "--restart"],
  ["--format", "long"],
  ["--format", "check"],
  ["--json", "--all"],
  ["--timeout", "soon"],
  ["--proc", "/missing"],
  ["-o", "/missing/file"],
];

for (const runtime of runtimes) {
  const { name } = runtime;
  testOn(runtime, `Alone and without a network, the bundle prints on ${name} what the source prints`, [
    "namespaces",
  ], async (command, context) => {
    await using workshop = await openWorkshop();
    const file = await bundleIn(workshop, "alone");
    const machine = await workshop.start({ args: ["machine"] });
    await machine.tell(["own-processes"], ["create", "first"], ["map", "first"], ["open", "first"], [
      "unlink",
      "first",
    ]);
    const daemon = await workshop.start({ args: ["daemon"], inside: machine });
    await daemon.tell(["create", "a\\012b"], ["map", "a\\012b"], ["log", "a\\012b"], ["create", "c"]);
    await daemon.tell(["rename", "c", "a\\012b"], ["create", "d"], ["thread-open", "d"], ["unlink", "d"]);
    const source: RunOptions = { inside: machine, prefix: ["unshare", "--net"] };
    const cache = workshop.path("cache");
    const bundle: RunOptions = { ...source, command: [...command, file], env: { DENO_DIR: cache, HOME: cache } };
    for (const mode of ["lib_users", "fd_users"]) {
      for (const args of ARGUMENTS) {
        await context.step([mode, ...args].join(" "), async () => {
          const expected = await runProgram([mode, ...args], source);
          const actual = await runProgram([mode, ...args], bundle);
          assert.deepEqual({ ...actual, stdout: timeless(actual.stdout) }, {
            ...expected,
            stdout: timeless(expected.stdout),
          });
        });
      }
    }
  });

  testOn(runtime, `The bundle sees the processes of this machine on ${name}`, [], async (command) => {
    await using workshop = await openWorkshop();
    const file = await bundleIn(workshop, "alone");
    const holder = await workshop.start();
    await holder.tell(["create", "\\377"], ["map", "\\377"], ["open", "\\377"], ["unlink", "\\377"]);
    for (const mode of ["lib_users", "fd_users"]) {
      const { code, stdout } = await runProgram([mode, "-m"], { command: [...command, file] });
      assert.equal(code, 0);
      assert.deepEqual(linesAbout(stdout, [holder]), [
        `${holder.pid};${workshop.path("\\377")};${workshop.path("holder")}`,
      ]);
    }
  });

  testOn(runtime, `The bundle starts itself where ${name} is all that there is`, [], async (command) => {
    await using workshop = await openWorkshop();
    const file = await bundleIn(workshop, "alone");
    await Deno.mkdir(workshop.path("bin"));
    const script = `#!/bin/sh\nPATH='${Deno.env.get("PATH")}' exec '${command[0]}' "$@"\n`;
    await Deno.writeTextFile(workshop.path(`bin/${name.toLowerCase()}`), script, { mode: 0o755 });
    const options: RunOptions = { command: [file], env: { PATH: workshop.path("bin") } };
    assert.deepEqual(await runProgram(["fd_users", "--version"], options), {
      code: 0,
      stdout: `fd_users ${config.version}\n`,
      stderr: "",
    });
  });
}

/** Tests in which another runtime has a part: its files, names, pipes, and end. `deno task matrix` runs all of them. */
const PASSED = ["command_line", "names", "stuck"];

for (const runtime of runtimes.filter(({ name }) => name !== "Deno")) {
  const { name } = runtime;
  testOn(runtime, `The bundle passes on ${name} the tests that the source passes`, [], async (command) => {
    await using workshop = await openWorkshop();
    const file = await bundleIn(workshop, "alone");
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", ...PASSED.map((test) => `${PROJECT}/test/end_to_end/${test}_test.ts`)],
      env: { LIB_USERS_COMMAND: JSON.stringify([...command, file]), NO_COLOR: "1" },
      stderr: "null",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stdout));
  });
}

testLive("The bundle says what it needs where there is no runtime", ["bundle"], async () => {
  await using workshop = await openWorkshop();
  const file = await bundleIn(workshop, "alone");
  assert.deepEqual(await runProgram([], { command: [file], env: { PATH: workshop.path("empty") } }), {
    code: 1,
    stdout: "",
    stderr: "lib_users: error: it needs Deno, Node or Bun to run\n",
  });
});

/** Without what tells when, and how long it took. */
function timeless(text: string): string {
  return text.replace(/"time": "[^"]*"|"duration": [0-9.]+|time=[0-9.]+s|just now|[0-9]+ seconds? ago/g, "");
}
