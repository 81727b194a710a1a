import assert from "node:assert/strict";
import { type Attack, type Attacker, FUSE, startAttacker } from "./attacker.ts";
import { commandLine, DONE_BESIDE_STUCK } from "./program.ts";
import { type Need, testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** What holds up a scan while it is to end. */
interface Case {
  readonly what: string;
  readonly attack?: Attack;
  readonly needs: readonly Need[];
}

const CASES: readonly Case[] = [
  { what: "nothing is in its way", needs: [] },
  { what: "a process holds the lock of its memory", attack: ["lock", FUSE], needs: ["fuse", "user namespaces"] },
  { what: "a file system does not answer", attack: ["overlay", FUSE], needs: ["fuse", "user namespaces"] },
  { what: "a mountinfo has 590 MB", attack: ["many-mounts", "9600", "30"], needs: ["user namespaces"] },
  { what: "a command line has 200 MiB", attack: ["full-arguments", "200", "x"], needs: ["checkpoints"] },
];

const MODES = ["lib_users", "fd_users"] as const;

for (const { what, attack, needs } of CASES) {
  for (const mode of MODES) {
    testLive(`SIGINT ends ${mode} at once, even while ${what}`, ["other users", ...needs], async () => {
      await using workshop = await openWorkshop();
      await using attacker = attack && await startAttacker(workshop, attack);
      for (const delay of [0.2, 0.6]) {
        const { code, stderr } = await runLimited(workshop, [
          ...["timeout", "--foreground", "--signal=INT", String(delay)],
          ...commandLine([mode, "--timeout", "10"]),
        ], attacker);
        // One that was done before has its own status.
        assert.ok(code === 124 || code === 0, `${code}`);
        assert.doesNotMatch(stderr, /^\s+at |Uncaught/m);
      }
    });

    testLive(`${mode} ends quietly when nobody reads any more, even while ${what}`, [
      "other users",
      ...needs,
    ], async () => {
      await using workshop = await openWorkshop();
      const holder = await workshop.start();
      await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
      await using attacker = attack && await startAttacker(workshop, attack);
      const script = '"$@" | :; exit "${PIPESTATUS[0]}"';
      const { code, stderr } = await runLimited(workshop, [
        ...["bash", "-c", script, "bash"],
        ...commandLine([mode, "--timeout", "1"]),
      ], attacker);
      assert.ok(code === 0 || code === DONE_BESIDE_STUCK, `${code}: ${stderr}`);
      for (const line of stderr.trimEnd().split("\n")) assert.match(line, /^$|^(lib|fd)_users: warning: /);
    });
  }
}

/** The status of a command that SIGALRM has ended. */
const ALARM = 128 + 14;

/** Runs a command that is to end within seconds. Where not even SIGKILL ends it, the attacker ends. */
async function runLimited(
  _workshop: Workshop,
  command: readonly string[],
  attacker: Attacker | undefined,
): Promise<{ readonly code: number; readonly stderr: string }> {
  const child = new Deno.Command("timeout", {
    args: ["--preserve-status", "--signal=ALRM", "--kill-after=1", "8", ...command],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const overtime = setTimeout(() => attacker?.[Symbol.asyncDispose](), 10_000);
  const { code, stderr } = await child.output();
  clearTimeout(overtime);
  assert.ok(code !== ALARM && (code !== 128 + 9 || code === DONE_BESIDE_STUCK), "it does not end");
  return { code, stderr: new TextDecoder().decode(stderr) };
}
