import { buildHelpers } from "./build.ts";
import { type Command, COMMANDS, type Words } from "./commands.ts";
import { findGrowth } from "./growth.ts";
import { LoadError } from "./loads.ts";
import { askVersion, describeMachine, findMissing, findPython } from "./machine.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import {
  type Candidate,
  formatCandidates,
  formatGrowth,
  formatLeftOut,
  formatMachine,
  formatOutcomes,
  formatReport,
  formatSession,
  type Report,
  UNITS,
} from "./report.ts";
import { type Session, timeLoad } from "./session.ts";
import { judgeTargets, TARGETS } from "./targets.ts";

if (import.meta.main) await main();

/** Runs the benchmark in a temporary directory that is gone afterwards, however it ends. */
async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(new Error(`Ended by ${name}`)));
  }
  try {
    const options = parseOptions(Deno.args);
    if (options.help) await print(HELP);
    else if (options.from !== undefined) await print(formatReport(JSON.parse(await Deno.readTextFile(options.from))));
    else await compareIn(await Deno.makeTempDir({ prefix: "lib_users_bench_" }), options, stop.signal);
  } catch (error) {
    await Deno.stderr.write(new TextEncoder().encode(`bench: ${(error as Error).message}\n`));
    Deno.exit(1);
  }
  Deno.exit(0);
}

async function compareIn(directory: string, options: Options, signal: AbortSignal): Promise<void> {
  try {
    Deno.chdir(`${import.meta.dirname}/..`);
    await compare(directory, options, signal);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function compare(directory: string, options: Options, signal: AbortSignal): Promise<void> {
  const machine = await describeMachine();
  const chosen = COMMANDS.filter(({ name }) => options.only.includes(name));
  const commands = await Promise.all(chosen.map((command) => lookFor(command, options)));
  await print(`${formatMachine(machine, options.rounds)}\n${formatCandidates(commands)}`);

  const there = chosen.filter((_, at) => commands[at]!.missing === null);
  const { loads, leftOut } = await timeLoads(there, commands, directory, options, signal);
  const targets = judgeTargets(TARGETS, loads);
  const growth = findGrowth(loads, machine.cores);
  await print(`\n${formatOutcomes(targets)}${growth.length > 0 ? `\n${formatGrowth(growth)}` : ""}`);
  if (options.json === undefined) return;
  const { rounds, stale } = options;
  const report: Report = { machine, rounds, stale, units: UNITS, commands, loads, leftOut, targets, growth };
  await Deno.writeTextFile(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

async function lookFor({ name, family, line, needs }: Command, options: Options): Promise<Candidate> {
  const missing = await findMissing(needs, options);
  const version = missing === undefined ? await askVersion(needs) : "";
  return {
    name,
    family,
    line,
    missing: missing === undefined ? null : `${missing.what} (${missing.from})`,
    version: version || null,
  };
}

/** Times the commands under each load in turn, and prints each table when it is complete. */
async function timeLoads(
  commands: readonly Command[],
  candidates: readonly Candidate[],
  directory: string,
  options: Options,
  signal: AbortSignal,
): Promise<Pick<Report, "loads" | "leftOut">> {
  const helpers = await buildHelpers(directory, signal);
  const place = { program: helpers.measure, directory, limit: options.limit, signal };
  const words = await findWords(helpers.reader, options);
  const loads: Session[] = [];
  const leftOut: Record<string, string> = {};
  for (const load of options.loads) {
    const entries = commands
      .filter(({ only = load.name }) => only === load.name)
      .map((command) => ({ command, argv: argvOf(command, words) }));
    if (entries.length === 0) continue;
    try {
      const session = await timeLoad(load, entries, options, helpers.load, place);
      loads.push(session);
      await print(`\n${formatSession(session, candidates)}`);
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      leftOut[load.name] = error.message;
      await print(`\n${formatLeftOut(load.name, error.message)}`);
    }
  }
  return { loads, leftOut };
}

async function findWords(reader: string, { recording, ancestor }: Options): Promise<Words> {
  return {
    deno: Deno.execPath(),
    python3: await findPython(),
    reader,
    RECORDING: recording ?? "",
    "lib_users.py": `${ancestor}/lib_users.py`,
    "fd_users.py": `${ancestor}/fd_users.py`,
  };
}

/** The words to execute: some stand for paths, and a line that needs a shell gets one. */
function argvOf({ line, shell }: Command, words: Words): readonly string[] {
  if (shell) return ["sh", "-c", `exec ${line}`];
  return line.split(" ").map((word) => words[word as keyof Words] ?? word);
}

async function print(text: string): Promise<void> {
  await new Response(text).body!.pipeTo(Deno.stdout.writable, { preventClose: true });
}
