import type { Command } from "./commands.ts";
import { measureRun, type Place, type Run, RunError } from "./measure.ts";
import { summarize, type Summary } from "./statistics.ts";

/** A command with the words it is run as. */
export interface Entry {
  readonly command: Command;
  readonly argv: readonly string[];
}

/** What the rounds gave of one command, the single runs included. */
export interface Timing extends Summary {
  readonly command: string;
  readonly runs: readonly Run[];
}

/** What the rounds under one load gave. */
export interface Timings {
  readonly timings: readonly Timing[];
  /** By command why there are no timings of it. */
  readonly failures: Readonly<Record<string, string>>;
}

/**
 * Runs every command once in turn, as many times as there are rounds, after one round that does not count. Each
 * round starts at another command, so that none always runs after the same one. A command that fails is not run again.
 */
export async function timeRounds(entries: readonly Entry[], rounds: number, place: Place): Promise<Timings> {
  const runs = new Map<string, Run[]>(entries.map(({ command }) => [command.name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round <= rounds; round++) {
    const first = round % entries.length;
    for (const { command: { name, exits }, argv } of [...entries.slice(first), ...entries.slice(0, first)]) {
      if (failures.has(name)) continue;
      try {
        const run = await measureRun(argv, exits, place);
        if (round > 0) runs.get(name)!.push(run);
      } catch (error) {
        if (!(error instanceof RunError)) throw error;
        failures.set(name, error.message);
      }
    }
  }
  for (const name of failures.keys()) runs.delete(name);
  const timings = Array.from(runs, ([command, each]) => ({ command, ...summarize(each), runs: each }));
  return { timings, failures: Object.fromEntries(failures) };
}
