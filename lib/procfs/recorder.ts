import { type Failure, isFailure, isPid, type ProcFs } from "./procfs.ts";
import { type Answers, emptyAnswers, emptyTree, placeOf, type Tree } from "./tree.ts";

/** A `ProcFs` that keeps what it was asked and what it answered. */
export interface Recorder {
  readonly proc: ProcFs;
  /** All that was asked so far; for `fd`, only the descriptors whose link was worth keeping. */
  tree(): Tree;
}

/** What a recorder leaves out, for it says nothing about deleted files and is nobody's business. */
export interface Keep {
  /** The part of a file that a scan makes use of; the path is below the process, or below the procfs root. */
  readonly read: (path: string, bytes: Uint8Array) => Uint8Array;
  /** Whether the target of a descriptor's link is one that a scan looks at. */
  readonly link: (target: string) => boolean;
}

/** Records what is asked of `proc`. A replay of the tree answers a scan as `proc` did. */
export function recordProc(proc: ProcFs, keep: Keep): Recorder {
  const recorded = emptyTree();

  return {
    proc: {
      list(path): readonly string[] | Failure {
        const names = proc.list(path);
        if (path === "." && !isFailure(names)) listProcesses(recorded, names);
        const { answers, rest } = placeOf(recorded, path);
        if (path !== ".") answers.list.set(rest, names);
        return names;
      },
      link(path): string | Failure {
        const target = proc.link(path);
        const { answers, rest } = placeOf(recorded, path);
        if (isFailure(target) || !DESCRIPTOR.test(rest) || keep.link(target)) answers.link.set(rest, target);
        return target;
      },
      stat(path): ReturnType<ProcFs["stat"]> {
        const stat = proc.stat(path);
        const { answers, rest } = placeOf(recorded, path);
        answers.stat.set(rest, stat);
        return stat;
      },
      async read(path): Promise<Uint8Array | Failure> {
        const { answers, rest } = placeOf(recorded, path);
        const bytes = await proc.read(path);
        answers.read.set(rest, isFailure(bytes) ? bytes : keep.read(rest, bytes));
        return bytes;
      },
    },
    tree: () => ({
      machine: recorded.machine,
      processes: new Map(
        Array.from(recorded.processes, ([pid, answers]) => [pid, withKeptDescriptors(answers)] as const).filter(
          isAsked,
        ),
      ),
    }),
  };
}

function listProcesses({ processes }: Tree, names: readonly string[]): void {
  for (const name of names) {
    if (isPid(name) && !processes.has(name)) processes.set(name, emptyAnswers());
  }
}

/** The scanner itself is listed, but never looked at. */
function isAsked([, { list, link, stat, read }]: readonly [string, Answers]): boolean {
  return list.size + link.size + stat.size + read.size > 0;
}

const DESCRIPTOR = /^(task\/[0-9]+\/)?fd\/[0-9]+$/;

/** Shortens the list of descriptors to those kept, unless the tables of threads were compared with it. */
function withKeptDescriptors(answers: Answers): Answers {
  const names = answers.list.get("fd");
  const isCompared = [...answers.list.keys()].some((path) => path.startsWith("task/"));
  if (names === undefined || isFailure(names) || isCompared) return answers;
  return { ...answers, list: new Map(answers.list).set("fd", names.filter((name) => answers.link.has(`fd/${name}`))) };
}
