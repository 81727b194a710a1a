import assert from "node:assert/strict";
import fc from "fast-check";
import type { Scan } from "../../lib/model/scan.ts";
import { hostProc } from "../../lib/procfs/host.ts";
import { mapLine, processOf, procOf, type Said, SCANNER } from "../answers.ts";
import { fakeClock } from "../fake_clock.ts";
import { slowFiles } from "../procfs/fake_files.ts";
import { FD_USERS, LIB_USERS, scanFor } from "../scan/scans.ts";
import { checkAsync } from "./check.ts";

/** How long a question may take, in milliseconds. */
const TIMEOUT = 1000;

/** How much longer a scan may take than one question, in milliseconds. */
const MORE = 1000;

/** A scan takes longer than what else is tried. */
const PART = 1 / 4;

/** What takes no longer is not slow, in milliseconds. */
const QUICK = 50;

/** How long answers take, in milliseconds, one after the other; Infinity if there is none. */
const DELAYS = fc.array(
  fc.oneof(
    fc.constantFrom(0, 1, 49, 50, 51, 99, 100, 101, TIMEOUT - 1, TIMEOUT, TIMEOUT + 1, Infinity),
    fc.nat({ max: 2 * TIMEOUT }),
  ),
  { minLength: 1, maxLength: 5 },
);

/** A process, and how long its answers take; null if they come at once. */
interface Slow {
  readonly uid: number;
  readonly delays: readonly number[] | null;
}

const PROCESSES: fc.Arbitrary<readonly Slow[]> = fc.array(
  fc.oneof(
    fc.record({ uid: fc.constant(0), delays: fc.constant(null) }),
    fc.record({ uid: fc.constantFrom(666, 667), delays: fc.oneof(fc.option(DELAYS), fc.constant([Infinity])) }),
  ),
  { minLength: 1, maxLength: 40, size: "max" },
);

interface Machine {
  readonly processes: readonly Slow[];
  readonly mode: "lib_users" | "fd_users";
  readonly details: boolean;
}

const MACHINE: fc.Arbitrary<Machine> = fc.record({
  processes: PROCESSES,
  mode: fc.constantFrom("lib_users", "fd_users"),
  details: fc.boolean(),
});

const FIRST = 100;

/** A process that uses deleted files both ways. */
function saidOf(uid: number, pid: number): Said {
  const process = processOf(pid, {
    argv: ["daemon"],
    maps: [mapLine("/lib/a.so (deleted)"), mapLine("/lib/b.so (deleted)", { inode: 43 })],
    fds: { 3: "/log/a (deleted)", 4: "/log/b (deleted)" },
  });
  return {
    ...process,
    read: { ...process.read, [`${pid}/status`]: `Name:\ta\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n` },
  };
}

/** What came of a scan, and how long it took but for answers that were quick, in milliseconds. */
interface Outcome extends Scan {
  readonly lost: number;
}

/** Scans on a clock of its own. Questions of the `kinds` are answered late. */
async function scanSlowly({ processes, mode, details }: Machine, kinds: RegExp): Promise<Outcome> {
  const clock = fakeClock();
  const machine = procOf(SCANNER, ...processes.map(({ uid }, index) => saidOf(uid, FIRST + index)));
  let asked = 0;
  let quick = 0;
  const files = slowFiles(machine, clock, (path) => {
    const [pid = "", name = ""] = path.split("/", 2);
    const delays = processes[Number(pid) - FIRST]?.delays ?? [0];
    const delay = kinds.test(name) ? delays[asked++ % delays.length]! : 0;
    if (delay <= QUICK) quick += delay;
    return delay;
  }, (pid) => processes[Number(pid) - FIRST]?.uid ?? 0);
  const proc = hostProc(files, { root: "/proc", timeout: TIMEOUT, clock });
  const started = clock.now();
  const scan = await clock.until(scanFor(proc, mode === "lib_users" ? LIB_USERS : FD_USERS, { details, clock }));
  return { ...scan, lost: clock.now() - started - quick };
}

Deno.test("scan() ends in time and loses no process, whenever answers come", async () => {
  await checkAsync(MACHINE, async (machine) => {
    const { findings, unreadable, lost } = await scanSlowly(machine, /^/);
    assert.ok(lost <= TIMEOUT + MORE, `It took ${lost} ms`);
    const told = new Set([...findings.map(({ process }) => process.pid), ...unreadable.map(({ pid }) => pid)]);
    assert.equal(told.size, machine.processes.length);
  }, PART);
});

/** What waits for the memory of a process, and so can be held up by it. */
const MEMORY = /^(?:maps|map_files|cmdline)$/;

Deno.test("scan() tells all of other users, whenever processes let go of their memory", async () => {
  await checkAsync(MACHINE, async (machine) => {
    const { findings, unreadable } = await scanSlowly(machine, MEMORY);
    for (const [index, { uid }] of machine.processes.entries()) {
      if (uid !== 0) continue;
      const pid = String(FIRST + index);
      assert.equal(findings.find(({ process }) => process.pid === pid)?.files.length, 2, `${pid} is not told in full`);
      assert.ok(!unreadable.some((each) => each.pid === pid), `${pid} is blamed`);
    }
  }, PART);
});
