import { endsAfter, reopensAfter, reusedAfter } from "../churn.ts";
import { machineOf, type SimulatedProcess } from "../machine.ts";
import { BASE_SYSTEM, LIBRARIES, log, oldLibrary, oldLog, upgraded } from "../parts.ts";
import type { Scenarios } from "../scenario.ts";

/** What happens during a scan. */
export const RACE_SCENARIOS = {
  "ends-during-scan": {
    story: "processes that use the old libssl end during the scan, each one question later than the one before; " +
      "nothing is amiss, and the one that stays is found",
    machine: () =>
      stale([
        ...Array.from({ length: 12 }, (_, index) => endsAfter(index, worker(2000 + index))),
        worker(2100),
      ]),
  },
  "reused-pid": {
    story: "a worker that uses the old libssl ends, and its PID goes to a process that uses no deleted file; another " +
      "PID goes to one that uses an old log; no process gets the blame for another",
    machine: () =>
      stale([
        reusedAfter(1, worker(2000), { arguments: "/usr/bin/young --clean", started: YOUNG }),
        reusedAfter(0, worker(2001), {
          arguments: "/usr/bin/young --stale",
          started: YOUNG,
          mappings: OLD_SSL,
          descriptors: [oldLog("/var/log/young.log", 10)],
        }),
      ]),
  },
  "reopens-log": {
    story: "a daemon closes its deleted log during the scan, and opens the new one with the same number",
    machine: () =>
      machineOf({
        processes: [
          ...BASE_SYSTEM,
          reopensAfter(6, {
            pid: 2000,
            arguments: "/usr/sbin/rsyslogd -n",
            descriptors: [oldLog("/var/log/syslog", 4096)],
          }, [log("/var/log/syslog", 0)]),
        ],
      }),
  },
  "stuck": {
    story: "a process waits for a dead file server with its memory locked and never answers; the others are found",
    machine: () =>
      stale([
        { ...worker(2000), state: "D", refuses: { maps: "stuck", cmdline: "stuck" } },
        worker(2001),
      ]),
  },
} satisfies Scenarios;

const SSL = `${LIBRARIES}/libssl.so.3`;
const OLD_SSL = [oldLibrary(SSL)];
/** Later than the scanner: see `machineOf`. */
const YOUNG = 100_000_000;

function stale(processes: readonly SimulatedProcess[]): ReturnType<typeof machineOf> {
  return machineOf({ files: upgraded(SSL), processes: [...BASE_SYSTEM, ...processes] });
}

function worker(pid: number): SimulatedProcess {
  return { pid, arguments: `/usr/bin/worker --number ${pid}`, mappings: OLD_SSL };
}
