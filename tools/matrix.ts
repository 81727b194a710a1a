/**
 * Runs the end-to-end tests on one file with every runtime that it is made for, and prints a table of what passed:
 * `deno task matrix [NAME...]`, as in `deno task matrix node bun`. The runtimes are kept in the cache of the user.
 */
import { fileURLToPath } from "node:url";
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

/** Of the making and the starting of the file itself, and of the permissions that Deno gives to the source. */
const LEFT_OUT = ["bundle", "compile", "permissions"].map((name) => `test/end_to_end/${name}_test.ts`);

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const names = Deno.args;
const directory = await Deno.makeTempDir({ prefix: "lib_users_" });
const file = `${directory}/lib_users.js`;
let failures = 0;
try {
  await deno(["run", "-A", "tools/bundle.ts", file]);
  await print("| runtime | passed | failed | left out |\n| --- | --- | --- | --- |\n");
  for (const [name, version] of RUNTIMES) {
    if (names.length === 0 || names.includes(name)) await print(await testOn(name, version));
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}
Deno.exit(failures === 0 ? 0 : 1);

/** A row of the table. */
async function testOn(name: RuntimeName, version: string): Promise<string> {
  const runtime = await findRuntime(name, version);
  if (runtime === undefined) return `| ${TITLES[name]} ${version} | cannot be had here | | |\n`;
  const text = await deno(["test", "-A", "--no-check", `--ignore=${LEFT_OUT}`, "test/end_to_end"], {
    LIB_USERS_COMMAND: JSON.stringify([...runtime, file]),
    // As where the file starts the runtime. Without it Bun starts once more, and is a process more on the machine.
    UV_THREADPOOL_SIZE: "64",
  });
  const [, passed, failed, ignored = "0"] =
    /\| ([0-9]+) passed.* \| ([0-9]+) failed(?: \| ([0-9]+) ignored)?/.exec(text) ?? [];
  failures += failed === undefined ? 1 : Number(failed);
  if (failed !== "0") await Deno.stderr.write(new TextEncoder().encode(text));
  return `| ${TITLES[name]} ${await versionOf(runtime[0]!)} | ${passed} | ${failed} | ${ignored} |\n`;
}

async function deno(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const options = { args: [...args], cwd: ROOT, env: { ...env, NO_COLOR: "1" } };
  return new TextDecoder().decode((await new Deno.Command(Deno.execPath(), options).output()).stdout);
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}
