import { isFailure, type ProcFs } from "../lib/procfs/procfs.ts";
import { emptyTree, splitPath, treeProc } from "../lib/procfs/tree.ts";
import type { SimulatedDescriptor, SimulatedProcess } from "./machine.ts";

/** Describes a process that ends after so many questions about it; after none, it is listed but never found. */
export function endsAfter(questions: number, process: SimulatedProcess): SimulatedProcess {
  return { ...process, race: { after: questions, becomes: null } };
}

/** Describes a process that ends after so many questions, and whose PID goes to another one. */
export function reusedAfter(
  questions: number,
  process: SimulatedProcess,
  by: Omit<SimulatedProcess, "pid">,
): SimulatedProcess {
  return { ...process, race: { after: questions, becomes: { ...by, pid: process.pid } } };
}

/** Describes a process that has other open files after so many questions about it. */
export function reopensAfter(
  questions: number,
  process: SimulatedProcess,
  descriptors: readonly SimulatedDescriptor[],
): SimulatedProcess {
  return { ...process, race: { after: questions, becomes: { ...process, descriptors } } };
}

/** What answers about a PID after so many questions; null where the process has ended. */
export interface Future {
  readonly after: number;
  readonly becomes: ProcFs | null;
}

/** Decorates a `ProcFs`: after so many questions, some PIDs belong to another process, or to none. */
export function churnProc(proc: ProcFs, futures: ReadonlyMap<string, Future>): ProcFs {
  const asked = new Map<string, number>();

  function at(path: string): ProcFs {
    const pid = splitPath(path).pid ?? "";
    const future = futures.get(pid);
    if (future === undefined) return proc;
    const before = asked.get(pid) ?? 0;
    asked.set(pid, before + 1);
    return before < future.after ? proc : future.becomes ?? NOTHING;
  }
  /** Whether a process has not been found dead yet. */
  function isListed(pid: string): boolean {
    const future = futures.get(pid);
    return future?.becomes !== null || (asked.get(pid) ?? 0) <= future.after;
  }
  return {
    ...routeProc(at),
    listSync(path): ReturnType<ProcFs["listSync"]> {
      const names = at(path).listSync(path);
      return path === "." && !isFailure(names) ? names.filter(isListed) : names;
    },
  };
}

/** A `ProcFs` that passes each question on to the one that its path leads to. */
export function routeProc(at: (path: string) => ProcFs): ProcFs {
  return {
    listSync: (path) => at(path).listSync(path),
    linkSync: (path) => at(path).linkSync(path),
    list: (path) => at(path).list(path),
    link: (path) => at(path).link(path),
    stat: (path) => at(path).stat(path),
    read: (path) => at(path).read(path),
    readStart: (path, limit) => at(path).readStart(path, limit),
    readPieces: (path, visit) => at(path).readPieces(path, visit),
  };
}

const NOTHING = treeProc(emptyTree());
