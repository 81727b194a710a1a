import type { Run } from "./measure.ts";

/** What all runs of one command under one load took: medians, and the fastest and the slowest. */
export interface Summary extends Run {
  readonly fastest: number;
  readonly slowest: number;
}

/** Sums up the runs of one command; there must be one. */
export function summarize(runs: readonly Run[]): Summary {
  const walls = runs.map((run) => run.wall);
  return {
    wall: median(walls),
    fastest: Math.min(...walls),
    slowest: Math.max(...walls),
    cpu: median(runs.map((run) => run.cpu)),
    peak: median(runs.map((run) => run.peak)),
    lines: median(runs.map((run) => run.lines)),
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
