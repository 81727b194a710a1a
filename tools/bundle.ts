/**
 * Makes the whole program in one file for every runtime: `deno task bundle [FILE]` writes `dist/lib_users.js`, readable.
 * The same source gives the same bytes: the bundler is of one version, and nothing of the machine gets into the file.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "npm:esbuild@0.28.2";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = "lib_users";

/** How the one file is written. */
export interface BundleOptions {
  /** Whether it is for pasting: as small as can be, and in lines that a terminal takes. */
  readonly minify: boolean;
}

/** Returns the text of the one file. */
export async function bundle({ minify }: BundleOptions): Promise<string> {
  const licence = await Deno.readTextFile(`${ROOT}LICENSE`);
  const comments = minify ? formatShortComments(licence) : formatComments(licence);
  try {
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
      charset: minify ? "ascii" : "utf8",
      tsconfigRaw: {},
      plugins: [TEXT],
      minify,
      // A terminal takes 4,095 bytes a line: termios(3), canonical mode.
      ...(minify ? { lineLimit: 1000 } : {}),
    });
    // In braces, so that a file which was cut short, or pasted in part, is a syntax error and not a scan that finds nothing.
    return `${formatStart(comments)}{\n${outputFiles[0]!.text}}\n`;
  } finally {
    await stop();
  }
}

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

/**
 * The first lines are strings and comments in JavaScript; for the shell they are a script that starts the first runtime
 * that there is. No word is in the file that only a module may have: by its name alone, Node 18 takes it for a script.
 */
function formatStart(comments: string): string {
  return `#!/bin/sh
":" //; export UV_THREADPOOL_SIZE="\${UV_THREADPOOL_SIZE:-64}"
":" //; command -v deno >/dev/null && exec deno run -A --no-config "$0" "$@"
":" //; command -v node >/dev/null && exec node "$0" "$@"
":" //; case \${0##*/} in fd_users*) set -- fd_users "$@" ;; esac
":" //; command -v bun >/dev/null && exec bun "$0" "$@"
":" //; echo "${NAME}: error: it needs Deno, Node or Bun to run" >&2; exit 1
"use strict";

${comments.trim().split("\n").map((line) => `// ${line}`.trimEnd()).join("\n")}

`;
}

function formatComments(licence: string): string {
  return `${NAME} ${config.version} (${config.license})

Finds processes that still use files which an upgrade has replaced or deleted. One file that needs nothing but one of

    deno run -A ${NAME}.js --help   Deno 2.0 or later
    node ${NAME}.js --help          Node 18 or later
    bun ${NAME}.js --help           Bun 1.2 or later

or, to have it take what there is, "chmod +x ${NAME}.js" and "./${NAME}.js --help"; a link to it called fd_users is
fd_users. Node can keep it from everything but reading /proc (before Node 22.13 it is --experimental-permission):

    node --permission --allow-fs-read=/proc --allow-fs-read="$PWD/${NAME}.js" ${NAME}.js

Made from TypeScript by "deno task bundle"; a comment before each part names the file that it comes from.

${licence}`;
}

function formatShortComments(licence: string): string {
  return `${NAME} ${config.version}: finds processes that still use files which an upgrade has replaced or deleted. This is the
small file, for pasting; ${NAME}.js of the same release is the readable one, and "deno task release" makes both.

${licence}`;
}

if (import.meta.main) {
  const output = Deno.args[0] ?? `${ROOT}dist/${NAME}.js`;
  await Deno.mkdir(dirname(output), { recursive: true });
  await Deno.writeTextFile(output, await bundle({ minify: false }));
  await Deno.chmod(output, 0o755);
}
