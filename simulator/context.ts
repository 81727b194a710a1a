import { type Layout, layouts } from "./layout.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import { type Space, spacesOf } from "./namespace.ts";

/** A machine, and what its processes have in common: worked out once, when it is first needed. */
export interface World {
  readonly machine: Machine;
  readonly spaceOf: (process: SimulatedProcess) => Space;
  readonly layoutOf: (process: SimulatedProcess, space: Space) => Layout;
}

/** The world of a machine. */
export function worldOf(machine: Machine): World {
  return { machine, spaceOf: spacesOf(machine), layoutOf: layouts() };
}
