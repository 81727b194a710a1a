import { buildHelpers } from "./build.ts";
import { type Command, COMMANDS } from "./commands.ts";
import { askVersion, describeMachine, isThere } from "./machine.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import {
  type Candidate,
  formatCandidates,
  formatJson,
  formatMachine,
  formatOutcomes,
  formatSession,
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
  const candidates = await Promise.all(chosen.map((command) => lookFor(command, options)));
  await print(`${formatMachine(machine, options.rounds)}\n\n${formatCandidates(candidates)}\n`);

  const helpers = await buildHelpers(directory, signal);
  const place = { program: helpers.measure, directory, limit: options.limit, signal };
  const words = { deno: Deno.execPath(), reader: helpers.reader, RECORDING: options.recording ?? "" };
  const sessions: Session[] = [];
  for (const load of options.loads) {
    const entries = candidates
      .filter(({ command, there }) => there && (command.only ?? load.name) === load.name)
      .map(({ command }) => ({ command, argv: argvOf(command, words) }));
    if (entries.length === 0) continue;
    const session = await timeLoad(load, entries, options, helpers.load, place);
    await print(`${formatSession(session)}\n`);
    sessions.push(session);
  }

  const outcomes = judgeTargets(TARGETS, new Map(sessions.map(({ load, timings }) => [load.name, timings.summaries])));
  await print(formatOutcomes(outcomes));
  if (options.json === undefined) return;
  await Deno.writeTextFile(options.json, formatJson({ machine, options, candidates, sessions, outcomes }));
}

async function lookFor(command: Command, { recording }: Options): Promise<Candidate> {
  const there = await isThere(command.needs, recording);
  return { command, there, version: there ? await askVersion(command.needs) : "" };
}

/** The words to execute: names of programs stand for paths, and a line that needs a shell gets one. */
function argvOf({ line, shell }: Command, words: Readonly<Record<string, string>>): readonly string[] {
  return shell ? ["sh", "-c", `exec ${line}`] : line.split(" ").map((word) => words[word] ?? word);
}

async function print(text: string): Promise<void> {
  await new Response(text).body!.pipeTo(Deno.stdout.writable, { preventClose: true });
}
