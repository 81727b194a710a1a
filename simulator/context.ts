import { type Layout, layouts } from "./layout.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import { type Namespace, namespacesOf } from "./namespace.ts";

/** A machine, and what its processes share, computed when it is first needed. */
export interface Context {
  readonly machine: Machine;
  readonly namespaceOf: (process: SimulatedProcess) => Namespace;
  readonly layoutOf: (process: SimulatedProcess, namespace: Namespace) => Layout;
}

/** Returns the context of a machine. */
export function contextOf(machine: Machine): Context {
  return { machine, namespaceOf: namespacesOf(machine), layoutOf: layouts() };
}
