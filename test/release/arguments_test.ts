import assert from "node:assert/strict";
import { openFolder, projectPath, run } from "../contrib/folder.ts";
import { testLive } from "../end_to_end/requirements.ts";

/** Each tool with arguments that it does not take, and the one that it names. */
const WRONG: readonly (readonly [tool: string, args: readonly string[], named: string])[] = [
  ["bundle", ["--help"], "--help"],
  ["bundle", [""], ""],
  ["bundle", ["one.js", "two.js"], "two.js"],
  ["compile", ["-h"], "-h"],
  ["docs", ["README.md"], "README.md"],
  ["matrix", ["deno", "python"], "python"],
  ["release", ["--version"], "--version"],
];

testLive(
  "A tool that is started with a wrong argument names it in one line, and does nothing",
  ["source"],
  async (t) => {
    await using folder = await openFolder();
    for (const [tool, args, named] of WRONG) {
      await t.step([tool, ...args].join(" "), async () => {
        const { code, stdout, stderr } = await run(
          [Deno.execPath(), "run", "-A", "--quiet", projectPath(`tools/${tool}.ts`), ...args],
          { directory: folder.path("") },
        );
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, /^[a-z]+: error: Cannot use argument ".*"\. Usage: deno task [a-z]+.*\n$/);
        assert.ok(stderr.includes(`"${named}"`), stderr);
        assert.deepEqual(await Array.fromAsync(Deno.readDir(folder.path(""))), []);
      });
    }
  },
);

testLive("A release empties no directory that has other files", ["source"], async () => {
  await using folder = await openFolder();
  await Deno.writeTextFile(folder.path("letter"), "Dear Anna\n");
  const tool = [Deno.execPath(), "run", "-A", projectPath("tools/release.ts")];
  for (const [path, reason] of [["", "Cannot release into .*: it has files"], ["letter", "Not a directory"]] as const) {
    const { code, stderr } = await run([...tool, folder.path(path)]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^release: error: ${reason} .*\\n$`));
  }
  assert.equal(await Deno.readTextFile(folder.path("letter")), "Dear Anna\n");
});
