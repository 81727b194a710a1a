import { fileURLToPath } from "node:url";
import { compileFile, NOBODY } from "./workshop.ts";

/** A directory full of what a runtime may take for code or for its configuration. */
export interface BoobyTrap {
  readonly directory: string;
  /** A module that springs the trap, for those who name it themselves. */
  readonly module: string;
  /** Returns whether any of it was run, and sets it up again. */
  isSprung(): Promise<boolean>;
}

/** A temporary directory of a test, and where a file in it is. */
interface Place {
  path(name: string): string;
}

/** Sets a trap in a directory of the place that belongs to another user. Everybody may write there, as in `/tmp`. */
export async function setTrap(place: Place, name: string): Promise<BoobyTrap> {
  const directory = place.path(name);
  const mark = place.path(`sprung ${name}`);
  const module = `${directory}/evil.mjs`;
  for (const [file, content] of Object.entries({ ...CONFIGURATIONS, ...programs(mark), ...modules(mark) })) {
    const path = `${directory}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, content.replaceAll(MODULE, module), { mode: 0o755 });
  }
  await compileFile(`${module}.so`, ["-shared", "-fPIC", `-DMARK="${mark}"`, LIBRARY]);
  await Deno.chmod(directory, 0o1777);
  await Deno.chown(directory, NOBODY, NOBODY);
  return {
    directory,
    module,
    isSprung: () => Deno.remove(mark).then(() => true, () => false),
  };
}

const MODULE = "<MODULE>";

const LIBRARY = fileURLToPath(new URL("programs/evil.c", import.meta.url));

/** What the variables from which runtimes and interpreters take what to load would have them load. */
export function variablesFor({ directory, module }: BoobyTrap): Readonly<Record<string, string>> {
  const interpreters = { BASH_ENV: `${directory}/evil.sh`, ENV: `${directory}/evil.sh`, PYTHONPATH: directory };
  const runtimes = Object.entries(VARIABLES).map(([name, value]) => [name, value.replace(MODULE, module)]);
  return { ...interpreters, ...Object.fromEntries(runtimes) };
}

const VARIABLES: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `--import=${MODULE}`,
  BUN_OPTIONS: `--preload=${MODULE}`,
  BUN_INSPECT_PRELOAD: MODULE,
  OPENSSL_CONF: `${MODULE}.cnf`,
};

const BUILT_IN = ["fs", "fs/promises", "os", "path", "process", "child_process", "crypto", "url", "zlib", "buffer"];

/** Each module that is built in, by both of its names. */
const NAMES = BUILT_IN.flatMap((name) => [name, `node:${name}`]);

/** The trap in the place of each of them. */
const IMPORTS = Object.fromEntries(NAMES.map((name) => [name, "./evil.mjs"]));
const PATHS = Object.fromEntries(NAMES.map((name) => [name, ["./evil.mjs"]]));

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  "bunfig.toml": 'preload = ["./evil.mjs"]\n[run]\npreload = ["./evil.mjs"]\n',
  ".env": Object.entries({ ...VARIABLES, PATH: "bin" }).map((pair) => `${pair.join("=")}\n`).join(""),
  "deno.json": JSON.stringify({
    workspace: ["./below/clone"],
    imports: IMPORTS,
    preload: ["./evil.mjs"],
    nodeModulesDir: "manual",
    tasks: { ok: "sh evil.sh" },
  }),
  "import_map.json": JSON.stringify({ imports: IMPORTS }),
  "package.json": JSON.stringify({
    type: "module",
    main: "./evil.mjs",
    imports: { "#a": "./evil.mjs" },
    scripts: { start: "node evil.mjs" },
  }),
  "tsconfig.json": JSON.stringify({ compilerOptions: { paths: PATHS, jsx: "react-jsx", jsxImportSource: "fs" } }),
  "jsconfig.json": JSON.stringify({ compilerOptions: { paths: PATHS } }),
  ".npmrc": `registry=http://127.0.0.1:9/\nnode-options=--import=${MODULE}\n`,
  // In each of the sections that Node may begin with.
  "evil.mjs.cnf": `openssl_conf = begin
nodejs_conf = begin
[begin]
providers = providers
[providers]
evil = evil
[evil]
module = ${MODULE}.so
activate = 1
`,
  "node.config.json": JSON.stringify({ nodeOptions: { import: ["./evil.mjs"] } }),
};

/** Programs with names that are looked for. */
function programs(mark: string): Readonly<Record<string, string>> {
  const names = ["deno", "node", "bun", "rpm", "sh", "env", "id", "lib_users", "fd_users"];
  const text = `#!/bin/sh\n: > '${mark}'\n`;
  return Object.fromEntries(
    [...names.flatMap((name) => [name, `bin/${name}`, `node_modules/.bin/${name}`]), "evil.sh"]
      .map((path) => [path, text]),
  );
}

/** Modules that leave the mark, one that Python loads when it starts, and others on every runtime. */
function modules(mark: string): Readonly<Record<string, string>> {
  const text = `const mark = ${JSON.stringify(mark)};
if (globalThis.Deno) Deno.writeTextFileSync(mark, "");
else if (globalThis.Bun) Bun.spawnSync(["/usr/bin/touch", mark]);
else process.getBuiltinModule("fs").writeFileSync(mark, "");
`;
  const packages = BUILT_IN.filter((name) => !name.includes("/")).flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" })],
    [`node_modules/${name}/index.js`, text],
  ]);
  return {
    "sitecustomize.py": `open(${JSON.stringify(mark)}, "w")\n`,
    "evil.mjs": text,
    "index.js": text,
    "index.ts": text,
    ...Object.fromEntries(packages),
  };
}
