/**
 * Makes `dist/lib_users.js`, the whole program in one file for every runtime: `deno task bundle [FILE]`. The same source
 * gives the same bytes: the bundler is of one version, and nothing of the machine gets into the file.
 */
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "npm:esbuild@0.28.2";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = "lib_users";

const output = Deno.args[0] ?? `${ROOT}dist/lib_users.js`;
const licence = await Deno.readTextFile(`${ROOT}LICENSE`);
await Deno.mkdir(new URL(".", new URL(output, `file://${Deno.cwd()}/`)), { recursive: true });
await Deno.writeTextFile(output, header(licence) + await bundle());
await Deno.chmod(output, 0o755);
await stop();

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["main.ts"],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    // No syntax that the oldest runtime does not know.
    target: "node20",
    charset: "utf8",
    tsconfigRaw: {},
    plugins: [STATIC_IMPORTS],
  });
  return outputFiles[0]!.text;
}

/**
 * Makes of `import("./file.ts")` an import at the top: in one file, nothing can be loaded later than the rest, and without
 * the wrappers for that the file is shorter by a tenth, and can be read.
 */
const STATIC_IMPORTS: Plugin = {
  name: "static imports",
  setup({ onLoad }): void {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const imports: string[] = [];
      const text = (await Deno.readTextFile(path)).replace(/\bimport\(("\.[^"]+")\)/g, (_, file) => {
        imports.push(`import * as imported${imports.length} from ${file};`);
        return `Promise.resolve(imported${imports.length - 1})`;
      });
      return { contents: [text, ...imports].join("\n"), loader: "ts" };
    });
  },
};

/**
 * The first lines are a script for the shell, which starts the first runtime that there is, and strings and comments in
 * JavaScript. Without a word that only a module has, Node 20 takes the file for what it is: it looks at the name alone.
 */
function header(licence: string): string {
  const comments = [
    `${NAME} ${config.version} (${config.license})`,
    "",
    "Finds processes that still use files which an upgrade has replaced or deleted. One file, no dependencies; any of",
    "",
    `    ./${NAME}.js --help                      with the first of these that is installed`,
    `    deno run -A ${NAME}.js --help            Deno 2.0 or later`,
    `    node ${NAME}.js --help                   Node 20 or later`,
    `    UV_THREADPOOL_SIZE=64 bun ${NAME}.js     Bun 1.2 or later`,
    "",
    "Node can allow it to read /proc, and nothing else on the machine (before Node 22.13: --experimental-permission):",
    "",
    `    node --permission --allow-fs-read=/proc --allow-fs-read=$PWD/${NAME}.js ${NAME}.js`,
    "",
    "Made of TypeScript by `deno task bundle`; each part names its source.",
    "",
    ...licence.trim().split("\n"),
  ];
  return `#!/bin/sh
":" //; export UV_THREADPOOL_SIZE="\${UV_THREADPOOL_SIZE:-64}"
":" //; command -v deno >/dev/null && exec deno run -A --no-config "$0" "$@"
":" //; command -v node >/dev/null && exec node "$0" "$@"
":" //; command -v bun >/dev/null && exec bun "$0" "$@"
":" //; echo "${NAME}: error: it needs Deno, Node or Bun to run" >&2; exit 1
"use strict";
${comments.map((line) => `// ${line}`.trimEnd()).join("\n")}

`;
}
