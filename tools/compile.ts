/**
 * Makes `dist/lib_users`, a program that needs no runtime, and the link `dist/fd_users` to it: `deno task compile
 * [DIRECTORY]`. Deno takes the part of itself that goes into it from its own site, or from where `DENORT_BIN` says.
 */
import { fileURLToPath } from "node:url";
import { readArguments } from "./arguments.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Makes the program with Deno, which is not to look for compiled code in `/tmp`, where anybody may put some. Throws an
 * `Error` of one line where Deno cannot have the part of itself that it needs.
 */
export async function compileProgram(directory: string): Promise<void> {
  const output = `${directory}/lib_users`;
  const args = ["compile", "--quiet", "-A", "--no-config", "--no-code-cache", "--output", output, `${ROOT}main.ts`];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).output();
  if (success) return await linkModes(directory);
  const message = new TextDecoder().decode(stderr).trim();
  if (!message.includes("denort")) throw new Error(message);
  throw new Error(`Cannot fetch denort, a part of Deno: set DENORT_BIN to the denort of Deno ${Deno.version.deno}`);
}

/** Makes the links by which the program is another mode. */
async function linkModes(directory: string): Promise<void> {
  const link = `${directory}/fd_users`;
  await Deno.remove(link).catch(() => {});
  await Deno.symlink("lib_users", link);
}

if (import.meta.main) {
  const [directory = `${ROOT}dist`] = readArguments({ usage: "deno task compile [DIRECTORY]", most: 1 });
  await Deno.mkdir(directory, { recursive: true });
  try {
    await compileProgram(directory);
  } catch (error) {
    await Deno.stderr.write(new TextEncoder().encode(`compile: error: ${(error as Error).message}\n`));
    Deno.exit(1);
  }
}
