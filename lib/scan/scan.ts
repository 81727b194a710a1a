import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Finding, Ignored, Missed, Scan, UsedFile } from "../model/finding.ts";
import { gather } from "./inspect.ts";
import { fileJudge } from "./classify.ts";
import type { Mode } from "./modes.ts";
import { nameHeld } from "./name.ts";
import { inParallel, LANES } from "../base/parallel.ts";
import { listProcesses, readOwnStart } from "./process.ts";
import { mountViews } from "./mount_namespace.ts";

/** What a scan is to find out. */
export interface ScanOptions {
  /** The processes to look at; all where there are none. */
  readonly pids: readonly string[];
  /** The reason why the user does not want to see a file of this name, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
  /** Whether to find out to whom and to what each process belongs. */
  readonly details: boolean;
  /** To be told of each process that has been read. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks at every process: first what it holds, several processes at a time; then, for those few that hold something,
 * one after the other, what became of it.
 *
 * Throws a `ScanError` where the processes cannot even be listed.
 */
export async function scan(proc: ProcFs, mode: Mode, options: ScanOptions): Promise<Scan> {
  const all = listProcesses(proc);
  const pids = options.pids.length === 0 ? all : all.filter((pid) => options.pids.includes(pid));
  const ownStart = await readOwnStart(proc);
  const details = options.details ? (await import("../services/lookup.ts")).detailsOf(proc) : undefined;
  let done = 0;
  const gathered = await inParallel(pids, LANES, async (pid) => {
    const answer = await gather(proc, pid, { mode, ownStart, readDetails: details?.readDetails });
    options.progress?.(++done, pids.length);
    return answer;
  });

  const views = mountViews(proc, all);
  const judge = fileJudge(proc);
  const missed: Missed[] = [];
  const findings: Finding[] = [];
  for (const [index, answer] of gathered.entries()) {
    if (answer === undefined) continue;
    const pid = pids[index]!;
    if (isFailure(answer)) {
      miss(pid, answer);
      continue;
    }
    const own = await views.of(pid);
    const files: UsedFile[] = [];
    for (const held of answer.held) {
      const view = await views.holding(held.mount, own);
      const named = await nameHeld(proc, answer.process, held, view);
      if (isFailure(named)) miss(pid, named);
      else if (named !== undefined) {
        files.push(judge(held, { mode: mode.name, view, named, ignoredByUser: options.ignoredByUser }));
      }
    }
    if (files.length === 0) continue;
    findings.push({
      files,
      process: { ...answer.process, owner: await details?.ownerOf(answer.process) },
    });
  }
  return {
    mode: mode.name,
    processes: pids.length,
    missed,
    absent: options.pids.filter((pid) => !all.includes(pid)),
    findings,
    ...await details?.readMachine() ?? UNKNOWN_MACHINE,
  };

  function miss(pid: string, { failure }: Failure): void {
    if (failure !== "gone" && missed.at(-1)?.pid !== pid) missed.push({ pid, failure });
  }
}

const UNKNOWN_MACHINE: Pick<Scan, "booted" | "users"> = { booted: undefined, users: new Map() };
