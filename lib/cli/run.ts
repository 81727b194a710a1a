// Runs the program: arguments in, exit status out.
import { escapeText, quoteWord } from "../format/escape.ts";
import { FORMATS } from "../format/formats.ts";
import { SandboxError } from "../procfs/procfs.ts";
import { MODES } from "../scan/modes.ts";
import { ScanError } from "../scan/process.ts";
import { COMMANDS, type OtherCommandName, VERSION } from "./commands.ts";
import { runScan } from "./commands/scan.ts";
import type { Environment, Sink } from "./environment.ts";
import { ClosedPipeError, ConfigError, OutputError, TargetError, UnknownWordError, UsageError } from "./errors.ts";
import { DEFAULTS, type Options } from "./options.ts";
import { writeOutput } from "./output.ts";
import { parseCommandLine } from "./parse.ts";

/** Runs the program with these arguments. Returns the exit status: 0 done, 1 not done, 2 wrong usage. */
export async function run(args: readonly string[], given: Environment): Promise<number> {
  const environment = { ...given, stderr: { ...given.stderr, write: teller(given.stderr) } };
  let name = programName(args);
  let options: Options | undefined;
  try {
    options = parseCommandLine(args);
    name = programName([options.command]);
    return await runCommand(options, environment);
  } catch (error) {
    if (error instanceof ClosedPipeError) return 0;
    const expected = EXPECTED.find(([kind]) => error instanceof kind);
    if (expected === undefined) throw error;
    const [, describe, status] = expected;
    const message = escapeText(await describe(error as Error, environment, args));
    const format = options?.format ?? formatNamedIn(args);
    const failure = FORMATS.find(({ name }) => name === format)?.failure;
    if (failure !== undefined) teller(environment.stdout)(failure.describe(name, message));
    environment.stderr.write(`${name}: error: ${message}\n`);
    return failure?.status ?? (status === FAILED ? failureStatus(options) : status);
  }
}

/** Returns what writes messages to a stream: where a full disk takes none, only the exit status tells. */
function teller(stream: Sink): Sink["write"] {
  return (text) => {
    try {
      stream.write(text);
    } catch {
      // There is nowhere to say so.
    }
  };
}

const FAILED = 1;

function failureStatus(options: Options | undefined): number {
  return COMMANDS.find(({ name }) => name === options?.command)?.failureStatus ?? FAILED;
}

/** Returns the format that a wrong command line asks for: a monitor must not take its exit status for a state. */
function formatNamedIn(args: readonly string[]): string | undefined {
  return /(?:^| )--format[ =](\S*)/.exec(args.join(" "))?.[1];
}

/** Returns the name that messages begin with: that of the mode, whatever command is given. */
function programName(words: readonly string[]): string {
  return words.find((word) => MODES.some(({ name }) => name === word)) ?? DEFAULTS.command;
}

async function runCommand(options: Options, environment: Environment): Promise<number> {
  if (options.help || options.version) {
    const { formatHelp } = await import("./help.ts");
    const version = `${programName([options.command])} ${VERSION}\n`;
    environment.stdout.write(options.help ? formatHelp(options.command) : version);
    return 0;
  }
  const mode = MODES.find(({ name }) => name === options.command);
  if (mode !== undefined) return await runScan(mode, options, environment);
  return await OTHERS[options.command as OtherCommandName](options, environment);
}

/** The commands that do not scan, each loaded only when it is run. */
const OTHERS: Readonly<Record<OtherCommandName, (options: Options, environment: Environment) => Promise<number>>> = {
  reboot: async (options, environment) => await (await import("./commands/reboot.ts")).runReboot(options, environment),
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

/** The errors that are no fault of the program, each with its message and exit status. */
const EXPECTED: readonly (readonly [new (...args: never[]) => Error, Describe, number])[] = [
  [UnknownWordError, async (error) => (await import("./suggest.ts")).formatUnknownWord(error as UnknownWordError), 2],
  [UsageError, messageOf, 2],
  [TargetError, messageOf, 1],
  [ConfigError, messageOf, 1],
  [ScanError, messageOf, 1],
  [OutputError, messageOf, 1],
  [SandboxError, describeRefusal, 1],
];

type Describe = (error: Error, environment: Environment, args: readonly string[]) => string | Promise<string>;

function describeRefusal(error: Error, environment: Environment, args: readonly string[]): string {
  const { path } = error as SandboxError;
  return `Cannot read ${path}: ${[environment.advise(path), ...args.map(quoteWord)].join(" ")}`;
}

function messageOf({ message }: Error): string {
  return message;
}
