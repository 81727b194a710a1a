import { encodeText } from "../lib/base/bytes.ts";
import type { Stat } from "../lib/model/file.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import type { Context } from "./context.ts";
import { type OpenFile, openFiles } from "./descriptors.ts";
import { linkTo } from "./files.ts";
import type { MappedRange } from "./layout.ts";
import type { SimulatedProcess } from "./machine.ts";
import type { Namespace } from "./namespace.ts";
import { formatStat, formatStatus, type Task } from "./status.ts";
import { argumentsOf, cgroupOf, descriptorsOf, exeOf, nameOf } from "./defaults.ts";

/** The directory of a process, or of one of its threads, in a procfs. */
export interface TaskDirectory {
  /** Its path below the directory of the process: empty, or `task/12/`. */
  readonly at: string;
  readonly task: Task;
  readonly hasMemory: boolean;
  readonly isZombie: boolean;
  readonly exe: { readonly target: string | Failure; readonly stat: Stat } | undefined;
  readonly root: string;
  readonly namespace: Namespace;
  readonly maps: Uint8Array;
  /** What `map_files` lists; empty for a thread. */
  readonly ranges: readonly MappedRange[];
  readonly open: readonly OpenFile[];
  /** The thread ids that `task` lists; empty for a thread. */
  readonly threads: readonly string[];
}

/** Lists the directories of a process: its own first, then, where it has threads, one for each, the leader included. */
export function directoriesOf({ namespaceOf, layoutOf }: Context, process: SimulatedProcess): readonly TaskDirectory[] {
  const { pid, threads = [], state = "S", root = "/", uid = 0, terminal = 0 } = process;
  const namespace = namespaceOf(process);
  const program = exeOf(process);
  const layout = layoutOf(process, namespace);
  const [streams = [], shared = []] = descriptorsOf(process);
  const exe = program === null ? undefined : { target: linkTo(program), stat: namespace.stat(program) };
  const parent = process.parent ?? (pid === 1 ? 0 : 1);
  const started = process.started ?? 100 + (pid % 100_000);

  function directory(at: string, id: number, name: string, own = shared): TaskDirectory {
    const isZombie = state === "Z" && id === pid;
    const memory = program !== null && !isZombie;
    const letter = state === "Z" && !isZombie ? "S" : state;
    const count = threads.length + 1;
    const task = { id, group: pid, name, state: letter, parent, uid, threads: count, started, terminal, memory };
    return {
      at,
      task: { ...task, isKernel: program === null },
      hasMemory: memory,
      isZombie,
      exe,
      root,
      namespace,
      maps: memory ? layout.maps : EMPTY,
      ranges: memory && at === "" ? layout.files : [],
      open: memory ? openFiles([streams, own], namespace) : [],
      threads: at === "" ? [String(pid), ...threads.map(({ tid }) => String(tid))] : [],
    };
  }
  const name = nameOf(process);
  const own = directory("", pid, name);
  if (threads.length === 0) return [own];
  return [
    own,
    directory(`task/${pid}/`, pid, name),
    ...threads.map(({ tid, name: other = name, descriptors }) => directory(`task/${tid}/`, tid, other, descriptors)),
  ];
}

/** Yields the directories in a directory, and the names in each. */
export function* listDirectory(directory: TaskDirectory): Generator<readonly [string, readonly string[]]> {
  const { at, open, ranges, threads, isZombie } = directory;
  const numbers = open.map(({ number }) => number);
  yield [at === "" ? "." : at.slice(0, -1), at === "" ? [...NAMES, "map_files", "task"] : NAMES];
  yield [`${at}fd`, numbers];
  yield [`${at}fdinfo`, numbers];
  yield [`${at}ns`, isZombie ? [] : ["mnt"]];
  if (at !== "") return;
  yield ["map_files", ranges.map(({ range }) => range)];
  yield ["task", threads];
}

/** Yields the files in a directory, and their content. */
export function* readDirectory(
  directory: TaskDirectory,
  process: SimulatedProcess,
): Generator<readonly [string, Uint8Array | Failure]> {
  const { at, task, maps, root, namespace, open, isZombie, hasMemory } = directory;
  const { title } = process;
  const cgroup = cgroupOf(process);
  const cmdline = title ?? argumentsOf(process).map((argument) => `${argument}\0`).join("");
  yield [`${at}maps`, maps];
  yield [`${at}cmdline`, hasMemory ? encodeText(cmdline) : EMPTY];
  yield [`${at}comm`, encodeText(`${task.name}\n`)];
  yield [`${at}stat`, formatStat(task)];
  yield [`${at}status`, formatStatus(task)];
  yield [`${at}cgroup`, encodeText(cgroup.startsWith("/") ? `0::${cgroup}\n` : cgroup)];
  // A process that has left its namespaces has no mounts: EINVAL from `mounts_open_common()` in fs/proc_namespace.c.
  yield [`${at}mountinfo`, isZombie ? FAILURES.unreadable : namespace.mountinfo(root)];
  for (const file of open) yield [`${at}fdinfo/${file.number}`, file.info()];
}

const EMPTY = new Uint8Array();

const NAMES = [
  "cgroup",
  "cmdline",
  "comm",
  "cwd",
  "exe",
  "fd",
  "fdinfo",
  "maps",
  "mountinfo",
  "ns",
  "root",
  "stat",
  "status",
];
