import { type Load, startLoad } from "./loads.ts";
import { countExtent, type Extent } from "./machine.ts";
import type { Place } from "./measure.ts";
import type { Options } from "./options.ts";
import { type Entry, timeRounds, type Timings } from "./rounds.ts";

/** The timings under one load. */
export interface Session extends Load, Timings {
  /** What there was to look at. */
  readonly extent: Extent;
}

/** Starts a load, times the commands under it, and ends it whatever happens. */
export async function timeLoad(
  load: Load,
  entries: readonly Entry[],
  { rounds, stale }: Options,
  program: string,
  place: Place,
): Promise<Session> {
  await using _running = await startLoad(program, load, stale, `${place.directory}/${load.name}`);
  const extent = await countExtent();
  return { ...load, extent, ...await timeRounds(entries, rounds, place) };
}
