/**
 * Makes `dist/lib_users.js`, the whole program in one file for every runtime: `deno task bundle [FILE]`. The same source
 * gives the same bytes: the bundler is of one version, and nothing of the machine gets into the file.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "npm:acorn@8.19.0";
import { build, type Plugin, stop } from "npm:esbuild@0.28.2";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = "lib_users";

/**
 * Makes of `await import("./file.ts")` an import at the top: in one file nothing can be loaded later than the rest, and
 * without the wrappers that would pretend it the file is shorter by a tenth, and easy to read.
 */
const STATIC_IMPORTS: Plugin = {
  name: "static imports",
  setup({ onLoad }): void {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const imports: string[] = [];
      const text = (await Deno.readTextFile(path)).replace(LATE_IMPORT, (_, names, file) => {
        imports.push(`import ${names ?? `* as late${imports.length}`} from ${file};`);
        return names === undefined ? `late${imports.length - 1}` : "";
      });
      return { contents: [withoutComments(path, text), ...imports].join("\n"), loader: "ts" };
    });
  },
};

/** Those of the recorder stay in a string, as no other comment does: only how to use it is worth telling there. */
function withoutComments(path: string, text: string): string {
  if (!path.includes("/recorder/")) return text;
  return text.replace(path.endsWith("/script.ts") ? /^\t+# (?!shellcheck).*\n/gm : /^\t*# .*\n/gm, "");
}

/** The names that are taken from the module, if they are, and its file. */
const LATE_IMPORT = /(?:\bconst (\{[^}]*\}) = )?\bawait import\(("\.[^"]+")\)/g;

const output = Deno.args[0] ?? `${ROOT}dist/${NAME}.js`;
// In braces, for what was cut short or pasted only in part shall not look as if nothing was found.
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
    // The oldest of the runtimes.
    target: "node20",
    charset: "utf8",
    tsconfigRaw: {},
    plugins: [STATIC_IMPORTS],
  });
  return indentByTabs(
    outputFiles[0]!.text.replaceAll("/* @__PURE__ */ ", "").replace(/^\/\/ (?:lib\/)?(.*)\.ts$/gm, "// $1"),
  );
}

/**
 * A tab for each two blanks that a line starts with, unless they belong to a string that began above it. Of comments
 * inside the code some are left, those in literals, and none is wanted.
 */
function indentByTabs(text: string): string {
  const strings: { start: number; end: number }[] = [];
  parse(text, {
    ecmaVersion: "latest",
    sourceType: "module",
    onToken: (token) => void (/^(template|invalidTemplate)$/.test(token.type.label) && strings.push(token)),
  });
  let next = 0;
  return text.replace(/^((?: {2})+)(\/\/ .*\n)?/gm, (line, blanks, comment, at: number) => {
    while (next < strings.length && strings[next]!.end < at) next++;
    const isString = next < strings.length && strings[next]!.start < at;
    if (isString) return line;
    return comment === undefined ? "\t".repeat(blanks.length / 2) : "";
  });
}

/**
 * The first lines are strings and comments in JavaScript; for the shell they are a script that starts the first runtime
 * that there is. No word is in the file that only a module may have: by its name alone, Node 20 takes it for a script.
 */
function formatHeader(licence: string): string {
  const comments = `${NAME} ${config.version} (${config.license})

Finds processes that still use files which an upgrade has replaced or deleted. One file that needs nothing but one of

    deno run -A ${NAME}.js --help   Deno 2.0 or later
    node ${NAME}.js --help          Node 20 or later
    bun ${NAME}.js --help           Bun 1.2 or later

or, to have it take what there is, "chmod +x ${NAME}.js" and "./${NAME}.js --help"; a link to it called fd_users is
fd_users. Node can keep it from everything but reading /proc (before Node 22.13 it is --experimental-permission):

    node --permission --allow-fs-read=/proc --allow-fs-read="$PWD/${NAME}.js" ${NAME}.js

Made from TypeScript by "deno task bundle"; before each part stands where in lib it comes from.

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
