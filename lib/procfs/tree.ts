// Answers from memory, for a simulated machine or a recording.
import type { Stat } from "../model/file.ts";
import { type Failure, FAILURES, isFailure, isPid, type ProcFs } from "./procfs.ts";

/** The known answers below one directory, by path relative to it. What was never asked has no entry. */
export interface Answers {
  readonly list: Map<string, readonly string[] | Failure>;
  readonly link: Map<string, string | Failure>;
  readonly stat: Map<string, Stat | Failure>;
  readonly read: Map<string, Uint8Array | Failure>;
}

/**
 * A procfs in memory: the answers of each process by its PID, in the order of the list, and the answers that belong to
 * the machine or to a process that is not listed.
 */
export interface Tree {
  readonly machine: Answers;
  readonly processes: Map<string, Answers>;
}

/** Returns a directory about which nothing is known yet. */
export function emptyAnswers(): Answers {
  return { list: new Map(), link: new Map(), stat: new Map(), read: new Map() };
}

/** Returns a procfs about which nothing is known yet. */
export function emptyTree(): Tree {
  return { machine: emptyAnswers(), processes: new Map() };
}

/** Splits a path into the PID at its start, if there is one, and the rest. */
export function splitPath(path: string): { readonly pid: string | undefined; readonly rest: string } {
  const slash = path.indexOf("/");
  const first = slash < 0 ? path : path.slice(0, slash);
  if (!isPid(first)) return { pid: undefined, rest: path };
  return { pid: first, rest: slash < 0 ? "." : path.slice(slash + 1) };
}

/** Returns where the answers for a path are: with the process if it is listed, else with the machine. */
export function placeOf(tree: Tree, path: string): { readonly answers: Answers; readonly rest: string } {
  const { pid, rest } = splitPath(path);
  const answers = pid === undefined ? undefined : tree.processes.get(pid);
  return answers === undefined ? { answers: tree.machine, rest: path } : { answers, rest };
}

/** Makes a `ProcFs` that answers from a tree. What the tree does not know is `gone`, but for `exe`: see `linkSync`. */
export function treeProc(tree: Tree): ProcFs {
  function find<Kind extends keyof Answers>(kind: Kind, path: string): ReturnType<Answers[Kind]["get"]> {
    const { answers, rest } = placeOf(tree, path);
    return answers[kind].get(rest) as ReturnType<Answers[Kind]["get"]>;
  }
  return memoryProc({
    list: (path) => path === "." ? [...tree.processes.keys()] : find("list", path) ?? FAILURES.gone,
    link: (path) => find("link", path) ?? (path.endsWith("/exe") ? FAILURES.unreadable : FAILURES.gone),
    stat: (path) => find("stat", path) ?? FAILURES.gone,
    read: (path) => find("read", path) ?? FAILURES.gone,
  });
}

/** What answers the four kinds of questions at once. */
export interface Memory {
  readonly list: (path: string) => readonly string[] | Failure;
  readonly link: (path: string) => string | Failure;
  readonly stat: (path: string) => Stat | Failure;
  readonly read: (path: string) => Uint8Array | Failure;
}

/** Makes a `ProcFs` of what answers at once. */
export function memoryProc({ list, link, stat, read }: Memory): ProcFs {
  return {
    listSync: list,
    linkSync: link,
    list: (path) => Promise.resolve(list(path)),
    link: (path) => Promise.resolve(link(path)),
    stat: (path) => Promise.resolve(stat(path)),
    read: (path) => Promise.resolve(read(path)),
    readStart(path, limit): Promise<Uint8Array | Failure> {
      const bytes = read(path);
      return Promise.resolve(isFailure(bytes) ? bytes : bytes.subarray(0, limit));
    },
    readPieces(path, visit): Promise<Failure | undefined> {
      const bytes = read(path);
      if (isFailure(bytes)) return Promise.resolve(bytes);
      visit(bytes);
      return Promise.resolve(undefined);
    },
  };
}
