/** A program that runs JavaScript. */
export type RuntimeName = "deno" | "node" | "bun";

/** Its package on npm that is the program itself, not a script that fetches it, and where in it the program is. */
const PACKAGES: Readonly<Record<RuntimeName, (architecture: string) => readonly [string, string]>> = {
  deno: (architecture) => [`@deno/linux-${architecture}-glibc`, "deno"],
  node: (architecture) => [`node-linux-${architecture}`, "bin/node"],
  bun: (architecture) => [`@oven/bun-linux-${architecture === "arm64" ? "aarch64" : architecture}`, "bin/bun"],
};

/** What the runtime is told before the file that it is to run. */
const ARGUMENTS: Readonly<Record<RuntimeName, readonly string[]>> = { deno: ["run", "-A"], node: [], bun: [] };

/** Without a network it is to give up soon, and nothing of the package is to be run. */
const NPM_OPTIONS = [
  "--no-save",
  "--no-audit",
  "--no-fund",
  "--ignore-scripts",
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=1000",
];

/**
 * The command line that runs a file with this version, or the newest of which it is the beginning. It is fetched from
 * the npm registry unless it is in the cache of the user already; undefined where it cannot be had or does not run.
 */
export async function findRuntime(name: RuntimeName, version: string): Promise<readonly string[] | undefined> {
  const [packageName, file] = PACKAGES[name](Deno.build.arch === "aarch64" ? "arm64" : "x64");
  const directory = `${cache()}/lib_users/${name}-${version}`;
  const program = `${directory}/node_modules/${packageName}/${file}`;
  if (await versionOf(program) === undefined) {
    await output("npm", ["install", "--prefix", directory, ...NPM_OPTIONS, `${packageName}@${version}`]);
  }
  return await versionOf(program) === undefined ? undefined : [program, ...ARGUMENTS[name]];
}

/** The version that a program says it has, such as `20.20.2`; undefined where there is no such program. */
export async function versionOf(program: string): Promise<string | undefined> {
  return (await output(program, ["--version"]))?.split("\n")[0]?.replace(/^(deno |v)| \(.*$/g, "");
}

function cache(): string {
  return Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME") ?? "/tmp"}/.cache`;
}

async function output(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args: [...args], stdin: "null", stderr: "null" })
      .output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    return undefined;
  }
}
