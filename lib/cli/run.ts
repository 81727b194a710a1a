import { SandboxError } from "../procfs/procfs.ts";
import { MODES } from "../scan/modes.ts";
import { ScanError } from "../scan/process.ts";
import { ConfigError } from "./config.ts";
import { SourceError } from "./open.ts";
import { OutputError } from "./output.ts";
import { parseCommandLine } from "./parse.ts";
import { runScan } from "./scan.ts";
import { DEFAULTS, type Settings, UsageError } from "./settings.ts";
import { ClosedPipeError, type World } from "./world.ts";

/** Runs the program with these arguments. Gives the exit status: 0 done, 1 could not be done, 2 wrong usage. */
export async function run(args: readonly string[], world: World): Promise<number> {
  let name: string = DEFAULTS.command;
  try {
    const settings = parseCommandLine(args);
    name = settings.command;
    return await runCommand(settings, world);
  } catch (error) {
    if (error instanceof ClosedPipeError) return 0;
    const failure = EXPECTED.find(([kind]) => error instanceof kind);
    if (failure === undefined) throw error;
    world.stderr.write(`${name}: error: ${failure[1](error as Error, world)}\n`);
    return failure[2];
  }
}

async function runCommand(settings: Settings, world: World): Promise<number> {
  if (settings.help || settings.version) {
    const { formatHelp, VERSION } = await import("./help.ts");
    world.stdout.write(settings.help ? formatHelp() : `${settings.command} ${VERSION}\n`);
    return 0;
  }
  const mode = MODES.find(({ name }) => name === settings.command);
  if (mode !== undefined) return await runScan(mode, settings, world);
  return await (await import("./record.ts")).runRecord(settings, world);
}

/** What can go wrong without a fault in the program: the kind of error, what to say, and the exit status. */
const EXPECTED: readonly (readonly [new () => Error, (error: Error, world: World) => string, number])[] = [
  [UsageError, messageOf, 2],
  [SourceError, messageOf, 1],
  [ConfigError, messageOf, 1],
  [ScanError, messageOf, 1],
  [OutputError, messageOf, 1],
  [SandboxError, (_, { advice }) => `the sandbox does not let it read /proc; run instead: ${advice}`, 1],
];

function messageOf({ message }: Error): string {
  return message;
}
