/**
 * Makes the whole program in one file for every runtime: `deno task bundle [FILE]` writes `dist/lib_users.js`, readable.
 * The same source gives the same bytes: the bundler is of one version, and nothing of the machine gets into the file.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, deflateRawSync } from "node:zlib";
import { parse, type Token } from "npm:acorn@8.19.0";
import { build, type OutputFile, type Plugin, stop } from "npm:esbuild@0.28.2";
import { formatCompletions } from "../lib/cli/completions/completions.ts";
import { formatMan } from "../lib/cli/man/page.ts";
import { recorderScript } from "../lib/recorder/script.ts";
import { THREADS } from "../lib/runtime/node_process.ts";
import { readArguments } from "./arguments.ts";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = "lib_users";

/** How the one file is written. */
export interface BundleOptions {
  /** Whether it is for pasting: as small as can be, and in lines that a terminal takes. */
  readonly small: boolean;
}

/**
 * Returns the text of the one file. It is in braces, so that a file which was cut short, or pasted in part, is a syntax
 * error and not a scan that finds nothing.
 */
export async function bundle({ small }: BundleOptions): Promise<string> {
  const licence = await Deno.readTextFile(`${ROOT}LICENSE`);
  const program = await buildProgram(small);
  if (small) return `${formatStart(formatShortComments(licence))}{\n${formatUnpacking(program)}}\n`;
  return `${formatStart(formatComments(licence))}{\n${program}}\n`;
}

async function buildProgram(minify: boolean): Promise<string> {
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
      charset: "utf8",
      tsconfigRaw: {},
      plugins: [PACKED_TEXTS, LATE_IMPORTS],
      minify,
      minifySyntax: true,
    });
    const [{ text }] = outputFiles as [OutputFile];
    return minify ? text : shorten(text.replaceAll("/* @__PURE__ */ ", ""));
  } finally {
    await stop();
  }
}

/**
 * The modules that print the same text every time: the shell recorder, the manual page and the completions. The one file
 * has the texts themselves, packed together, for they can be read in files of their own in every release, or once
 * printed. The recorder is without the comments inside it.
 */
const PRINTED: readonly (readonly [module: string, name: string, texts: Readonly<Record<string, string>>])[] = [
  ["lib/recorder/script.ts", "recorderScript", {
    undefined: withoutComments(recorderScript()),
  }],
  ["lib/cli/man/page.ts", "formatMan", { undefined: formatMan() }],
  ["lib/cli/completions/completions.ts", "formatCompletions", {
    bash: formatCompletions("bash"),
    zsh: formatCompletions("zsh"),
    fish: formatCompletions("fish"),
  }],
];

/** Leaves out the comments of the recorder behind those on how to use it. */
function withoutComments(script: string): string {
  const [use = "", ...rest] = script.split(/(?<=^set -fu$)/m);
  return use + rest.join("").replace(/^\t*# (?!shellcheck).*\n/gm, "");
}

const PACKED_TEXTS: Plugin = {
  name: "packed texts",
  setup({ onResolve, onLoad }): void {
    onResolve({ filter: /^packed texts$/ }, ({ path }) => ({ path, namespace: path }));
    onLoad({ filter: /.*/, namespace: "packed texts" }, () => ({ contents: unpacking(), loader: "js" }));
    for (const [module, name] of PRINTED) {
      const contents = `import { unpack } from "packed texts";

export async function ${name}(which) {
  return (await unpack()).${name}[which];
}
`;
      onLoad({ filter: new RegExp(`/${module.replaceAll(".", "\\.")}$`) }, ({ path }) => ({
        contents,
        loader: "js",
        resolveDir: dirname(path),
      }));
    }
  },
};

/** Returns the module with the texts: together, and by an algorithm that every runtime has, they take least room. */
function unpacking(): string {
  const texts = JSON.stringify(Object.fromEntries(PRINTED.map(([, name, texts]) => [name, texts])));
  return `const PACKED = \`\n${encode(brotliCompressSync(texts))}\`;

${decode}

export async function unpack() {
  const { brotliDecompressSync } = await import("node:zlib");
  return JSON.parse(new TextDecoder().decode(brotliDecompressSync(decode(PACKED))));
}
`;
}

/**
 * Makes of `await import("./file.ts")` an import at the top. In one file nothing can be loaded later than the rest, and
 * the wrappers with which esbuild pretends it are a tenth of the file.
 */
const LATE_IMPORTS: Plugin = {
  name: "late imports",
  setup({ onLoad }): void {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const imports: string[] = [];
      const source = (await Deno.readTextFile(path)).replace(path.includes("/lib/rules/") ? FOR_DOCUMENTS : "", "");
      const text = source.replace(LATE_IMPORT, (_, names, file) => {
        imports.push(`import ${names ?? `* as late${imports.length}`} from ${file};`);
        return names === undefined ? `late${imports.length - 1}` : "";
      });
      return { contents: [text, ...imports].join("\n"), loader: "ts" };
    });
  },
};

/** What the tables of the rules say for the documents alone. */
const FOR_DOCUMENTS = /^ {4}(?:title|what|met|example):\s+(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]),\n/gm;

/** The names that are taken from the module, if they are, and its file. */
const LATE_IMPORT = /(?:\bconst (\{[^}]*\}) = )?\bawait import\(("\.[^"]+")\)/g;

/**
 * Makes the text of esbuild shorter, and leaves the names, and lines that are indented: by tabs, which are half of the
 * spaces of esbuild, and with no other space, semicolon or parenthesis that nobody needs. The file would be a tenth
 * longer.
 */
function shorten(text: string): string {
  /** Each token, and before it what sets it apart from the one before. */
  const pieces: string[] = [];
  let end = 0;
  const onToken = ({ start, end: next }: Token): void => {
    const token = text.slice(start, next);
    if (token === "}" && pieces.at(-1) === ";") pieces[pieces.length - 1] = "";
    if (token === "=>") leaveOutParentheses(pieces);
    pieces.push(shortenGap(text.slice(end, start), `${text[end - 1]}${text[start]}`), token);
    end = next;
  };
  parse(text, { ecmaVersion: "latest", sourceType: "module", onToken });
  return (pieces.join("") + text.slice(end)).replace(ONE_LINE_BLOCK, "{$1}").replace(SHORT_LIST, joinShort)
    .replace(/^\/\/ lib\//gm, "// ");
}

/** Leaves out the parentheses around the one parameter of an arrow function, the last token of which is the last piece. */
function leaveOutParentheses(pieces: string[]): void {
  const [before = "", , open, , name = "", , close] = pieces.slice(-7);
  if (open !== "(" || close !== ")" || !/^[\w$]+$/.test(name) || /[\w$]$/.test(before)) return;
  pieces[pieces.length - 5] = pieces[pieces.length - 1] = "";
}

/** A block of one short line. */
const ONE_LINE_BLOCK = /\{\n\t+((?:[^{}\n]|\{[^{}\n]*\}){1,120})\n\t*\}/g;

/** What stands in brackets, an item or a part of one a line. */
const SHORT_LIST = /(?<=[{([])(?:\n\t+[^\n]*,)*\n\t+[^\n]*[^\n{([,;]\n\t*(?=[})\]])/g;

function joinShort(list: string): string {
  const line = list.replace(/\n\t*/g, "");
  return line.length > 160 ? list : line;
}

/** Shortens what is between two tokens. Of the comments inside the code esbuild leaves a few, and they are left out. */
function shortenGap(gap: string, around: string): string {
  // What follows a condition goes on its line.
  if (/^\)[^)}\]]/.test(around) && /^\n *$/.test(gap)) return "";
  if (gap === " ") return /^[\w$/][\w$]$|^([+/-])\1$/.test(around) ? gap : "";
  return gap.replace(/^(?: {2})+\/\/ .*\n/gm, "").replace(/^(?: {2})+/gm, (spaces) => "\t".repeat(spaces.length / 2));
}

/**
 * Writes bytes as text: four of them as five digits to the base of 85, which takes less room than base64, in lines that a
 * terminal takes: termios(3), canonical mode. The digits are the characters from ( to ~ but those that end a literal.
 */
function encode(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const group = new Uint8Array(4);
    group.set(bytes.subarray(at, at + 4));
    const value = new DataView(group.buffer).getUint32(0);
    for (const power of [85 ** 4, 85 ** 3, 85 ** 2, 85, 1]) digits.push(Math.floor(value / power) % 85);
  }
  const text = digits.map((digit) => String.fromCharCode(digit + (digit < 52 ? 40 : digit < 55 ? 41 : 42))).join("");
  return text.replace(/.{900}/g, "$&\n");
}

/** Reads what {@linkcode encode} has written, with some zeros at its end. It is written into the file as it is here. */
function decode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const group of text.match(/\S{5}/g) ?? []) {
    let value = 0;
    for (const digit of group) {
      const code = digit.charCodeAt(0);
      value = value * 85 + code - (code < 92 ? 40 : code < 96 ? 41 : 42);
    }
    bytes.push(value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255);
  }
  return new Uint8Array(bytes);
}

/** Returns a program that unpacks another and runs it. */
function formatUnpacking(program: string): string {
  return `const packed = \`
${encode(deflateRawSync(`"use strict";{${program}}`, { level: 9 }))}
\`;
${decode}
import("node:zlib").then(({ inflateRawSync }) => {
  (0, eval)(new TextDecoder().decode(inflateRawSync(decode(packed))));
});
`;
}

/**
 * The first lines are strings and comments in JavaScript; for the shell they are a script that starts the first runtime
 * that there is, without the environment, for with each version more variables tell a runtime what to load. No word is in
 * the file that only a module may have: by its name alone, Node 18 takes it for a script.
 */
function formatStart(comments: string): string {
  return `#!/bin/sh
":" //; start="/usr/bin/env -i DENO_NO_UPDATE_CHECK=1 UV_THREADPOOL_SIZE=${THREADS} \${NO_COLOR:+NO_COLOR=1}"
":" //; command -v deno >/dev/null && exec $start PATH="$PATH" \${HOME+"HOME=$HOME"} deno run -A --no-config --no-lock "$0" "$@"
":" //; command -v node >/dev/null && exec $start PATH="$PATH" \${HOME+"HOME=$HOME"} node "$0" "$@"
":" //; case \${0##*/} in fd_users*) set -- fd_users "$@" ;; esac
":" //; command -v bun >/dev/null && exec $start PATH="$PATH" \${HOME+"HOME=$HOME"} bun --config=/dev/null --env-file=/dev/null --tsconfig-override=/dev/null "$0" "$@"
":" //; echo "${NAME}: error: it needs Deno, Node or Bun to run" >&2; exit 1
"use strict";

${comments.trim().split("\n").map((line) => `// ${line}`.trimEnd()).join("\n")}

`;
}

function formatComments(licence: string): string {
  return `${NAME} ${config.version} (${config.license})

Finds processes that still use files which an upgrade has replaced or deleted. It needs one of these, and nothing else:

    deno run -A --no-config --no-lock ${NAME}.js --help   Deno 2.0 or later
    node ${NAME}.js --help                                Node 18 or later
    bun --config=/dev/null --env-file=/dev/null --tsconfig-override=/dev/null ${NAME}.js --help   Bun 1.2 or later

With these options nothing in the working directory or above the file is taken for code or configuration. After
"chmod +x ${NAME}.js", "./${NAME}.js --help" starts the first of them that there is, without the environment. A link to it
called fd_users is fd_users. Node can limit it to reading /proc (before Node 22.13: --experimental-permission):

    node --permission --allow-fs-read=/proc --allow-fs-read="$PWD/${NAME}.js" ${NAME}.js

Made from TypeScript by "deno task bundle"; a comment before each part names the file below lib/ that it comes from.

${licence}`;
}

function formatShortComments(licence: string): string {
  return `${NAME} ${config.version}: finds processes that still use files which an upgrade has replaced or deleted. This is the
small file, for pasting, packed; ${NAME}.js of the same release is the readable one, and "deno task release" makes both.

${licence}`;
}

if (import.meta.main) {
  const [output = `${ROOT}dist/${NAME}.js`] = readArguments({ usage: "deno task bundle [FILE]", most: 1 });
  await Deno.mkdir(dirname(output), { recursive: true });
  await Deno.writeTextFile(output, await bundle({ small: false }));
  await Deno.chmod(output, 0o755);
}
