import { fileURLToPath } from "node:url";
import type { Holder } from "./holder.ts";
import { enter } from "./workshop.ts";

/** What a run of the program came to. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the program. */
export interface RunOptions {
  /** The holder whose namespaces it is to run in. */
  readonly inside?: Holder;
  /** What Deno is to allow (default: everything). */
  readonly permissions?: readonly string[];
  /** A command line that starts another one. */
  readonly prefix?: readonly string[];
  /** A copy of the program, or of Deno, to be run instead. */
  readonly main?: string;
  /** What starts the program, with the permissions that it has (default: Deno and the source). */
  readonly command?: readonly string[];
  readonly deno?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What starts the program elsewhere than on this Deno, as JSON: `["node", "dist/lib_users.js"]`. All tests here can be
 * run so but those that need the source; `deno task matrix` does it.
 */
export const COMMAND: readonly string[] | undefined = JSON.parse(Deno.env.get("LIB_USERS_COMMAND") ?? "null") ??
  undefined;

/**
 * The exit status of a scan that is done while a process does not answer. Nothing but a signal ends Node before 22.15
 * while a thread waits: see `leave` in lib/runtime/node_process.ts.
 */
export const DONE_BESIDE_STUCK: number = isOldNode() ? 128 + 9 : 0;

function isOldNode(): boolean {
  if (COMMAND === undefined) return false;
  const { stdout } = new Deno.Command(COMMAND[0]!, { args: ["--version"] }).outputSync();
  return /^v(?:18|20)\./.test(new TextDecoder().decode(stdout));
}

/** The file of the program. */
export const MAIN: string = fileURLToPath(new URL("../../main.ts", import.meta.url));

/** The command line that runs the program with these arguments. */
export function commandLine(args: readonly string[], options: RunOptions = {}): readonly [string, ...string[]] {
  const { inside, permissions = ["-A"], prefix = [], main = MAIN, deno = Deno.execPath(), command: own = COMMAND } =
    options;
  const entering = inside === undefined ? [] : enter(inside);
  const program = own ?? [deno, "run", ...permissions, main];
  const [command, ...rest] = [...entering, ...prefix, ...program, ...args];
  return [command!, ...rest];
}

/** Runs the program to its end. */
export async function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [command, ...rest] = commandLine(args, options);
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: rest,
    stdin: "null",
    ...(options.env === undefined ? {} : { env: options.env }),
  }).output();
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** The lines that name one of these processes, in the human or the machine format. */
export function linesAbout(text: string, holders: readonly Holder[]): readonly string[] {
  const pids = new Set(holders.map(({ pid }) => String(pid)));
  return text.split("\n").filter((line) => /^[0-9,]+/.exec(line)?.[0].split(",").some((pid) => pids.has(pid)));
}

/** Whatever processes call themselves, what the program prints is valid UTF-8. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
