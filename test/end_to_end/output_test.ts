import assert from "node:assert/strict";
import { type Run, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

function refused(command: string, path: string): Run {
  const stderr = `${command}: error: Cannot write "${path}": it is not a regular file\n`;
  return { code: 1, stdout: "", stderr };
}

async function namesIn(workshop: Workshop): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(workshop.directory), ({ name }) => name)).toSorted();
}

/** What a workshop has from the start. */
const NAMES = ["holder", "library.so"];

testLive("A recording can be read by its owner alone, also in the place of another file", [], async () => {
  await using workshop = await openWorkshop();
  const file = workshop.path("recording");
  for (let run = 0; run < 2; run++) {
    const { code, stdout, stderr } = await runProgram(["record", "-o", file]);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    assert.equal((await Deno.stat(file)).mode! & 0o7777, 0o600);
    await Deno.chmod(file, 0o644);
  }
  assert.deepEqual(await namesIn(workshop), [...NAMES, "recording"]);
});

testLive("Nobody can read an output who could not read the file that it replaces", [], async () => {
  await using workshop = await openWorkshop();
  const file = workshop.path("output");
  await Deno.writeTextFile(file, "", { mode: 0o600 });
  assert.equal((await runProgram(["--json", "-o", file])).code, 0);
  assert.equal((await Deno.stat(file)).mode! & 0o7777, 0o600);
  assert.notEqual((await Deno.stat(file)).size, 0);
});

testLive("A symbolic link in the place of the output is neither followed nor replaced", [], async () => {
  await using workshop = await openWorkshop();
  await Deno.writeTextFile(workshop.path("precious"), "precious\n");
  await Deno.symlink("precious", workshop.path("output"));
  for (const command of ["record", "lib_users"]) {
    const run = withoutWarnings(await runProgram([command, "-o", workshop.path("output")]));
    assert.deepEqual(run, refused("lib_users", workshop.path("output")));
    assert.ok((await Deno.lstat(workshop.path("output"))).isSymlink);
    assert.equal(await Deno.readTextFile(workshop.path("precious")), "precious\n");
  }
  assert.deepEqual(await namesIn(workshop), [...NAMES, "output", "precious"]);
});

testLive("A directory and a FIFO are refused as output", [], async () => {
  await using workshop = await openWorkshop();
  await Deno.mkdir(workshop.path("a directory"));
  await new Deno.Command("mkfifo", { args: [workshop.path("a FIFO")] }).output();
  for (const command of ["record", "fd_users"]) {
    for (const name of ["a directory", "a FIFO"]) {
      assert.deepEqual(
        withoutWarnings(await runProgram([command, "-o", workshop.path(name)])),
        refused(command === "record" ? "lib_users" : command, workshop.path(name)),
      );
    }
  }
  assert.deepEqual(await namesIn(workshop), ["a FIFO", "a directory", ...NAMES]);
});

testLive("A device is refused as output", ["devices"], async () => {
  await using workshop = await openWorkshop();
  const device = workshop.path("null");
  await new Deno.Command("mknod", { args: [device, "c", "1", "3"] }).output();
  for (const command of ["record", "lib_users"]) {
    assert.deepEqual(withoutWarnings(await runProgram([command, "-o", device])), refused("lib_users", device));
    assert.ok((await Deno.lstat(device)).isCharDevice);
  }
  assert.deepEqual(await namesIn(workshop), [...NAMES, "null"]);
});

/** Other processes of this machine may not be readable. */
function withoutWarnings({ stderr, ...run }: Run): Run {
  return { ...run, stderr: stderr.split("\n").filter((line) => !line.includes(": warning: ")).join("\n") };
}
