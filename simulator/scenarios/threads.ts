import { machineOf, type SimulatedProcess } from "../machine.ts";
import { BASE_SYSTEM, LIBRARIES, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Processes with threads, and without a leader. */
export const THREAD_SCENARIOS = {
  "threads": {
    story:
      "the first thread of a server has exited and the others go on; a thread has a descriptor table of its own; " +
      "eight threads share everything; a zombie uses nothing",
    machine: () => machineOf({ files: upgraded(CURL), processes: [...BASE_SYSTEM, ...THREADED] }),
  },
} satisfies Scenarios;

const CURL = `${LIBRARIES}/libcurl.so.4.8.0`;

const THREADED: readonly SimulatedProcess[] = [
  {
    pid: 1795,
    arguments: "/usr/bin/leaderless --serve",
    state: "Z",
    mappings: [oldLibrary(CURL)],
    descriptors: [oldLog("/var/log/leaderless.log", 8192)],
    threads: [{ tid: 1796 }],
  },
  {
    pid: 1814,
    arguments: "/usr/bin/unshared",
    descriptors: [{ name: "pipe:[488075]" }],
    threads: [
      { tid: 1815, name: "reader", descriptors: [oldLog("/var/log/reader.log", 4096), { name: "pipe:[488076]" }] },
    ],
  },
  {
    pid: 1830,
    arguments: "/usr/bin/eight",
    mappings: [oldLibrary(CURL)],
    descriptors: [oldLog("/var/log/eight.log", 4096)],
    threads: Array.from({ length: 8 }, (_, index) => ({ tid: 1831 + index, name: `pool-${index}` })),
  },
  { pid: 1850, arguments: "/usr/bin/finished", state: "Z", mappings: [oldLibrary(CURL)] },
];
