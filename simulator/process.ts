import type { Stat } from "../lib/model/file.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import type { Answers } from "../lib/procfs/tree.ts";
import type { Context } from "./context.ts";
import { directoriesOf, listDirectory, readDirectory, type TaskDirectory } from "./directory.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import { type Refusals, refusalsOf, refuse } from "./refusals.ts";
import { NO_ROOT, type RootFiles, rootFiles } from "./root.ts";

/** Answers questions about a process. Each kind of answer is made when it is first asked for. */
export function processAnswers(context: Context, process: SimulatedProcess): Answers {
  const refusals = refusalsOf(context.machine, process);
  const made: { -readonly [Kind in keyof Answers]?: Answers[Kind] } = {};
  const directories = (): readonly TaskDirectory[] => directoriesOf(context, process);
  return {
    get list(): Answers["list"] {
      return made.list ??= answer(lists(context, process, directories()), refusals);
    },
    get link(): Answers["link"] {
      return made.link ??= answer(links(context, process, directories()), refusals);
    },
    get stat(): Answers["stat"] {
      return made.stat ??= answer(stats(context, process, directories()), refusals);
    },
    get read(): Answers["read"] {
      return made.read ??= answer(reads(context, process, directories()), refusals);
    },
  };
}

type Entries<Answer> = Generator<readonly [string, Answer | Failure]>;

function answer<Answer>(entries: Entries<Answer>, refusals: Refusals): Map<string, Answer | Failure> {
  const answers = new Map<string, Answer | Failure>();
  for (const [path, value] of entries) answers.set(path, refuse(refusals, path) ?? value);
  return answers;
}

function* lists(
  { machine }: Context,
  process: SimulatedProcess,
  directories: readonly TaskDirectory[],
): Entries<readonly string[]> {
  for (const directory of directories) yield* listDirectory(directory);
  yield* rootOf(machine, process, directories).lists;
}

function* links(
  { machine }: Context,
  process: SimulatedProcess,
  directories: readonly TaskDirectory[],
): Entries<string> {
  for (const { at, exe, root, namespace, hasMemory, isZombie, open, ranges } of directories) {
    if (exe !== undefined && hasMemory) yield [`${at}exe`, exe.target];
    if (!isZombie) {
      yield* [[`${at}root`, root], [`${at}cwd`, root]] as const;
      yield* [[`${at}ns/mnt`, namespace.link], [`${at}ns/user`, namespace.users]] as const;
    }
    for (const { number, target } of open) yield [`${at}fd/${number}`, target()];
    for (const { range, target } of ranges) yield [`${at}map_files/${range}`, target];
  }
  yield* rootOf(machine, process, directories).links;
}

function* stats({ machine }: Context, process: SimulatedProcess, directories: readonly TaskDirectory[]): Entries<Stat> {
  yield [".", { ...DIRECTORY, inode: 1_000_000 * process.pid + (process.started ?? 0) % 1_000_000 }];
  for (const { at, exe, hasMemory, open, ranges } of directories) {
    if (exe !== undefined && hasMemory) yield [`${at}exe`, exe.stat];
    for (const { number, stat } of open) yield [`${at}fd/${number}`, stat()];
    // Following these links takes a capability: `proc_map_files_get_link()` in fs/proc/base.c.
    for (const { range, stat } of ranges) yield [`${at}map_files/${range}`, machine.uid === 0 ? stat : FAILURES.denied];
  }
  yield* rootOf(machine, process, directories).stats;
}

/** What `stat` says of the directory of a process. Each process that gets the PID has another inode. */
const DIRECTORY = {
  type: "directory",
  device: 22,
  nlink: 9,
  size: 0,
  blocks: 0,
  ctime: null,
  mtime: null,
  uid: 0,
} as const;

function* reads(
  { machine }: Context,
  process: SimulatedProcess,
  directories: readonly TaskDirectory[],
): Entries<Uint8Array> {
  for (const directory of directories) yield* readDirectory(directory, process);
  yield* rootOf(machine, process, directories).reads;
}

function rootOf(machine: Machine, process: SimulatedProcess, [directory]: readonly TaskDirectory[]): RootFiles {
  return directory === undefined || directory.isZombie ? NO_ROOT : rootFiles(machine, process, directory.namespace);
}
