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
import { argumentsOf, descriptorsOf, exeOf, nameOf } from "./uses.ts";

/** The folder of a process, or of one of its threads. */
export interface Folder {
  /** Its path in the folder of the process: empty, or `task/12/`. */
  readonly at: string;
  readonly task: Task;
  readonly hasMemory: boolean;
  readonly isZombie: boolean;
  readonly exe: { readonly target: string | Failure; readonly stat: Stat } | undefined;
  readonly root: string;
  readonly space: Namespace;
  readonly maps: Uint8Array;
  /** Only the folder of the process has `map_files`. */
  readonly ranges: readonly MappedRange[];
  readonly open: readonly OpenFile[];
  /** The threads, for the folder of the process. */
  readonly threads: readonly string[];
}

/** The folders of a process: its own first, and, where it has threads, one for each of them, the leader included. */
export function foldersOf({ namespaceOf, layoutOf }: Context, process: SimulatedProcess): readonly Folder[] {
  const { pid, threads = [], state = "S", root = "/", uid = 0 } = process;
  const space = namespaceOf(process);
  const program = exeOf(process);
  const layout = layoutOf(process, space);
  const [streams = [], shared = []] = descriptorsOf(process);
  const exe = program === null ? undefined : { target: linkTo(program), stat: space.stat(program) };
  const parent = process.parent ?? (pid === 1 ? 0 : 1);
  const started = process.started ?? 100 + (pid % 100_000);

  function folder(at: string, id: number, name: string, own = shared): Folder {
    const isZombie = state === "Z" && id === pid;
    const memory = program !== null && !isZombie;
    const letter = state === "Z" && !isZombie ? "S" : state;
    const count = threads.length + 1;
    const task = { id, group: pid, name, state: letter, parent, uid, threads: count, started, memory };
    return {
      at,
      task: { ...task, isKernel: program === null },
      hasMemory: memory,
      isZombie,
      exe,
      root,
      space,
      maps: memory ? layout.maps : EMPTY,
      ranges: memory && at === "" ? layout.files : [],
      open: memory ? openFiles([streams, own], space) : [],
      threads: at === "" ? [String(pid), ...threads.map(({ tid }) => String(tid))] : [],
    };
  }
  const name = nameOf(process);
  const own = folder("", pid, name);
  if (threads.length === 0) return [own];
  return [
    own,
    folder(`task/${pid}/`, pid, name),
    ...threads.map(({ tid, name: other = name, descriptors }) => folder(`task/${tid}/`, tid, other, descriptors)),
  ];
}

/** The folders in the folder, and what they hold. */
export function* listFolder(folder: Folder): Generator<readonly [string, readonly string[]]> {
  const { at, open, ranges, threads, isZombie } = folder;
  const numbers = open.map(({ number }) => number);
  yield [at === "" ? "." : at.slice(0, -1), at === "" ? [...NAMES, "map_files", "task"] : NAMES];
  yield [`${at}fd`, numbers];
  yield [`${at}fdinfo`, numbers];
  yield [`${at}ns`, isZombie ? [] : ["mnt"]];
  if (at !== "") return;
  yield ["map_files", ranges.map(({ range }) => range)];
  yield ["task", threads];
}

/** The files in the folder. */
export function* readFolder(
  folder: Folder,
  process: SimulatedProcess,
): Generator<readonly [string, Uint8Array | Failure]> {
  const { at, task, maps, root, space, open, isZombie, hasMemory } = folder;
  const { title, cgroup = defaultCgroup(process) } = process;
  const cmdline = title ?? argumentsOf(process).map((argument) => `${argument}\0`).join("");
  yield [`${at}maps`, maps];
  yield [`${at}cmdline`, hasMemory ? encodeText(cmdline) : EMPTY];
  yield [`${at}comm`, encodeText(`${task.name}\n`)];
  yield [`${at}stat`, formatStat(task)];
  yield [`${at}status`, formatStatus(task)];
  yield [`${at}cgroup`, encodeText(cgroup.startsWith("/") ? `0::${cgroup}\n` : cgroup)];
  // What has left its namespaces has no mounts: EINVAL from `mounts_open_common()` in fs/proc_namespace.c.
  yield [`${at}mountinfo`, isZombie ? FAILURES.unreadable : space.mountinfo(root)];
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

function defaultCgroup(process: SimulatedProcess): string {
  if (exeOf(process) === null) return "/";
  return process.pid === 1 ? "/init.scope" : `/system.slice/${nameOf(process)}.service`;
}
