// Keeps the questions that a scan asks, and their answers.
import { joinBytes } from "../base/bytes.ts";
import { lineSplitter } from "../base/lines.ts";
import { type Failure, FAILURES, isFailure, isPid, LINE_LIMIT, type ProcFs } from "./procfs.ts";
import { type Answers, emptyAnswers, emptyTree, placeOf, type Tree } from "./tree.ts";

/** A `ProcFs` that keeps each question and its answer. */
export interface Recorder {
  readonly proc: ProcFs;
  /** Returns all answers so far. Of `fd`, only the descriptors whose link is kept. */
  tree(): Tree;
}

/** What a recorder keeps. The rest says nothing about deleted files and is private. */
export interface Keep {
  /** Returns the part of a file that a scan uses. The path is relative to the process, or to the procfs root. */
  readonly read: (path: string, bytes: Uint8Array) => Uint8Array;
  /** Returns whether a scan looks at this target of a descriptor's link. */
  readonly link: (target: string) => boolean;
}

/** Records what `proc` is asked. A replay of the tree answers a scan exactly as `proc` did. */
export function recordProc(proc: ProcFs, keep: Keep): Recorder {
  const recorded = emptyTree();
  /** The last descriptor of each process that was asked for. */
  const lastAsked = new Map<Answers, number>();

  /** A replay answers `gone` for what was never asked, too. Of the many places of a unit file, most have none. */
  function isKept(path: string, answer: unknown): boolean {
    return answer !== FAILURES.gone || !HOST_FILE.test(path);
  }
  function keepList(path: string, names: readonly string[] | Failure): readonly string[] | Failure {
    if (path === "." && !isFailure(names)) listProcesses(recorded, names);
    const { answers, rest } = placeOf(recorded, path);
    if (path !== "." && isKept(path, names)) answers.list.set(rest, names);
    return names;
  }
  function keepLink(path: string, target: string | Failure): string | Failure {
    const { answers, rest } = placeOf(recorded, path);
    const number = /^fd\/([0-9]+)$/.exec(rest)?.[1];
    if (number !== undefined) lastAsked.set(answers, Math.max(lastAsked.get(answers) ?? 0, Number(number)));
    const isWanted = isFailure(target) ? isKept(path, target) : !DESCRIPTOR.test(rest) || keep.link(target);
    if (isWanted) answers.link.set(rest, target);
    return target;
  }
  function keepRead(path: string, bytes: Uint8Array | Failure): Uint8Array | Failure {
    const { answers, rest } = placeOf(recorded, path);
    if (isKept(path, bytes)) answers.read.set(rest, isFailure(bytes) ? bytes : keep.read(rest, bytes));
    return bytes;
  }
  return {
    proc: {
      listSync: (path) => keepList(path, proc.listSync(path)),
      linkSync: (path) => keepLink(path, proc.linkSync(path)),
      list: async (path) => keepList(path, await proc.list(path)),
      link: async (path) => keepLink(path, await proc.link(path)),
      async stat(path): ReturnType<ProcFs["stat"]> {
        const stat = await proc.stat(path);
        const { answers, rest } = placeOf(recorded, path);
        if (isKept(path, stat)) answers.stat.set(rest, stat);
        return stat;
      },
      read: async (path) => keepRead(path, await proc.read(path)),
      readStart: async (path, limit) => keepRead(path, await proc.readStart(path, limit)),
      async readPieces(path, visit): Promise<Failure | undefined> {
        const { answers, rest } = placeOf(recorded, path);
        const kept: Uint8Array[] = [];
        const splitter = lineSplitter((lines) => kept.push(keep.read(rest, lines).slice()), LINE_LIMIT);
        let isWhole = true;
        const failure = await proc.readPieces(path, (piece) => {
          splitter.add(piece);
          return isWhole = visit(piece);
        });
        if (isWhole) splitter.end();
        const bytes = joinBytes(kept);
        // Of what was not read to the end nobody can say that there is nothing in it.
        const answer = failure ?? (isWhole || bytes.length > 0 ? bytes : FAILURES.unreadable);
        const known = answers.read.get(rest);
        if (isWhole || known === undefined || isFailure(known)) answers.read.set(rest, answer);
        return failure;
      },
    },
    tree: () => ({
      machine: recorded.machine,
      processes: new Map(
        Array.from(
          recorded.processes,
          ([pid, answers]) => [pid, withKeptDescriptors(answers, lastAsked.get(answers))] as const,
        )
          .filter(isAsked),
      ),
    }),
  };
}

function listProcesses({ processes }: Tree, names: readonly string[]): void {
  for (const name of names) {
    if (isPid(name) && !processes.has(name)) processes.set(name, emptyAnswers());
  }
}

/** Leaves out the scanner itself: it is listed but never looked at. */
function isAsked([, { list, link, stat, read }]: readonly [string, Answers]): boolean {
  return list.size + link.size + stat.size + read.size > 0;
}

/** A file of the host, below the root of a process. */
const HOST_FILE = /^(?:self|[0-9]+)\/root\//;

const DESCRIPTOR = /^(task\/[0-9]+\/)?fd\/[0-9]+$/;

/**
 * Shortens the list of descriptors to the kept ones, unless the tables of threads were compared with it. Where none is
 * kept and not all were asked for, nobody can say that there is none.
 */
function withKeptDescriptors(answers: Answers, lastAsked = -1): Answers {
  const names = answers.list.get("fd");
  const isCompared = [...answers.list.keys()].some((path) => path.startsWith("task/"));
  if (names === undefined || isFailure(names) || isCompared) return answers;
  const kept = names.filter((name) => answers.link.has(`fd/${name}`));
  const isCut = kept.length === 0 && Number(names.at(-1) ?? -1) > lastAsked;
  return { ...answers, list: new Map(answers.list).set("fd", isCut ? FAILURES.unreadable : kept) };
}
