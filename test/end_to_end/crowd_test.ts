import assert from "node:assert/strict";
import { FUSE, startAttacker } from "./attacker.ts";
import { measureProgram } from "./measure.ts";
import { DONE_BESIDE_STUCK } from "./program.ts";
import { filesOf, type Report } from "./report.ts";
import { testLive } from "./requirements.ts";
import { NOBODY, openWorkshop } from "./workshop.ts";

/** How many processes of every kind one user starts; more with LIB_USERS_CROWD. */
const COUNT = Deno.env.get("LIB_USERS_CROWD") ?? "330";

/** How much more memory a scan may take among them, in MiB. */
const MORE = 200;

const CROWDS = [
  { attack: "crowd", what: "hostile processes", code: DONE_BESIDE_STUCK },
  { attack: "answering-crowd", what: "hostile processes that answer", code: 0 },
];

for (
  const [mode, { attack, what, code }] of ["lib_users", "fd_users"].flatMap((mode) =>
    CROWDS.map((crowd) => [mode, crowd] as const)
  )
) {
  testLive(`${mode} goes through a crowd of ${COUNT} ${what}, and none is lost`, [
    "other users",
    "user namespaces",
    "fuse",
    "checkpoints",
  ], async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start({ args: ["daemon"] });
    await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
    const args = [mode, "--json", "--timeout", "2"];
    const before = await measureProgram(workshop, args);
    await using attacker = await startAttacker(workshop, [attack, COUNT, FUSE]);
    const among = await measureProgram(workshop, args, { attackers: [attacker], limit: 60 });
    const seconds = `${before.duration.toFixed(2)} s without, ${among.duration.toFixed(2)} s with them`;
    const memory = `${before.peak.toFixed(0)} MiB without, ${among.peak.toFixed(0)} MiB with them`;
    await Deno.stderr.write(new TextEncoder().encode(`${mode}, ${COUNT} ${what}: ${seconds}; ${memory}\n`));
    assert.ok(among.ended, seconds);
    assert.equal(among.code, code, among.stderr);
    assert.ok(among.peak < before.peak + MORE, memory);
    const report: Report = JSON.parse(among.stdout);
    assert.deepEqual(filesOf(report, holder).map(([name]) => name), [workshop.path("a")]);
    const others = report.missed.filter(({ pid, failure }) => failure === "stuck" && !isOf(NOBODY, pid));
    assert.deepEqual(others, []);
    const told = new Set([...report.findings, ...report.missed].map(({ pid }) => pid));
    assert.deepEqual(attacker.pids.filter((pid) => !told.has(pid)), []);
  });
}

/** Whether a process is one of a user, or has ended. */
function isOf(user: number, pid: number): boolean {
  try {
    return Deno.statSync(`/proc/${pid}`).uid === user;
  } catch {
    return true;
  }
}
