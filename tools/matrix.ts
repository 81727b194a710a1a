/**
 * Runs the end-to-end tests on one file with every runtime that it is made for, and prints a table of what passed:
 * `deno task matrix [NAME...]`, as in `deno task matrix node bun`; without a name it also writes the table into docs/. The
 * runtimes are kept in the cache of the user.
 */
import { fileURLToPath } from "node:url";
import { THREADS } from "../lib/runtime/node_process.ts";
import { readArguments } from "./arguments.ts";
import { findRuntime, type RuntimeName, versionOf } from "./runtimes.ts";

const RUNTIMES: readonly (readonly [RuntimeName, string])[] = [
  ["deno", "2.0.6"],
  ["deno", "2.4.4"],
  ["deno", "2.9.6"],
  ["node", "18"],
  ["node", "20"],
  ["node", "22"],
  ["node", "24"],
  ["bun", "1.2"],
  ["bun", "1"],
];

const TITLES: Readonly<Record<RuntimeName, string>> = { deno: "Deno", node: "Node", bun: "Bun" };

/** Of the making and the starting of the file, of the permissions that Deno gives to the source, and of the shell script. */
const LEFT_OUT = ["bundle", "compile", "permissions", "recorder", "recorder_attacks", "recorder_packages"]
  .map((name) => `test/end_to_end/${name}_test.ts`);

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENT = "docs/matrix.md";

const names = readArguments({
  usage: "deno task matrix [deno | node | bun]...",
  most: Infinity,
  words: Object.keys(TITLES),
});
let failures = 0;
const directory = await Deno.makeTempDir({ prefix: "lib_users_" });
try {
  // Other users start the file there too.
  await Deno.chmod(directory, 0o755);
  await deno(["run", "-A", "tools/bundle.ts", `${directory}/lib_users.js`]);
  const table = ["| runtime | passed | failed | left out |\n", "| --- | --- | --- | --- |\n"];
  await print(table.join(""));
  for (const [name, version] of RUNTIMES) {
    if (names.length > 0 && !names.includes(name)) continue;
    const row = await testOn(name, version);
    await print(row);
    table.push(row);
  }
  // Of some runtimes only it would be no matrix.
  if (names.length === 0) await writeDocument(table.join(""));
} finally {
  await Deno.remove(directory, { recursive: true });
}
Deno.exit(failures === 0 ? 0 : 1);

/** Writes the table into the documents, with what it is about. */
async function writeDocument(table: string): Promise<void> {
  const commit = (await output("git", ["rev-parse", "--short=12", "HEAD"])).trim();
  const changes = (await output("git", ["status", "--porcelain"])).trim() === "" ? "" : ", with changes";
  const text = `# Runtimes

The end-to-end tests of the one file, \`lib_users.js\`, on every runtime that it is made for. \`deno task matrix\` runs them
and writes this page. Left out are tests of what the runtime or the machine lacks.

Run on ${new Date().toISOString().slice(0, 10)}, Linux ${Deno.osRelease()}, commit ${commit}${changes}:

${table}`;
  await Deno.writeTextFile(`${ROOT}/${DOCUMENT}`, text);
  await deno(["fmt", "--quiet", DOCUMENT]);
}

/** A row of the table. */
async function testOn(name: RuntimeName, version: string): Promise<string> {
  const found = await findRuntime(name, version);
  if (found === undefined) return `| ${TITLES[name]} ${version} | cannot be had here | | |\n`;
  const [program, ...rest] = found;
  // Copied, since other users cannot enter the cache. Named after itself: Bun and Deno look at that.
  const own = `${directory}/${name}`;
  await Deno.copyFile(program!, own);
  const text = await deno(["test", "-A", "--no-check", `--ignore=${LEFT_OUT}`, "test/end_to_end"], {
    LIB_USERS_COMMAND: JSON.stringify([own, ...rest, `${directory}/lib_users.js`]),
    // As where the file starts the runtime. Without it Bun starts once more, and is a process more on the machine.
    UV_THREADPOOL_SIZE: THREADS,
  });
  const [, passed, failed, ignored = "0"] =
    /\| ([0-9]+) passed.* \| ([0-9]+) failed(?: \| ([0-9]+) ignored)?/.exec(text) ?? [];
  failures += failed === undefined ? 1 : Number(failed);
  if (failed !== "0") await Deno.stderr.write(new TextEncoder().encode(text));
  return `| ${TITLES[name]} ${await versionOf(own)} | ${passed} | ${failed} | ${ignored} |\n`;
}

async function deno(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return await output(Deno.execPath(), args, { ...env, NO_COLOR: "1" });
}

async function output(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new TextDecoder().decode(
    (await new Deno.Command(command, { args: [...args], cwd: ROOT, env }).output()).stdout,
  );
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}
