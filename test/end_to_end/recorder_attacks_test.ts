import assert from "node:assert/strict";
import { type Attack, type AttackerOptions, FUSE, startAttacker } from "./attacker.ts";
import { measureCommand } from "./measure.ts";
import { linesAbout, runProgram } from "./program.ts";
import type { Need } from "./requirements.ts";
import { replay, SHELLS, testShell } from "./shells.ts";
import { openWorkshop } from "./workshop.ts";

/** An attack on the recorder. */
interface Case extends AttackerOptions {
  readonly what: string;
  readonly attack: Attack;
  readonly needs: readonly Need[];
  /** Whether the recorder may pass the attacker over; it says so in the recording. */
  readonly isMissed?: boolean;
}

const CASES: readonly Case[] = [
  { what: "64 MiB of arguments", attack: ["full-arguments", "64", "x"], needs: ["checkpoints"] },
  { what: "6 GiB of arguments, none of it there", attack: ["sparse-arguments", "6000"], needs: ["checkpoints"] },
  { what: "a name of 75 kB", attack: ["deep", "300", "250"], needs: [] },
  { what: "a file 8,000 directories deep", attack: ["deep", "8000", "100"], needs: [] },
  { what: "200 long names beside 10,000 mappings", attack: ["long-beside-many", "200", "10000"], needs: [] },
  { what: "3,000 open files", attack: ["descriptors", "3000"], needs: [] },
  { what: "1,000 threads", attack: ["threads", "1000", "alike"], needs: [] },
  { what: "a mountinfo of 590 MB", attack: ["many-mounts", "9600", "30"], needs: ["user namespaces"] },
  { what: "a file of a FUSE server that does not answer", attack: ["fuse", FUSE], needs: ["fuse", "user namespaces"] },
  { what: "one that all may look at", attack: ["open-fuse", FUSE], privileged: true, needs: ["fuse"] },
  { what: "an overlay over such files", attack: ["overlay", FUSE], needs: ["fuse", "user namespaces"] },
  { what: "the lock of its own memory", attack: ["lock", FUSE], needs: ["fuse", "user namespaces"], isMissed: true },
];

const SCRIPT = (await runProgram(["recorder"])).stdout;

/** How much memory a recorder's process may take, in MiB. */
const MOST = 200;

for (const shell of SHELLS.filter(({ name }) => name === "dash" || name === "busybox")) {
  for (const { what, attack, needs, isMissed = false, ...options } of CASES) {
    testShell(shell, `is not held up by ${what}`, ["other users", ...needs], async () => {
      await using workshop = await openWorkshop();
      const holder = await workshop.start({ args: ["daemon"] });
      await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
      await using attacker = await startAttacker(workshop, attack, options);
      const script = workshop.path("recorder.sh");
      await Deno.writeTextFile(script, SCRIPT);
      const run = await measureCommand(workshop, [...shell.command, script], { attackers: [attacker], limit: 30 });
      assert.ok(run.ended, `killed after ${run.duration} s: ${run.stderr}`);
      assert.equal(run.code, 0, run.stderr);
      assert.ok(run.peak < MOST, `${run.peak} MiB`);
      for (const mode of ["lib_users", "fd_users"]) {
        const { code, stdout, stderr } = await replay([mode, "-s"], new TextEncoder().encode(run.stdout));
        assert.equal(code, 0, stderr);
        assert.deepEqual(linesAbout(stdout, [holder]), [
          `${holder.pid} "${workshop.path("holder")} daemon" uses ${workshop.path("a")}`,
        ]);
        const [pid] = attacker.pids;
        const isNamed = new RegExp(`did not answer: ([0-9]+,)*${pid}\\b`).test(stderr);
        if (!(isMissed && isNamed)) assert.match(stdout, new RegExp(`^([0-9]+,)*${pid}(,[0-9]+)* "`, "m"), stderr);
      }
    });
  }
}
