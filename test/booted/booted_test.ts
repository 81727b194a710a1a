/**
 * Boots a Debian, upgrades it, does exactly what the program says, and looks at what is left: `deno task test:booted`,
 * for some releases alone with their names, `bullseye`, and with `--fresh` from the boot on instead of from what an
 * earlier run kept. As root; `docs/booted.md` tells what it needs, and what it found.
 */
import assert from "node:assert/strict";
import { buildImage, type Image } from "./image.ts";
import type { Machine } from "./machine.ts";
import { commandsOf, commandsOfPlan, findForgotten, findUnannounced } from "./plan.ts";
import { askProgram, carryOut, MODES, readState, save, scan, startPopulated, upgrade } from "./session.ts";
import { findDamage } from "./state.ts";

const RELEASES: Readonly<Record<string, string>> = {
  bullseye: "Debian 11",
  bookworm: "Debian 12",
  trixie: "Debian 13",
};

/** What `inside/bin/populate` starts, as `inside/bin/state` tells it. */
const WANTED: readonly string[] = [
  ...["tick", "cronjob", "bob-session", "bob-screen", "su-alice", "scope", "uscope", "root-left"].map((name) =>
    `work ${name}`
  ),
  ...["web", "pot", "box"].map((name) => `container ${name}`),
  ...["clients", "echo", "transient", "remote@root", "remote@bob"].map((name) => `unit ${name}.service`),
  ...["hold", "hold@x", "utransient"].map((name) => `unit-of-alice ${name}.service`),
];

const BASE = Deno.env.get("BOOTED_DIR") ?? `${Deno.env.get("HOME")}/.cache/lib_users/booted`;

const chosen = Deno.args.filter((name) => !name.startsWith("--"));
for (const [suite, title] of Object.entries(RELEASES)) {
  const ignore = chosen.length > 0 && !chosen.includes(suite);
  Deno.test({ name: `what the program advises can be followed on ${title}`, ignore, fn: (t) => follow(t, suite) });
}

/** The story of one machine. */
async function follow(t: Deno.TestContext, suite: string): Promise<void> {
  const image = await buildImage(suite, BASE);
  const machine = await startPopulated(image, Deno.args.includes("--fresh"));
  try {
    await t.step("everything runs that is to be looked at", async () => {
      const lines = [...await readState(machine)];
      assert.deepEqual(WANTED.filter((wanted) => !lines.some((line) => `${line} `.startsWith(`${wanted} `))), []);
      assert.deepEqual(lines.filter((line) => line.startsWith("failed ")), []);
    });
    await save(image, "baseline.jsonl", await machine.ask("lib_users record --timeout 60 -o -", { limit: 300 }));
    for (const mode of MODES) {
      await t.step(`${mode}: nothing is to be done before the upgrade`, () => checkBaseline(machine, image, mode));
    }
    await upgrade(machine, image);
    await save(image, "upgraded.jsonl", await machine.ask("lib_users record --timeout 60 -o -", { limit: 300 }));
    for (const mode of MODES) await checkPlan(t, machine, image, mode);
    await save(image, "followed.jsonl", await machine.ask("lib_users record --timeout 60 -o -", { limit: 300 }));
  } finally {
    await machine.stop();
  }
}

async function checkBaseline(machine: Machine, image: Image, mode: string): Promise<void> {
  const report = await scan(machine, mode);
  await save(image, `${mode}-baseline.json`, JSON.stringify(report));
  assert.deepEqual(commandsOfPlan(report), []);
  // Services hold files that they have deleted themselves, and so does a job of cron; and whether a service needs a
  // reboot is for lib_users to see.
  if (mode === "fd_users") return;
  assert.deepEqual(report.findings.map(({ pid, command }) => `${pid} ${command}`), []);
  assert.equal(report.reboot.needed, false, report.reboot.reasons.join("; "));
}

/** Scans, does what is advised, and scans again. */
async function checkPlan(t: Deno.TestContext, machine: Machine, image: Image, mode: string): Promise<void> {
  const before = await scan(machine, mode);
  const text = await askProgram(machine, `${mode} -r`);
  const state = await readState(machine);
  await save(image, `${mode}-before.json`, JSON.stringify(before));
  await save(image, `${mode}-before.txt`, text);
  if (mode === "lib_users") {
    await t.step("a reboot is needed, for the newer kernel", () => {
      assert.equal(before.reboot.needed, true);
      assert.match(before.reboot.reasons.join("\n"), /kernel/);
    });
  }
  await t.step(`${mode}: every stale process is in the plan`, () => assert.deepEqual(findForgotten(before), []));
  await t.step(`${mode}: --restart prints the commands of the plan`, () => {
    assert.deepEqual(commandsOf(text), commandsOfPlan(before));
  });
  await t.step(`${mode}: no command of the plan fails or hangs`, async () => {
    const results = await carryOut(machine, commandsOf(text));
    const output = await machine.ask("cat /run/results.output", { limit: 60 });
    await save(image, `${mode}-results.json`, JSON.stringify({ results, output }, null, 1));
    assert.deepEqual(results.filter(({ code }) => code !== 0), [], output);
  });
  const now = await readState(machine);
  const after = await scan(machine, mode);
  await save(image, `${mode}-after.json`, JSON.stringify(after));
  await t.step(`${mode}: no session, work, service or container is lost, and nothing that was stopped runs`, () => {
    const stopped = before.plan.filter(({ action }) => action === "stop").map(({ label }) => label);
    assert.deepEqual(findDamage(state, now, stopped), []);
  });
  await t.step(
    `${mode}: what is still stale was announced`,
    () => assert.deepEqual(findUnannounced(before, after), []),
  );
  await t.step(`${mode}: a second plan has no command`, () => assert.deepEqual(commandsOfPlan(after), []));
  await save(image, `${mode}.txt`, `stale before ${before.findings.length}, after ${after.findings.length}\n`);
}
