import assert from "node:assert/strict";
import { projectPath } from "./folder.ts";

const FLEET = await Deno.readTextFile(projectPath("docs/fleet.md"));

Deno.test("docs/fleet.md names only files that are there", () => {
  const names = new Set(Array.from(FLEET.matchAll(/\bcontrib\/[a-z0-9_./*-]*[a-z0-9_*-]/g), ([name]) => name));
  assert.notEqual(names.size, 0);
  for (const name of names) {
    const directory = name.replace(/\/[^/]*$/, "");
    const shape = new RegExp(`^${name.slice(directory.length + 1).replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
    const found = [...Deno.readDirSync(projectPath(directory))].filter((file) => shape.test(file.name));
    assert.notEqual(found.length, 0, name);
  }
});

Deno.test("docs/fleet.md tells of every part of contrib", () => {
  for (const { name } of Deno.readDirSync(projectPath("contrib"))) {
    assert.match(FLEET, new RegExp(`\\bcontrib/${name}\\b`), name);
  }
});

Deno.test("docs/fleet.md links to headings that it has", () => {
  const headings = Array.from(
    FLEET.matchAll(/^#+ (.*)$/gm),
    ([, title]) => title!.toLowerCase().replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-"),
  );
  for (const [, anchor] of FLEET.matchAll(/\]\(#([^)]*)\)/g)) assert.ok(headings.includes(anchor!), anchor);
});
