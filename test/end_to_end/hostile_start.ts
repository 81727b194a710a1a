import type { TestedRuntime } from "./runtimes.ts";
import { locate } from "./shells.ts";

/** Makes a directory in this one with the runtimes under their names, for `PATH`. */
export async function linkRuntimes(directory: string, chosen: readonly TestedRuntime[]): Promise<string> {
  const links = await Deno.makeTempDir({ dir: directory });
  for (const { name, command: [program] = [] } of chosen as readonly Required<TestedRuntime>[]) {
    await Deno.symlink(program!.startsWith("/") ? program! : locate(program!)!, `${links}/${name.toLowerCase()}`);
  }
  return links;
}

/** Runs a line of shell with this environment alone, for at most a minute; returns its status and all that it prints. */
export async function runLine(line: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("/usr/bin/timeout", {
    args: ["60", "/bin/sh", "-c", line],
    cwd,
    env,
    clearEnv: true,
    stdin: "null",
  }).output();
  return `${code} ${new TextDecoder().decode(stdout)}${new TextDecoder().decode(stderr)}`;
}
