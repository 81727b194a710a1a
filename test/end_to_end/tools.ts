import { testUnless } from "./requirements.ts";

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Registers a test that needs a tool. Where there is none, it is reported as ignored, with the reason in its name. */
export function testWith(tool: string, name: string, test: () => Promise<void>): void {
  testUnless(isInstalled(tool) ? undefined : `no ${tool}`, name, test);
}

/** Some systems have another program of this name, or a stub that says that they have none. */
function isInstalled(tool: string): boolean {
  try {
    const { stdout } = new Deno.Command(tool, { args: ["--version"], stdin: "null", stderr: "null" }).outputSync();
    return new RegExp(`\\b${tool}\\b.*[ -][0-9]+\\.[0-9]`).test(new TextDecoder().decode(stdout));
  } catch {
    return false;
  }
}

/** Runs a command with this text as its standard input, a home of its own and an environment that is always the same. */
export async function pipe(text: string, command: string, ...args: readonly string[]): Promise<Outcome> {
  const home = await Deno.makeTempDir({ prefix: "shell-" });
  try {
    const { code, stdout, stderr } = await pipeAtHome(text, [command, ...args], home);
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function pipeAtHome(text: string, line: readonly string[], home: string): Promise<Deno.CommandOutput> {
  const [command, ...args] = line;
  const child = new Deno.Command(command!, {
    args,
    cwd: home,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
      HOME: home,
      LC_ALL: "C.UTF-8",
      TERM: "dumb",
      MANWIDTH: "80",
      MANPAGER: "cat",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(60_000),
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return await child.output();
}
