/** A temporary directory of a test, taken away again when it is disposed of. */
export interface Folder extends AsyncDisposable {
  /** The real path of a file in it. */
  path(name: string): string;
  /** Writes a file, with the directories above it, and gives its path. */
  write(name: string, text: string, mode?: number): Promise<string>;
}

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  /** Its standard input; empty by default. */
  readonly input?: string;
  /** Its environment, beside what the test itself has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** The path of a file of the project. */
export function projectPath(name: string): string {
  return new URL(`../../${name}`, import.meta.url).pathname;
}

/** Makes a temporary directory. */
export async function openFolder(): Promise<Folder> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "lib_users_" }));
  const path = (name: string): string => `${directory}/${name}`;
  return {
    path,
    async write(name, text, mode = 0o644): Promise<string> {
      await Deno.mkdir(path(name).replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(path(name), text);
      await Deno.chmod(path(name), mode);
      return path(name);
    },
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

/** Runs a command to its end. */
export async function run(line: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { input = "", env = {}, directory } = options;
  const [command, ...args] = line;
  const child = new Deno.Command(command!, {
    args,
    env: { ...env },
    ...(directory === undefined ? {} : { cwd: directory }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  // One that fails need not read all of it.
  await writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await output;
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}
