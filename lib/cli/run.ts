import { escapeText } from "../format/escape.ts";
import { FORMATS } from "../format/formats.ts";
import { SandboxError } from "../procfs/procfs.ts";
import { MODES } from "../scan/modes.ts";
import { ScanError } from "../scan/process.ts";
import type { OtherCommandName } from "./commands.ts";
import { ConfigError } from "./config.ts";
import { TargetError } from "./targets.ts";
import { OutputError, writeOutput } from "./output.ts";
import { parseCommandLine } from "./parse.ts";
import { runScan } from "./commands/scan.ts";
import { DEFAULTS, type Options, UnknownWordError, UsageError } from "./options.ts";
import { ClosedPipeError, type Environment } from "./environment.ts";

/** Runs the program with these arguments. Gives the exit status: 0 done, 1 could not be done, 2 wrong usage. */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  let name = programName(args);
  let options: Options | undefined;
  try {
    options = parseCommandLine(args);
    name = programName([options.command]);
    return await runCommand(options, environment);
  } catch (error) {
    if (error instanceof ClosedPipeError) return 0;
    const failure = EXPECTED.find(([kind]) => error instanceof kind);
    if (failure === undefined) throw error;
    const message = escapeText(await failure[1](error as Error, environment));
    const format = options?.format ?? formatNamedIn(args);
    const watched = FORMATS.find(({ name }) => name === format)?.failure;
    if (watched !== undefined) environment.stdout.write(watched.describe(name, message));
    environment.stderr.write(`${name}: error: ${message}\n`);
    return watched?.status ?? failure[2];
  }
}

/** The format that a command line asks for which is wrong elsewhere: a monitor must not take it for a state. */
function formatNamedIn(args: readonly string[]): string | undefined {
  return /(?:^| )--format[ =](\S*)/.exec(args.join(" "))?.[1];
}

/** The name that the program has for whoever started it: that of the mode, also where another command is given. */
function programName(words: readonly string[]): string {
  return MODES.find(({ name }) => words.includes(name))?.name ?? DEFAULTS.command;
}

async function runCommand(options: Options, environment: Environment): Promise<number> {
  if (options.help || options.version) {
    const { formatHelp, VERSION } = await import("./help.ts");
    environment.stdout.write(options.help ? formatHelp() : `${programName([options.command])} ${VERSION}\n`);
    return 0;
  }
  const mode = MODES.find(({ name }) => name === options.command);
  if (mode !== undefined) return await runScan(mode, options, environment);
  return await OTHERS[options.command as OtherCommandName](options, environment);
}

/** What no scan needs is not loaded for one. */
const OTHERS: Readonly<Record<OtherCommandName, (options: Options, environment: Environment) => Promise<number>>> = {
  record: async (options, environment) => await (await import("./commands/record.ts")).runRecord(options, environment),
  recorder: printing(async () => (await import("../recorder/script.ts")).recorderScript()),
  completions: printing(async ({ operand }) =>
    (await import("./completions/completions.ts")).formatCompletions(operand!)
  ),
  man: printing(async () => (await import("./man/page.ts")).formatMan()),
};

function printing(
  format: (options: Options) => Promise<string>,
): (options: Options, environment: Environment) => Promise<number> {
  return async (options, environment) => {
    await writeOutput(environment, options, await format(options));
    return 0;
  };
}

/** What can go wrong without a fault in the program: the kind of error, what to say, and the exit status. */
const EXPECTED: readonly (readonly [new (...args: never[]) => Error, Describe, number])[] = [
  [UnknownWordError, async (error) => (await import("./suggest.ts")).formatUnknownWord(error as UnknownWordError), 2],
  [UsageError, messageOf, 2],
  [TargetError, messageOf, 1],
  [ConfigError, messageOf, 1],
  [ScanError, messageOf, 1],
  [OutputError, messageOf, 1],
  [SandboxError, (_, { advice }) => `the sandbox does not let it read /proc: ${advice}`, 1],
];

type Describe = (error: Error, environment: Environment) => string | Promise<string>;

function messageOf({ message }: Error): string {
  return message;
}
