import type { Holder } from "./holder.ts";
import { commandLine, type Run } from "./program.ts";
import { type Need, testLive, testUnless } from "./requirements.ts";
import { enter, type Workshop } from "./workshop.ts";

/** A shell that may run the recorder, and where the tools are that it finds there. */
export interface Shell {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** The one program that has all of the tools in it; undefined where each is a program. */
  readonly tools?: string;
  /** The awk that it finds there, where that is not the usual one. */
  readonly awk?: string;
}

/** How to run the recorder. */
export interface RecorderOptions {
  /** The holder whose namespaces it is to run in. */
  readonly inside?: Holder;
  /** A command line that starts another one. */
  readonly prefix?: readonly string[];
  /** The arguments of the script. */
  readonly args?: readonly string[];
}

/** What the recorder may use. */
export const TOOLS: readonly string[] = ["awk", "grep", "id", "ls", "od", "readlink", "sleep", "uname"];

/** The shells to try. */
export const SHELLS: readonly Shell[] = [
  { name: "busybox", command: [locate("busybox") ?? "busybox", "sh"], tools: "busybox" },
  ...["awk", "gawk", "original-awk"].map((awk): Shell => ({
    name: awk === "awk" ? "dash" : `dash with ${awk}`,
    command: [locate("dash") ?? "dash"],
    awk,
  })),
];

/** Registers a test of the recorder in a shell. Where there is none, it is ignored, with the reason in its name. */
export function testShell(
  shell: Shell,
  name: string,
  needs: readonly Need[],
  test: (context: Deno.TestContext) => Promise<void>,
): void {
  const whole = `The recorder, run by ${shell.name}, ${name}`;
  const missing = missingOf(shell);
  if (missing === undefined) testLive(whole, needs, test);
  else testUnless(`no ${missing}`, whole, () => Promise.resolve());
}

/** The program without which a shell is not there as it is wanted; undefined where all is there. */
function missingOf({ command: [program], awk = program }: Shell): string | undefined {
  return [program, awk].find((name) => !name.startsWith("/") && locate(name) === undefined);
}

/** Where a program is, or undefined where there is none. */
export function locate(program: string): string | undefined {
  for (const directory of (Deno.env.get("PATH") ?? "/usr/bin:/bin").split(":")) {
    try {
      if (Deno.statSync(`${directory}/${program}`).isFile) return `${directory}/${program}`;
    } catch {
      // Then it is in another directory.
    }
  }
  return undefined;
}

/** Makes a directory with nothing in it but the tools, and gives its path. */
export async function makeTools(workshop: Workshop, { name, tools, awk }: Shell, wanted = TOOLS): Promise<string> {
  const directory = workshop.path(`tools of ${name}`);
  await Deno.mkdir(directory);
  for (const tool of wanted) {
    const program = tools ?? (tool === "awk" ? awk : undefined) ?? tool;
    await Deno.symlink(locate(program)!, `${directory}/${tool}`);
  }
  return directory;
}

/** Runs a script as `ssh host sh -s` does, with the tools of a directory only; gives its output as bytes too. */
export async function runScript(
  script: string,
  { command }: Shell,
  tools: string,
  { inside, prefix = [], args = [] }: RecorderOptions = {},
): Promise<Run & { readonly bytes: Uint8Array<ArrayBuffer> }> {
  const entering = inside === undefined ? [] : enter(inside);
  // What changes how ls and grep print is set at many places.
  const env = [`PATH=${tools}`, "TIME_STYLE=+%s", "QUOTING_STYLE=c", "BLOCK_SIZE=1", "LANG=C.UTF-8"];
  const [first, ...rest] = [...entering, ...prefix, locate("env")!, ...env, ...command, "-s", "--", ...args];
  return await pipe(new TextEncoder().encode(script), [first!, ...rest]);
}

/** Runs the program on a recording that is its standard input, with no permission at all. */
export async function replay(args: readonly string[], recording: Uint8Array<ArrayBuffer>): Promise<Run> {
  const { code, stdout, stderr } = await pipe(
    recording,
    commandLine([...args, "--proc", "-"], { permissions: ["--no-prompt"] }),
  );
  return { code, stdout, stderr };
}

async function pipe(
  input: Uint8Array<ArrayBuffer>,
  [command, ...args]: readonly [string, ...string[]],
): Promise<Run & { readonly bytes: Uint8Array<ArrayBuffer> }> {
  const child = new Deno.Command(command, { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  // One that fails need not read all of it.
  await writer.write(input).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await output;
  return { code, stdout: decode(stdout), stderr: decode(stderr), bytes: stdout };
}

/** A recording is valid UTF-8, whatever names are in it. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
