import { encodeText } from "../lib/base/bytes.ts";
import type { Stat } from "../lib/model/file.ts";
import type { Failure } from "../lib/procfs/procfs.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import type { Namespace } from "./namespace.ts";

/** What a process's `root` leads to, by path below the directory of the process. */
export interface RootFiles {
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly links: ReadonlyMap<string, string>;
  readonly stats: ReadonlyMap<string, Stat | Failure>;
  readonly reads: ReadonlyMap<string, Uint8Array>;
}

/**
 * Lists the files that exist below the root of a process, with the content and the directories of those that have a
 * text. On the machine itself they are below `1/root` and `self/root` only: every other process would repeat them.
 */
export function rootFiles(
  machine: Machine,
  { pid, root = "/", namespace: own }: SimulatedProcess,
  namespace: Namespace,
): RootFiles {
  const lists = new Map<string, string[]>();
  const links = new Map<string, string>();
  const stats = new Map<string, Stat | Failure>([[
    "root",
    namespace.stat({ name: root, type: "directory", inode: 2 }),
  ]]);
  const reads = new Map<string, Uint8Array>();
  const isAsked = pid === 1 || pid === machine.scanner.pid || own !== undefined || root !== "/";
  if (!isAsked) return { lists, links, stats, reads };

  const prefix = root === "/" ? "" : root;
  for (const [name, stat] of namespace.now()) {
    if (!name.startsWith(`${prefix}/`)) continue;
    const path = `root${name.slice(prefix.length)}`;
    stats.set(path, stat);
    const text = namespace.files[name]?.text;
    if (text === undefined) continue;
    reads.set(path, encodeText(text));
    addToDirectories(lists, path.split("/"));
  }
  for (const [name, { target }] of Object.entries(namespace.files)) {
    if (target === undefined || !name.startsWith(`${prefix}/`)) continue;
    const path = `root${name.slice(prefix.length)}`;
    links.set(path, target);
    addToDirectories(lists, path.split("/"));
  }
  for (const path of lists.keys()) {
    if (!stats.has(path)) stats.set(path, namespace.stat({ name: path.slice(4), type: "directory" }));
  }
  return { lists, links, stats, reads };
}

/** The root of a process that has none: a zombie. */
export const NO_ROOT: RootFiles = { lists: new Map(), links: new Map(), stats: new Map(), reads: new Map() };

function addToDirectories(lists: Map<string, string[]>, parts: readonly string[]): void {
  for (let at = 1; at < parts.length; at++) {
    const directory = parts.slice(0, at).join("/");
    const names = lists.get(directory) ?? [];
    lists.set(directory, names);
    if (!names.includes(parts[at]!)) names.push(parts[at]!);
  }
}
