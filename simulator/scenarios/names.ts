import { HOSTILE_ARGUMENTS, HOSTILE_NAMES, HOSTILE_PROCESS_NAMES, longName } from "../hostile.ts";
import { machineOf, type SimulatedProcess } from "../machine.ts";
import { DEFAULT_MOUNTS } from "../mounts.ts";
import { BASE_SYSTEM, LIBRARIES, library, oldLibrary, oldLog } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** Names are bytes, and users choose them. */
export const NAME_SCENARIOS = {
  "hostile-names": {
    story: "names of files, processes and arguments forge lines, drive terminals and imitate the kernel's own; each " +
      "deleted file is mapped and open in one process, and must be named exactly",
    machine: () => machineOf({ mounts: ONE_DISK, processes: [...BASE_SYSTEM, ...HOSTILE] }),
  },
  "long-names": {
    story: "deleted files have paths of 3,000 to 6,000 bytes; the link to one of 4,086 bytes or more cannot be read, " +
      "and only stat and maps tell",
    machine: () => machineOf({ mounts: ONE_DISK, processes: [...BASE_SYSTEM, ...LONG] }),
  },
  "odd-command-lines": {
    story:
      "programs that use the old libssl have no command line, one of NULs, a title without a final NUL, or one of " +
      "a megabyte",
    machine: () => machineOf({ processes: [...BASE_SYSTEM, ...ODD] }),
  },
} satisfies Scenarios;

/** All on one disk, so that a name below `/tmp` or `/dev/shm` is like any other. */
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
  { pid: 6005, arguments: ["/usr/bin/xargs", "a".repeat(1_000_000)], mappings: OLD_SSL },
];

function holder(pid: number, name: string): SimulatedProcess {
  return {
    pid,
    arguments: `/opt/x/use ${pid}`,
    uid: 1000,
    mappings: [oldLibrary(name)],
    descriptors: [oldLog(name, 4096)],
  };
}
