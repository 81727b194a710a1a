import { HOSTILE_ARGUMENTS, HOSTILE_NAMES, HOSTILE_PROCESS_NAMES, longName } from "../hostile.ts";
import { machineOf, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS } from "../mounts.ts";
import { BASE_SYSTEM, LIBRARIES, library, oldLibrary, oldLog } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Names are bytes, and come from people who mean no good. */
export const NAME_SCENARIOS = {
  "hostile-names": {
    story: "users gave files, programs and arguments names that forge lines, drive terminals and look like the " +
      "kernel's own; each deleted file is mapped and open in a process of its own, and each must be named exactly",
    machine: () => machineOf({ mounts: ONE_DISK, processes: [...BASE_SYSTEM, ...HOSTILE] }),
  },
  "long-names": {
    story: "deleted files with paths about as long as the kernel can print: from 4,086 bytes on a link to one cannot " +
      "be read, and only stat and maps tell",
    machine: () => machineOf({ mounts: ONE_DISK, processes: [...BASE_SYSTEM, ...LONG] }),
  },
  "odd-command-lines": {
    story:
      "programs on the old libssl that have no command line, nothing but NULs, a title without an end, or one of " +
      "a megabyte",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...ODD] }),
  },
} satisfies Scenarios;

/** All on one disk: a name below `/tmp` or `/dev/shm` is a file like any other there. */
const ONE_DISK = DEFAULT_MOUNTS.filter(({ point }) => !["/tmp", "/dev/shm", "/var"].includes(point));
const OLD_SSL = [oldLibrary(`${LIBRARIES}/libssl.so.3`)];

const HOSTILE: readonly SimulatedProcess[] = [
  ...HOSTILE_NAMES.map((name, index) => holder(5000 + index, name)),
  ...HOSTILE_ARGUMENTS.map((given, index) => ({
    pid: 5100 + index,
    arguments: given,
    exe: library("/opt/x/run"),
    uid: 1000,
    mappings: OLD_SSL,
  })),
  ...HOSTILE_PROCESS_NAMES.map((name, index) => ({
    pid: 5200 + index,
    name,
    exe: library("/opt/x/run"),
    uid: 1000,
    mappings: OLD_SSL,
  })),
  {
    pid: 5300,
    arguments: "/opt/x/exists",
    uid: 1000,
    mappings: [library("/opt/x/exists (deleted)"), library("/opt/x/(deleted)/exists.so (delete)")],
  },
];

const LONG: readonly SimulatedProcess[] = [3000, 4085, 4086, 4095, 6000].map((bytes) => holder(bytes, longName(bytes)));

const ODD: readonly SimulatedProcess[] = [
  { pid: 6001, name: "silent", mappings: OLD_SSL },
  { pid: 6002, name: "nothing", title: "\0\0\0\0", mappings: OLD_SSL },
  { pid: 6003, name: "daemon", title: "daemon: padded   PATH=/bin", mappings: OLD_SSL },
  { pid: 6004, name: "nginx", title: `nginx: worker process${"\0".repeat(142)}`, mappings: OLD_SSL },
  { pid: 6005, arguments: ["/usr/bin/xargs", "a".repeat(1_048_576)], mappings: OLD_SSL },
];

function holder(pid: number, name: string): SimulatedProcess {
  return {
    pid,
    arguments: `/opt/x/hold ${pid}`,
    uid: 1000,
    mappings: [oldLibrary(name)],
    descriptors: [oldLog(name, 4096)],
  };
}
