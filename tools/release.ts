/**
 * Makes everything of a release below `dist/`, and `SHA256SUMS`: `deno task release [DIRECTORY]`. The same source gives
 * the same bytes, compiled programs apart. It refuses to run where `CHANGELOG.md` has no entry for the version.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { toHex } from "../lib/base/bytes.ts";
import { readArguments } from "./arguments.ts";
import { bundle } from "./bundle.ts";
import { compileProgram } from "./compile.ts";
import config from "../deno.json" with { type: "json" };
import { packDebian } from "./debian.ts";
import { packNpm } from "./npm.ts";
import { type Release, run, SCHEMA } from "./release_parts.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = `${ROOT}dist`;
const SUMS = "SHA256SUMS";

async function makeRelease(directory: string): Promise<void> {
  const { version } = config;
  const date = findDate(await Deno.readTextFile(`${ROOT}CHANGELOG.md`), version);
  await empty(directory);
  await Deno.mkdir(`${directory}/completions`, { recursive: true });
  const release: Release = { root: ROOT, directory, version, date };

  for (const [name, small] of [["lib_users.js", false], ["lib_users.min.js", true]] as const) {
    await write(`${directory}/${name}`, await bundle({ small }), 0o755);
  }
  await write(`${directory}/recorder.sh`, await print("recorder"), 0o755);
  await write(`${directory}/lib_users.8`, await print("man"));
  for (const [shell, file] of COMPLETIONS) {
    await write(`${directory}/completions/${file}`, await print("completions", shell));
  }
  await Deno.copyFile(`${ROOT}lib/format/${SCHEMA}`, `${directory}/${SCHEMA}`);
  await packNpm(release);
  await packDebian(release);
  await compile(directory);
  await writeSums(directory);
}

/** Empties a directory for a release: the usual one, or one that has nothing in it but an earlier release. */
async function empty(directory: string): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name).catch((error): string[] => {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  });
  if (directory !== DIST && names.length > 0 && !names.includes(SUMS)) {
    throw new Error(`Cannot release into "${directory}": it has files that are not of a release`);
  }
  await Deno.remove(directory, { recursive: true }).catch(() => {});
}

/** Each shell, and the name under which it looks for the completions of `lib_users`. */
const COMPLETIONS: readonly (readonly [shell: string, file: string])[] = [
  ["bash", "lib_users"],
  ["zsh", "_lib_users"],
  ["fish", "lib_users.fish"],
];

/** Returns the date of the entry `## [VERSION] - DATE` in a changelog. */
function findDate(changelog: string, version: string): string {
  const entries = changelog.matchAll(/^## \[([^\]]+)\] - ([0-9]{4}-[0-9]{2}-[0-9]{2})$/gm);
  for (const [, name, date] of entries) if (name === version) return date!;
  throw new Error(`Cannot release ${version}: CHANGELOG.md has no entry "## [${version}] - YYYY-MM-DD"`);
}

/** Returns what the program prints. */
async function print(...args: readonly string[]): Promise<string> {
  return await run([Deno.execPath(), "run", "-A", "--no-lock", `${ROOT}main.ts`, ...args]);
}

async function write(path: string, text: string, mode = 0o644): Promise<void> {
  await Deno.writeTextFile(path, text);
  await Deno.chmod(path, mode);
}

/** Compiles the program; says so where that cannot be done. */
async function compile(directory: string): Promise<void> {
  const binaries = `${directory}/${Deno.build.os}-${Deno.build.arch}`;
  await Deno.mkdir(binaries);
  try {
    await compileProgram(binaries);
  } catch (error) {
    await Deno.remove(binaries, { recursive: true });
    await tell(`left out: compiled programs: ${(error as Error).message}`);
  }
}

/** Writes the checksums of all files, as `sha256sum --check` reads them. */
async function writeSums(directory: string): Promise<void> {
  const lines: string[] = [];
  for (const path of (await Array.fromAsync(filesIn(directory))).toSorted()) {
    const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(`${directory}/${path}`));
    lines.push(`${toHex(new Uint8Array(digest))}  ${path}\n`);
  }
  await write(`${directory}/${SUMS}`, lines.join(""));
}

/** Lists the regular files in a directory and below it, by their paths relative to it. */
async function* filesIn(directory: string, prefix = ""): AsyncGenerator<string> {
  for await (const { name, isFile, isDirectory } of Deno.readDir(`${directory}/${prefix}`)) {
    if (isDirectory) yield* filesIn(directory, `${prefix}${name}/`);
    else if (isFile) yield prefix + name;
  }
}

async function tell(line: string): Promise<void> {
  await Deno.stderr.write(new TextEncoder().encode(`release: ${line}\n`));
}

const [directory = DIST] = readArguments({ usage: "deno task release [DIRECTORY]", most: 1 });
try {
  // npm and dpkg-deb are run in other directories.
  await makeRelease(resolve(directory));
} catch (error) {
  await tell(`error: ${(error as Error).message}`);
  Deno.exit(1);
}
