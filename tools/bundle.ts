/**
 * Makes `dist/lib_users.js`, the whole program in one file for every runtime: `deno task bundle [FILE]`. The same source
 * gives the same bytes: the bundler is of one version, and nothing of the machine gets into the file.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "npm:esbuild@0.28.2";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = "lib_users";

/** Imports text line by line: esbuild itself would write a whole file as one line. */
const TEXT: Plugin = {
  name: "text",
  setup({ onLoad }): void {
    onLoad({ filter: /\.(sh|awk)$/ }, async ({ path }) => ({
      contents: `export default String.raw\`${await Deno.readTextFile(path)}\`;`,
      loader: "js",
    }));
  },
};

const output = Deno.args[0] ?? `${ROOT}dist/${NAME}.js`;
// In braces, so that a file which was cut short, or pasted in part, is a syntax error and not a scan that finds nothing.
const text = `${formatHeader(await Deno.readTextFile(`${ROOT}LICENSE`))}{\n${await bundle()}}\n`;
await Deno.mkdir(dirname(output), { recursive: true });
await Deno.writeTextFile(output, text);
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
    // The oldest of the runtimes, and what it lacks.
    target: "node18",
    inject: ["tools/node18.ts"],
    charset: "utf8",
    tsconfigRaw: {},
    plugins: [TEXT],
  });
  return outputFiles[0]!.text;
}

/**
 * The first lines are strings and comments in JavaScript; for the shell they are a script that starts the first runtime
 * that there is. No word is in the file that only a module may have: by its name alone, Node 18 takes it for a script.
 */
function formatHeader(licence: string): string {
  const comments = `${NAME} ${config.version} (${config.license})

Finds processes that still use files which an upgrade has replaced or deleted. One file that needs nothing but one of

    deno run -A ${NAME}.js --help   Deno 2.0 or later
    node ${NAME}.js --help          Node 18 or later
    bun ${NAME}.js --help           Bun 1.2 or later

or, to have it take what there is, "chmod +x ${NAME}.js" and "./${NAME}.js --help"; a link to it called fd_users is
fd_users. Node can keep it from everything but reading /proc (before Node 22.13 it is --experimental-permission):

    node --permission --allow-fs-read=/proc --allow-fs-read="$PWD/${NAME}.js" ${NAME}.js

Made from TypeScript by "deno task bundle"; a comment before each part names the file that it comes from.

${licence}`;
  return `#!/bin/sh
":" //; export UV_THREADPOOL_SIZE="\${UV_THREADPOOL_SIZE:-64}"
":" //; case \${0##*/} in fd_users*) set -- fd_users "$@" ;; esac
":" //; command -v deno >/dev/null && exec deno run -A --no-config "$0" "$@"
":" //; command -v node >/dev/null && exec node "$0" "$@"
":" //; command -v bun >/dev/null && exec bun "$0" "$@"
":" //; echo "${NAME}: error: it needs Deno, Node or Bun to run" >&2; exit 1
"use strict";

${comments.trim().split("\n").map((line) => `// ${line}`.trimEnd()).join("\n")}

`;
}
