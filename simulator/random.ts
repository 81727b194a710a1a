import { type Generator, seededGenerator } from "./generator.ts";
import { HOSTILE_ARGUMENTS, HOSTILE_NAMES, HOSTILE_PROCESS_NAMES } from "./hostile.ts";
import {
  type Machine,
  machineOf,
  type SimulatedDescriptor,
  type SimulatedMapping,
  type SimulatedProcess,
} from "./machine.ts";
import { kernelThread, library, log, oldLibrary, oldLog, upgraded } from "./parts.ts";
import { LIBRARY_POOL, type Program, PROGRAMS } from "./programs.ts";

/** What a random machine is made of. */
export interface RandomOptions {
  /** The same seed makes the same machine. */
  readonly seed: number;
  readonly processes: number;
  /** The share of the processes that use deleted files, from 0 to 1. */
  readonly stale: number;
  /** The share of those that use files with hostile names, or have such names themselves; default: 0. */
  readonly hostile?: number;
}

/**
 * Makes a machine of any size. Processes of one program share their objects, as they share files and layout on a real
 * machine, so a hundred thousand of them take little memory.
 */
export function randomMachine({ seed, processes, stale, hostile = 0 }: RandomOptions): Machine {
  const generator = seededGenerator(seed);
  const images = PROGRAMS.map((program) => imagesOf(program, generator));
  const replaced = LIBRARY_POOL.filter(() => generator.chance(0.9));
  let pid = 0;

  function next(): SimulatedProcess {
    pid += pid === 0 ? 1 : 1 + generator.below(3);
    if (pid > 2 && generator.chance(0.06)) return kernelThread(pid, `kworker/${generator.below(64)}:${pid}`);
    return processOf(pid, generator.pick(images), generator, { stale, hostile });
  }
  return machineOf({
    host: `random-${seed}`,
    files: upgraded(...replaced, ...HOSTILE_NAMES.slice(0, 3)),
    processes: Array.from({ length: processes }, next),
  });
}

/** A program and the sets of libraries that its processes may map. */
interface Images {
  readonly program: Program;
  readonly fresh: readonly SimulatedMapping[];
  readonly stale: readonly (readonly SimulatedMapping[])[];
  readonly hostile: readonly (readonly SimulatedMapping[])[];
}

function imagesOf(program: Program, generator: Generator): Images {
  const first = generator.below(LIBRARY_POOL.length);
  const fresh = Array.from({ length: Math.min(program.libraries, LIBRARY_POOL.length) }, (_, index) => {
    return library(LIBRARY_POOL[(first + index) % LIBRARY_POOL.length]!);
  });
  const variants = Array.from({ length: 8 }, () => {
    const marked = new Set(Array.from({ length: 1 + generator.below(4) }, () => generator.below(fresh.length)));
    return fresh.map((file, index) => marked.has(index) ? oldLibrary(file.name) : file);
  });
  return {
    program,
    fresh,
    stale: variants,
    hostile: variants.map((files) => [...files, oldLibrary(generator.pick(HOSTILE_NAMES))]),
  };
}

function processOf(
  pid: number,
  images: Images,
  generator: Generator,
  shares: { readonly stale: number; readonly hostile: number },
): SimulatedProcess {
  const { path, line, cgroup, uid } = images.program;
  const isStale = generator.chance(shares.stale);
  const isHostile = isStale && generator.chance(shares.hostile);
  const number = String(1000 + generator.below(64));
  const pool = isHostile ? images.hostile : isStale ? images.stale : [images.fresh];
  const process = {
    pid,
    uid,
    arguments: isHostile ? generator.pick(HOSTILE_ARGUMENTS) : line.replaceAll("#", number),
    exe: library(path),
    parent: pid === 1 ? 0 : 1,
    started: 1000 + pid,
    cgroup: cgroup.replaceAll("#", number),
    mappings: generator.pick(pool),
    descriptors: descriptorsOf(generator, { isStale, isHostile, number }),
  };
  if (isHostile && generator.chance(0.2)) return { ...process, name: generator.pick(HOSTILE_PROCESS_NAMES) };
  if (generator.chance(0.02)) return { ...process, state: "Z" };
  return generator.chance(0.05) ? { ...process, threads: [{ tid: 4_000_000 + pid }] } : process;
}

function descriptorsOf(
  generator: Generator,
  { isStale, isHostile, number }: { readonly isStale: boolean; readonly isHostile: boolean; readonly number: string },
): readonly SimulatedDescriptor[] {
  const name = isHostile ? generator.pick(HOSTILE_NAMES) : `/var/log/app/${number}.log`;
  const size = 4096 * (1 + generator.below(1_000_000));
  return [
    { name: `socket:[${10_000 + generator.below(1_000_000)}]` },
    { name: "anon_inode:[eventpoll]" },
    isStale && generator.chance(0.5)
      ? oldLog(name, size, { inode: 1000 + generator.below(100_000) })
      : log("/var/log/daemon.log", 0),
  ];
}
