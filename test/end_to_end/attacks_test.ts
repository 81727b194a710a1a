import assert from "node:assert/strict";
import { type Attack, type Attacker, type AttackerOptions, FUSE, startAttacker } from "./attacker.ts";
import type { Holder } from "./holder.ts";
import { type MeasuredRun, measureProgram } from "./measure.ts";
import { COMMAND, linesAbout } from "./program.ts";
import { type Need, testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** An attack, and how a scan is to take it. */
interface Case extends AttackerOptions {
  readonly what: string;
  readonly attack: Attack;
  readonly needs: readonly Need[];
  /** In which modes the attacker may take too long, and is named for it; default: in none. */
  readonly slow?: readonly Mode[];
}

const MODES = ["lib_users", "fd_users"] as const;
type Mode = typeof MODES[number];

/** How much memory a scan may take, in MiB, whatever the attacker does. The runtimes alone take 50 to 90. */
const MOST = 300;

/** How long a line may be, in characters: a command line of 1 MiB, each byte escaped, and the longest name above. */
const LONGEST = 4 * 2 ** 20 + 3 * 2 ** 20;

const CASES: readonly Case[] = [
  { what: "200 MiB of arguments", attack: ["full-arguments", "200", "x"], needs: ["checkpoints"] },
  { what: "200 MiB of arguments that are escaped", attack: ["full-arguments", "200", "\\"], needs: ["checkpoints"] },
  { what: "6 GiB of arguments, none of it there", attack: ["sparse-arguments", "6000"], needs: ["checkpoints"] },
  { what: "a file 8,000 directories deep", attack: ["deep", "8000", "100"], needs: [] },
  { what: "a file below 3,000 long names", attack: ["deep", "3000", "255"], needs: [] },
  { what: "1,000 long names beside 60,000 mappings", attack: ["long-beside-many", "1000", "60000"], needs: [] },
  { what: "60,000 mappings with long names", attack: ["many-with-long", "60000"], needs: [], slow: ["lib_users"] },
  { what: "5,000 threads", attack: ["threads", "5000", "alike"], needs: [] },
  { what: "2,000 threads with descriptors of their own", attack: ["threads", "2000", "apart"], needs: [] },
  { what: "a million descriptors of a long name, in 55 tables", attack: ["tables", "55", "18000"], needs: [] },
  { what: "a mountinfo of 590 MB", attack: ["many-mounts", "9600", "30"], needs: ["user namespaces"] },
  { what: "a mountinfo of 590 MB in long lines", attack: ["many-mounts", "1800", "160"], needs: ["user namespaces"] },
  { what: "a file of a FUSE server that does not answer", attack: ["fuse", FUSE], needs: ["fuse", "user namespaces"] },
  { what: "one that all may look at", attack: ["open-fuse", FUSE], privileged: true, needs: ["fuse"] },
  { what: "an overlay over such files", attack: ["overlay", FUSE], needs: ["fuse", "user namespaces"] },
  {
    what: "the lock of its own memory",
    attack: ["lock", FUSE],
    needs: ["fuse", "user namespaces"],
    slow: MODES,
  },
];

for (const { what, attack, needs, slow = [], ...options } of CASES) {
  for (const mode of MODES) {
    testLive(`${mode} is not held up by ${what}`, ["other users", ...needs], async () => {
      await using workshop = await openWorkshop();
      const holder = await holdFiles(workshop);
      await using attacker = await startAttacker(workshop, attack, options);
      const run = await measureProgram(workshop, [mode, "-s", "--timeout", "2"], { attackers: [attacker], limit: 20 });
      check(run, workshop, holder);
      checkAttacker(run, attacker, slow.includes(mode));
    });
  }
}

/** Nothing but a signal ends Node 20 while a read does not come to its end. */
const NODE_20 = COMMAND === undefined ? 0 : 128 + 9;

/** Starts a process as there are many, which the attack must not hide. */
async function holdFiles(workshop: Workshop): Promise<Holder> {
  const holder = await workshop.start({ args: ["daemon"] });
  await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
  return holder;
}

function check(run: MeasuredRun, workshop: Workshop, holder: Holder): void {
  assert.ok(run.ended, `killed after ${run.duration} s: ${run.stderr}`);
  assert.ok(run.code === 0 || run.code === NODE_20, run.stderr);
  assert.deepEqual(linesAbout(run.stdout, [holder]), [
    `${holder.pid} "${workshop.path("holder")} daemon" uses ${workshop.path("a")}`,
  ]);
  assert.ok(run.peak < MOST, `${run.peak} MiB`);
}

/** It is reported, or it is named as one that takes too long. */
function checkAttacker({ stdout, stderr }: MeasuredRun, { pids }: Attacker, maybeSlow: boolean): void {
  const [pid] = pids;
  const isNamed = new RegExp(` did not answer: ([0-9]+,)*${pid}(,|$)`, "m").test(stderr);
  if (!(maybeSlow && isNamed)) assert.match(stdout, new RegExp(`^([0-9]+,)*${pid}(,[0-9]+)* "`, "m"));
  for (const line of stdout.split("\n")) assert.ok(line.length < LONGEST, `a line of ${line.length} characters`);
}
