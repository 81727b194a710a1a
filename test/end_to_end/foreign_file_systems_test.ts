import assert from "node:assert/strict";
import { type Attack, type AttackerOptions, FUSE, startAttacker } from "./attacker.ts";
import { type Report, type ReportedFile, scanReport } from "./report.ts";
import { type Need, testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

/** Where a deleted file is, and whether its file system is asked about it. */
interface Case extends AttackerOptions {
  readonly what: string;
  readonly attack: Attack;
  readonly needs: readonly Need[];
  readonly state: string;
}

const CASES: readonly Case[] = [
  { what: "FUSE", attack: ["fuse", FUSE], needs: ["fuse", "user namespaces"], state: "unknown" },
  { what: "FUSE that all may use", attack: ["open-fuse", FUSE], privileged: true, needs: ["fuse"], state: "unknown" },
  { what: "an overlay over FUSE", attack: ["overlay", FUSE], needs: ["fuse", "user namespaces"], state: "unknown" },
  {
    what: "a mount of an ordinary user",
    attack: ["many-mounts", "1", "1"],
    needs: ["user namespaces"],
    state: "unknown",
  },
  {
    what: "an overlay of root's over a local file system",
    attack: ["root-overlay"],
    privileged: true,
    needs: ["namespaces"],
    state: "removed",
  },
];

for (const { what, attack, needs, state, ...options } of CASES) {
  testLive(`A deleted file on ${what} is ${state}`, ["other users", ...needs], async () => {
    await using workshop = await openWorkshop();
    await using attacker = await startAttacker(workshop, attack, options);
    for (const mode of ["lib_users", "fd_users"]) {
      const files = filesOf(await scanReport([mode, "--all", "--pid", String(attacker.pids[0])]));
      assert.deepEqual(files.map((file) => file.state), [state], mode);
      if (state === "unknown") assert.deepEqual(files.map(({ links, held }) => [links, held]), [[null, null]], mode);
    }
  });
}

function filesOf({ findings }: Report): readonly ReportedFile[] {
  return findings.flatMap(({ files }) => files);
}
