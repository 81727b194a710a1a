import type { Machine } from "./machine.ts";

/** A machine for tests, demonstrations and benchmarks. */
export interface Scenario {
  /** What happened, and what is to be reported. */
  readonly story: string;
  readonly machine: () => Machine;
}

/** Scenarios by name. */
export type Scenarios = Readonly<Record<string, Scenario>>;
