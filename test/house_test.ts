import assert from "node:assert/strict";
import { VERSION } from "../lib/cli/commands.ts";
import options from "../deno.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);

/** The layers, top down: a file may import its own layer and those below. Layers of one row do not know each other. */
const LAYERS: readonly (readonly string[])[] = [
  ["main.ts"],
  ["lib/runtime"],
  ["lib/cli"],
  ["lib/recorder", "lib/format"],
  ["lib/advice"],
  ["lib/services", "lib/packages"],
  ["lib/scan"],
  ["lib/rules"],
  ["lib/parse"],
  ["simulator"],
  ["lib/procfs"],
  ["lib/model"],
  ["lib/base"],
];

/** A file of the program or of the simulator. */
interface Source {
  /** Its path below the root of the project. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

interface Import {
  readonly specifier: string;
  /** The path of the imported file below the root of the project; the specifier itself where it is none. */
  readonly path: string;
  readonly isType: boolean;
}

/** `import … from "…"`, `export … from "…"`, `import "…"` and `import("…")`. */
const IMPORT =
  /^(?:import|export) (?<names>[^"'=(;]*) from "(?<from>[^"]+)"|^import "(?<bare>[^"]+)"|\bimport\("(?<lazy>[^"]+)"\)/gm;

const EXPORT = /^export (?:async )?(?:function\*?|const) (?<name>\w+)/gm;

function* pathsIn(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(directory, ROOT))) {
    if (isDirectory) yield* pathsIn(`${directory}${name}/`);
    else if (name.endsWith(".ts")) yield directory + name;
  }
}

function readSource(path: string): Source {
  const text = Deno.readTextFileSync(new URL(path, ROOT));
  const code = text.replace(/\/\*[^]*?\*\//g, "");
  const imports = Array.from(code.matchAll(IMPORT), ({ groups }) => {
    const specifier = groups!["from"] ?? groups!["bare"] ?? groups!["lazy"]!;
    const url = new URL(specifier, new URL(path, ROOT)).href;
    const names = groups!["names"]?.replace(/^\{|\}$/g, "").split(",").map((name) => name.trim()).filter(Boolean);
    const isType = groups!["names"]?.startsWith("type ") || names?.every((name) => name.startsWith("type ")) || false;
    return { specifier, isType, path: url.startsWith(ROOT.href) ? url.slice(ROOT.href.length) : specifier };
  });
  return { path, text, imports };
}

const SOURCES = ["main.ts", ...pathsIn("lib/"), ...pathsIn("simulator/")].sort().map(readSource);

/** The part of the house that a file is in: `lib/scan`, `simulator`, `main.ts`. */
function partOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? `${first}/${second}` : first;
}

/** How far down a part is; -1 for one that is in no layer. */
function depthOf(path: string): number {
  return LAYERS.findIndex((parts) => parts.includes(partOf(path)));
}

Deno.test("every file is in a layer", () => {
  assert.deepEqual(SOURCES.filter(({ path }) => depthOf(path) < 0).map(({ path }) => path), []);
});

Deno.test("imports run one way, from the runtime down to the base, types included", () => {
  const wrong = SOURCES.flatMap(({ path, imports }) =>
    imports
      .filter((each) => /^\./.test(each.specifier) && partOf(each.path) !== partOf(path))
      .filter((each) => depthOf(each.path) <= depthOf(path))
      .map((each) => `${path} imports ${each.path}`)
  );
  assert.deepEqual(wrong, []);
});

Deno.test("the program imports nothing but its own files, and in lib/runtime what is built into Node", () => {
  const isBuiltIn = (path: string, specifier: string): boolean =>
    partOf(path) === "lib/runtime" && specifier.startsWith("node:");
  const foreign = SOURCES.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => !/^\.\.?\//.test(specifier) && !isBuiltIn(path, specifier))
      .map(({ specifier }) => `${path} imports ${specifier}`)
  );
  assert.deepEqual(foreign, []);
});

Deno.test("no file imports itself through the files that it imports, not even for a type", () => {
  const byPath = new Map(SOURCES.map((source) => [source.path, source]));
  const reached = new Map<string, ReadonlySet<string>>();
  function reach(path: string, trail: readonly string[]): ReadonlySet<string> {
    assert.equal(trail.includes(path), false, [...trail, path].join(" → "));
    const known = reached.get(path);
    if (known !== undefined) return known;
    const next = byPath.get(path)?.imports ?? [];
    const all = new Set(next.flatMap((each) => [each.path, ...reach(each.path, [...trail, path])]));
    reached.set(path, all);
    return all;
  }
  for (const { path } of SOURCES) reach(path, []);
  assert.equal(reach("main.ts", []).has("lib/base/bytes.ts"), true);
});

Deno.test("only lib/runtime and main.ts know that the runtime is Deno", () => {
  const program = SOURCES.filter(({ path }) => partOf(path) !== "simulator");
  const knowing = program.filter(({ text }) => /\bDeno\./.test(text)).map(({ path }) => partOf(path));
  assert.deepEqual([...new Set(knowing)], ["lib/runtime", "main.ts"]);
});

Deno.test("every file of the program begins with a sentence about it, so that the first lines are a map", () => {
  const untold = SOURCES.filter(({ path, text }) =>
    path.startsWith("lib/") && !/^\/\/ (?=[A-Z])[^\n]{10,116}\.\n/.test(text)
  );
  assert.deepEqual(untold.map(({ path }) => path), []);
});

Deno.test("every function and value that a file exports is named in another file, or imported by its own example", () => {
  const tools = ["bench/", "test/", "tools/"].flatMap((directory) => [...pathsIn(directory)]).map(readSource);
  const unused = SOURCES.filter(({ path }) => path.startsWith("lib/")).flatMap(({ path, text }) =>
    Array.from(text.matchAll(EXPORT), ({ groups }) => groups!["name"]!)
      .filter((name) => ![...SOURCES, ...tools].some((each) => each.path !== path && namesWord(each.text, name)))
      .filter((name) => !new RegExp(`^ [*] import .*\\b${name}\\b`, "m").test(text))
      .map((name) => `${path}: ${name}`)
  );
  assert.deepEqual(unused, []);
});

function namesWord(text: string, word: string): boolean {
  return text.includes(word) && new RegExp(`\\b${word}\\b`).test(text);
}

Deno.test("no file has more than 250 lines", () => {
  const lines = ({ text }: Source): number => text.split("\n").length - 1;
  const long = SOURCES.filter((source) => lines(source) > 250).map((source) => `${source.path}: ${lines(source)}`);
  assert.deepEqual(long, []);
});

Deno.test("the version that the program tells is that of deno.json", () => {
  assert.equal(VERSION, options.version);
});
