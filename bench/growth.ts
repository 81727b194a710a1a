import { DENO_THREADS } from "../lib/runtime/deno.ts";
import { countThreads } from "../lib/scan/thread_pool.ts";
import { BASELINES, COMMANDS } from "./commands.ts";
import type { Session } from "./session.ts";

/** How long a scan of so many processes takes on so many processors. */
export interface Point {
  readonly processes: number;
  readonly processors: number;
  /** How many threads screen the processes; 1, too, where the main thread does it alone. */
  readonly threads: number;
  /** In milliseconds. */
  readonly wall: number;
}

/** How the time grows: `start + processes × (serial + shared / threads)`, in milliseconds. */
export interface Model {
  readonly start: number;
  /** For each process, what only one thread does at a time. */
  readonly serial: number;
  /** For each process, what the threads divide among them. */
  readonly shared: number;
}

/** How the time of one tool grows. */
export interface Growth extends Model {
  readonly tool: string;
  readonly measured: readonly Point[];
  /** What the model says of larger machines, beyond what was measured. */
  readonly extrapolated: readonly Point[];
}

/** The sizes of the machines to extrapolate to. */
const PROCESSES = [1000, 5000, 20_000];
const PROCESSORS = [2, 8, 64];

/** Finds how the time of each tool grows that was measured with so many processes and processors that one can tell. */
export function findGrowth(sessions: readonly Session[], processors: number): readonly Growth[] {
  return [BASELINES.maps.tool, BASELINES.descriptors.tool].flatMap((tool) => {
    const measured = sessions.flatMap((session) => pointsOf(session, tool, processors));
    const model = fitModel(measured);
    return model === undefined ? [] : [{ tool, ...model, measured, extrapolated: extrapolate(model, measured) }];
  });
}

/** The points of one load, if its processes are of the usual kind. */
function pointsOf({ name, processes, extent, timings }: Session, tool: string, all: number): readonly Point[] {
  if (name !== "idle" && name !== String(processes)) return [];
  return COMMANDS
    .filter((command) => command.name === tool || command.processors !== undefined && isOf(command.family, tool))
    .flatMap(({ name, processors = all }) => {
      const timing = timings.find(({ command }) => command === name);
      if (timing === undefined) return [];
      return [{ processes, processors, threads: threadsOf(processors, extent.processes), wall: timing.wall }];
    });
}

function isOf(family: keyof typeof BASELINES, tool: string): boolean {
  return BASELINES[family].tool === tool;
}

/** As many as the program would start. */
function threadsOf(processors: number, processes: number): number {
  return countThreads({ ...DENO_THREADS, cores: () => processors }, processes);
}

/** What the model says. */
export function predict({ start, serial, shared }: Model, { processes, threads }: Omit<Point, "wall">): number {
  return start + processes * (serial + shared / threads);
}

function extrapolate(model: Model, measured: readonly Point[]): readonly Point[] {
  const mostProcesses = Math.max(...measured.map(({ processes }) => processes));
  const mostProcessors = Math.max(...measured.map(({ processors }) => processors));
  return PROCESSES.flatMap((processes) =>
    PROCESSORS
      .filter((processors) => processes > mostProcesses || processors > mostProcessors)
      .map((processors) => {
        const point = { processes, processors, threads: threadsOf(processors, processes) };
        return { ...point, wall: predict(model, point) };
      })
  );
}

type Term = keyof Model;

/** What each term of the model is multiplied by. */
const FACTORS: Readonly<Record<Term, (point: Point) => number>> = {
  start: () => 1,
  serial: ({ processes }) => processes,
  shared: ({ processes, threads }) => processes / threads,
};

/**
 * Fits the model to points by least squares of the relative errors, for a millisecond is much at idle and nothing with
 * 5,000 processes. No term may be negative; one that would be is left out. Returns undefined where the points do not
 * tell the terms apart.
 */
export function fitModel(points: readonly Point[]): Model | undefined {
  for (let terms = Object.keys(FACTORS) as Term[];;) {
    const rows = points.map((point) => terms.map((term) => FACTORS[term](point) / point.wall));
    const found = solveLeastSquares(rows);
    if (found === undefined) return undefined;
    const left = terms.filter((_, at) => found[at]! >= 0);
    if (left.length === terms.length) {
      const values = Object.fromEntries(terms.map((term, at) => [term, found[at]!]));
      return { start: 0, serial: 0, shared: 0, ...values };
    }
    terms = left;
  }
}

/** Finds the factors with which each row adds up to one as nearly as can be: the normal equations, by elimination. */
function solveLeastSquares(rows: readonly (readonly number[])[]): readonly number[] | undefined {
  const [first = []] = rows;
  const size = first.length;
  const sumOf = (value: (row: readonly number[]) => number): number => rows.reduce((sum, row) => sum + value(row), 0);
  const equations = first.map((_, at) => [
    ...first.map((_, other) => sumOf((row) => row[at]! * row[other]!)),
    sumOf((row) => row[at]!),
  ]);
  const least = equations.map((equation, at) => 1e-9 * equation[at]!);
  if (size === 0) return undefined;
  for (const [at, pivot] of equations.entries()) {
    // What is left of a column that the others add up to is a rounding error.
    if (!(pivot[at]! > least[at]!)) return undefined;
    for (const equation of equations.filter((each) => each !== pivot)) {
      const factor = equation[at]! / pivot[at]!;
      for (let column = at; column <= size; column++) equation[column]! -= factor * pivot[column]!;
    }
  }
  return equations.map((equation, at) => equation[size]! / equation[at]!);
}
