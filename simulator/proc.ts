import { isFailure, type ProcFs } from "../lib/procfs/procfs.ts";
import { emptyAnswers, splitPath, treeProc } from "../lib/procfs/tree.ts";
import { churnProc, type Future, routeProc } from "./churn.ts";
import type { Machine, Race, SimulatedProcess } from "./machine.ts";
import { processAnswers } from "./process.ts";
import { machineAnswers } from "./tree.ts";
import { contextOf } from "./context.ts";

/**
 * Opens the `ProcFs` of a machine, races included. It answers like the tree of the machine, but keeps the answers
 * about a few processes only, however many there are. It says `stuck` after `wait` milliseconds, as a deadline would.
 */
export function machineProc(machine: Machine, wait = 0): ProcFs {
  const proc = slowProc(forgetfulProc(machine), wait);
  const futures = new Map<string, Future>();
  for (const { pid, race } of machine.processes) {
    if (race !== undefined) futures.set(String(pid), { after: race.after, becomes: futureProc(machine, race, wait) });
  }
  return futures.size === 0 ? proc : churnProc(proc, futures);
}

/** More than a scan reads at once. */
const KEPT = 64;

function forgetfulProc(machine: Machine): ProcFs {
  const context = contextOf(machine);
  const processes = new Map<string, SimulatedProcess>();
  for (const process of [...machine.processes, machine.scanner]) processes.set(String(process.pid), process);
  const rest = treeProc({
    machine: machineAnswers(machine, processAnswers(context, machine.scanner)),
    processes: new Map(),
  });
  const kept = new Map<string, ProcFs>();

  function at(path: string): ProcFs {
    const { pid } = splitPath(path);
    const process = pid === undefined ? undefined : processes.get(pid);
    if (pid === undefined || process === undefined) return rest;
    const answers = kept.get(pid);
    if (answers !== undefined) return answers;
    const proc = treeProc({
      machine: emptyAnswers(),
      processes: new Map([[pid, processAnswers(context, process)]]),
    });
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    kept.set(pid, proc);
    return proc;
  }
  return {
    ...routeProc(at),
    listSync: (path) => path === "." ? [...processes.keys()] : at(path).listSync(path),
  };
}

function futureProc(machine: Machine, { becomes }: Race, wait: number): ProcFs | null {
  return becomes === null ? null : machineProc({ ...machine, processes: [becomes] }, wait);
}

function slowProc(proc: ProcFs, wait: number): ProcFs {
  if (wait === 0) return proc;
  async function slowly<Answer>(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    const isStuck = isFailure(answer) && answer.failure === "stuck";
    if (isStuck) await new Promise((resolve) => setTimeout(resolve, wait));
    return answer;
  }
  return {
    ...proc,
    list: (path) => slowly(proc.list(path)),
    link: (path) => slowly(proc.link(path)),
    stat: (path) => slowly(proc.stat(path)),
    read: (path) => slowly(proc.read(path)),
    readStart: (path, limit) => slowly(proc.readStart(path, limit)),
    readPieces: (path, visit) => slowly(proc.readPieces(path, visit)),
  };
}
