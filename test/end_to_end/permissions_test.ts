import assert from "node:assert/strict";
import { versionOf } from "../../tools/runtimes.ts";
import type { Holder } from "./holder.ts";
import { commandLine, linesAbout, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { makeBundle, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

// That Deno refuses /proc to all but -A, and that another procfs takes but --allow-read, is in `command_line_test.ts`.

const MODES = ["lib_users", "fd_users"] as const;

/** Records the machine while a process uses a file that was deleted. */
async function recordHolder(workshop: Workshop): Promise<{ readonly holder: Holder; readonly file: string }> {
  const holder = await workshop.start();
  await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
  const file = workshop.path("recording");
  assert.equal((await runProgram(["record", "-o", file])).code, 0);
  return { holder, file };
}

testLive("A recording can be read with --allow-read for it alone", ["source"], async () => {
  await using workshop = await openWorkshop();
  const { holder, file } = await recordHolder(workshop);
  for (const mode of MODES) {
    const all = await runProgram([mode, "-s", "--proc", file]);
    const permissions = ["--no-prompt", `--allow-read=${file}`];
    assert.deepEqual(await runProgram([mode, "-s", "--proc", file], { permissions }), all);
    assert.equal(linesAbout(all.stdout, [holder]).length, 1);
  }
});

testLive(
  "Where it may not read the configuration, it says so before it tells what to restart",
  ["source"],
  async () => {
    await using workshop = await openWorkshop();
    const { file } = await recordHolder(workshop);
    const permissions = ["--no-prompt", `--allow-read=${file}`];
    const { code, stderr } = await runProgram(["-r", "--proc", file], { permissions });
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^lib_users: warning: may not read "\/etc\/lib_users.conf": its cautions are unknown$/m,
    );
    const asked = await runProgram(["--config", "/etc/lib_users.conf", "--proc", file], { permissions });
    const reason = 'Cannot read configuration "/etc/lib_users.conf": the sandbox does not allow it';
    assert.deepEqual(asked, { code: 1, stdout: "", stderr: `lib_users: error: ${reason}\n` });
  },
);

testLive("A recording can be read from standard input without any permission", ["source"], async () => {
  await using workshop = await openWorkshop();
  const { file } = await recordHolder(workshop);
  for (const mode of MODES) {
    const [command, ...args] = commandLine([mode, "-s", "--proc", "-"], { permissions: ["--no-prompt"] });
    const script = 'file=$1; shift; "$@" < "$file"';
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", script, "sh", file, command, ...args],
    }).output();
    const { stdout: expected } = await runProgram([mode, "-s", "--proc", file]);
    assert.deepEqual([code, new TextDecoder().decode(stdout)], [0, expected], new TextDecoder().decode(stderr));
  }
});

for (const runtime of (await testedRuntimes()).filter(({ name }) => name === "Node")) {
  testOn(runtime, "Node's permissions keep the program from all but /proc", [], async ([node]) => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    await holder.tell(["create", "a\\377"], ["map", "a\\377"], ["open", "a\\377"], ["unlink", "a\\377"]);
    const file = await makeBundle(workshop.directory);
    const option = /^2[01]\./.test((await versionOf(node!))!) ? "--experimental-permission" : "--permission";
    // Node 20 warns of it.
    const command = [node!, "--no-warnings", option, `--allow-fs-read=${file}`];
    const reading = [...command, "--allow-fs-read=/proc", file];
    for (const mode of MODES) {
      const { code, stdout, stderr } = await runProgram([mode, "-m"], { command: reading });
      assert.equal(code, 0, stderr);
      const line = `${holder.pid};${workshop.path("a\\377")};${workshop.path("holder")}`;
      assert.deepEqual(linesAbout(stdout, [holder]), [line]);
    }
    assert.deepEqual(await runProgram([], { command: [...command, file] }), {
      code: 1,
      stdout: "",
      stderr: "lib_users: error: Cannot read /proc: Node was started without permission; run: " +
        `node ${option} --allow-fs-read=/proc --allow-fs-read=${file} ${file}\n`,
    });
    const { code, stderr } = await runProgram(["-o", workshop.path("output")], { command: reading });
    assert.equal(code, 1);
    assert.match(stderr, /^lib_users: error: Cannot write ".*\/output": /m);
  });
}
