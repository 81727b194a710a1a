import type { Machine } from "./machine.ts";

/** A machine that a test, a demonstration or a benchmark can be about. */
export interface Scenario {
  /** What happened to the administrator, and what there is to report. */
  readonly story: string;
  readonly machine: () => Machine;
}

/** Scenarios by name. */
export type Scenarios = Readonly<Record<string, Scenario>>;
