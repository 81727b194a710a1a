import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

function* sources(directory: string): Generator<readonly [string, string]> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(directory, ROOT))) {
    if (isDirectory) yield* sources(`${directory}${name}/`);
    else if (name.endsWith(".ts")) yield [directory + name, Deno.readTextFileSync(new URL(directory + name, ROOT))];
  }
}

const EXPORT = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;

Deno.test("every export of lib and simulator has a sentence of documentation", () => {
  const bare = ["lib/", "simulator/"].flatMap((directory) => [...sources(directory)]).flatMap(([path, text]) =>
    Array.from(text.matchAll(EXPORT))
      .filter(({ index }) => !/\*\/\n$/.test(text.slice(0, index)))
      .map(([, name]) => `${path}: ${name}`)
  );
  assert.deepEqual(bare, []);
});

Deno.test("every parser shows an example that runs", () => {
  const bare = [...sources("lib/parse/")].filter(([, text]) =>
    /^export function parse/m.test(text) && !text.includes("@example Usage")
  );
  assert.deepEqual(bare.map(([path]) => path), []);
});
