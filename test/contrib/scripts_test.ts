import assert from "node:assert/strict";
import { testUnless } from "../end_to_end/requirements.ts";
import { locate } from "../end_to_end/shells.ts";
import { projectPath, run } from "./folder.ts";

function* filesIn(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    if (isDirectory) yield* filesIn(`${directory}/${name}`);
    else yield `${directory}/${name}`;
  }
}

/** The files of which the first line says that a shell runs them. */
const SCRIPTS = ["contrib", "test/contrib"].flatMap((directory) => [...filesIn(projectPath(directory))])
  .filter((path) => /^#!\/bin\/(?:ba)?sh(?: -p)?\n/.test(Deno.readTextFileSync(path)))
  .sort();

const missing = locate("shellcheck") === undefined ? "no shellcheck" : undefined;
testUnless(missing, "shellcheck has nothing to say about the scripts of contrib", async () => {
  assert.notEqual(SCRIPTS.length, 0);
  assert.deepEqual(await run(["shellcheck", ...SCRIPTS]), { code: 0, stdout: "", stderr: "" });
});
