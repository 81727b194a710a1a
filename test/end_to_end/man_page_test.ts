import assert from "node:assert/strict";
import { formatCompletions } from "../../lib/cli/completions/completions.ts";
import { formatMan } from "../../lib/cli/man/page.ts";
import { runProgram } from "./program.ts";
import { pipe, testWith } from "./tools.ts";

testWith("groff", "groff has no warning about the manual page, however wide it is", async () => {
  for (const width of [50, 78, 120]) {
    const { code, stderr } = await pipe(formatMan(), "groff", "-ww", "-man", "-Tutf8", `-rLL=${width}n`);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  }
});

testWith("groff", "groff shows what is to be typed character by character", async () => {
  const { stdout } = await pipe(formatMan(), "groff", "-man", "-Tutf8", "-P-c", "-P-bou", "-rLL=100n");
  for (
    const text of ["-m, --machine-readable", '"ignore": ["/opt/nightly/*"]', "IFS=';' read -r pids", "such as \\012"]
  ) {
    assert.ok(stdout.replace(/\s+/g, " ").includes(text), text);
  }
});

testWith("man", "man -l shows the manual page, 80 columns wide, without a warning", async () => {
  const { code, stdout, stderr } = await pipe(formatMan(), "man", "--warnings=w", "-l", "-");
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /^NAME\n +lib_users, fd_users - find processes /m);
  assert.deepEqual(stdout.split("\n").filter((line) => line.length > 80), []);
});

Deno.test("the program prints its completions and manual page with no permission at all", async () => {
  const completions = await runProgram(["completions", "fish"], { permissions: [] });
  assert.deepEqual(completions, { code: 0, stdout: formatCompletions("fish"), stderr: "" });
  assert.deepEqual(await runProgram(["man"], { permissions: [] }), { code: 0, stdout: formatMan(), stderr: "" });
});
