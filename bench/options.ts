import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { COMMANDS } from "./commands.ts";
import { type Load, parseLoad, type Stale } from "./loads.ts";

/** What a run of the benchmark is to do. */
export interface Options {
  readonly help: boolean;
  readonly rounds: number;
  readonly loads: readonly Load[];
  readonly stale: Stale;
  /** The names of the commands to time. */
  readonly only: readonly string[];
  /** After how many seconds a command is killed. */
  readonly limit: number;
  readonly recording: string | undefined;
  /** The directory with the Python programs that this project comes from. */
  readonly ancestor: string | undefined;
  /** Where to write all that was measured. */
  readonly json: string | undefined;
  /** What an earlier run wrote, to be printed instead of a new one. */
  readonly from: string | undefined;
}

const SIZES = "idle,100,1000,5000,one,threads,descriptors,descriptors-max,stale";

/** The help text. */
export const HELP = `Usage: deno task bench [OPTIONS]

Times lib_users, fd_users and their peers side by side, under loads of its own making.

  --rounds N       how often each command runs (5)
  --sizes LIST     numbers of processes, or names (${SIZES}):
                     idle             the machine as it is
                     one              one process with 60,000 mappings
                     threads          100 processes of 100 threads
                     descriptors      16 processes of 16,000 open descriptors
                     descriptors-max  3 processes of 100,000 open descriptors
                     stale            1,000 processes that all use replaced files
  --only LIST      only these commands (all):
${COMMANDS.map(({ name, line }) => `                     ${name.padEnd(17)}${line}`).join("\n")}
  --stale PERCENT  how many of the processes use replaced files (10)
  --deleted N      how many replaced files each of them maps (1)
  --limit SECONDS  how long a command may take (300)
  --recording FILE time the replay of this recording, too
  --ancestor DIRECTORY
                   time lib_users.py and fd_users.py of this directory, too
  --json FILE      write all that was measured as JSON
  --from FILE      print the tables of such a file, and measure nothing
  --help           this text
`;

/** Reads the command line; throws an error that names the option where it cannot. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      sizes: { type: "string", default: SIZES },
      only: { type: "string" },
      stale: { type: "string", default: "10" },
      deleted: { type: "string", default: "1" },
      limit: { type: "string", default: "300" },
      recording: { type: "string" },
      ancestor: { type: "string" },
      json: { type: "string" },
      from: { type: "string" },
    },
  });
  return {
    help: values.help,
    rounds: parseCount("rounds", values.rounds, 1, 1000),
    loads: values.sizes.split(",").map(parseLoad),
    stale: {
      percent: parseCount("stale", values.stale, 0, 100),
      deleted: parseCount("deleted", values.deleted, 0, 1000),
    },
    only: values.only?.split(",").map(parseName) ?? COMMANDS.map(({ name }) => name),
    limit: parseCount("limit", values.limit, 1, 86_400),
    recording: parsePath(values.recording),
    ancestor: parsePath(values.ancestor),
    json: parsePath(values.json),
    from: parsePath(values.from),
  };
}

function parseCount(option: string, text: string, least: number, most: number): number {
  const count = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  if (count >= least && count <= most) return count;
  throw new SyntaxError(`Option --${option} takes a number from ${least} to ${most}, not "${text}"`);
}

function parseName(name: string): string {
  if (COMMANDS.some((command) => command.name === name)) return name;
  throw new SyntaxError(`Unknown command "${name}" in --only: see --help`);
}

function parsePath(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}
