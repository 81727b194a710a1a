/** How a command ended. */
export interface Outcome {
  /** Its exit status; 128 and more where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command gets beside its arguments. */
export interface CommandOptions {
  /** What it reads from stdin; nothing by default. */
  readonly input?: string | Uint8Array;
  /** Seconds after which it is ended. */
  readonly limit: number;
}

/** Runs a command on this machine to its end, or to its limit. */
export async function run(
  [command, ...args]: readonly [string, ...string[]],
  { input, limit }: CommandOptions,
): Promise<Outcome> {
  const child = new Deno.Command(command, {
    args,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(limit * 1000),
  }).spawn();
  // A command that ends without reading all of it is judged by its status.
  const written = input === undefined ? undefined : new Blob([input as BlobPart]).stream().pipeTo(child.stdin)
    .catch(() => {});
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), written]);
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** Runs a command that must succeed, and returns what it prints. */
export async function runOrThrow(command: readonly [string, ...string[]], options: CommandOptions): Promise<string> {
  const { code, stdout, stderr } = await run(command, options);
  if (code === 0) return stdout;
  throw new Error(`Cannot run "${command.join(" ").slice(0, 200)}": exit status ${code}: ${stderr.slice(-2000)}`);
}
