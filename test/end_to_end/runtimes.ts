import { fileURLToPath } from "node:url";
import { findRuntime, versionOf } from "../../tools/runtimes.ts";
import { COMMAND } from "./program.ts";
import { type Need, testLive, testUnless } from "./requirements.ts";

/** A runtime that the one file of the program is tested on. */
export interface TestedRuntime {
  readonly name: "Deno" | "Node" | "Bun";
  /** The command line that runs a file; undefined where the runtime cannot be had. */
  readonly command: readonly string[] | undefined;
}

/** The directory of the project. */
export const PROJECT: string = fileURLToPath(new URL("../..", import.meta.url));

/** This Deno, the Node that is installed, and a Bun, fetched unless it is there; none of them in a run of the matrix. */
export async function testedRuntimes(): Promise<readonly TestedRuntime[]> {
  if (COMMAND !== undefined) return [];
  return [
    { name: "Deno", command: [Deno.execPath(), "run", "-A"] },
    { name: "Node", command: await versionOf("node") === undefined ? await findRuntime("node", "20") : ["node"] },
    { name: "Bun", command: await findRuntime("bun", "1") },
  ];
}

/** Registers a test of the one file on a runtime. Where there is none, it is reported as ignored, with the reason in its name. */
export function testOn(
  { name, command }: TestedRuntime,
  title: string,
  needs: readonly Need[],
  test: (command: readonly string[], context: Deno.TestContext) => Promise<void>,
): void {
  if (command !== undefined) testLive(title, ["bundle", ...needs], (context) => test(command, context));
  else testUnless(`no ${name}`, title, () => Promise.resolve());
}

/** Makes the program one file, in this directory, from the source in that one. */
export async function makeBundle(directory: string, project = PROJECT): Promise<string> {
  const file = `${directory}/lib_users.js`;
  const args = ["run", "-A", `${project}/tools/bundle.ts`, file];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: "/" }).output();
  if (!success) throw new Error(`Cannot make "${file}": ${new TextDecoder().decode(stderr)}`);
  return file;
}
