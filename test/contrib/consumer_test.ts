import assert from "node:assert/strict";
import { testUnless } from "../end_to_end/requirements.ts";
import { MAIN } from "../end_to_end/program.ts";
import { locate } from "../end_to_end/shells.ts";
import type { Machine } from "../../simulator/machine.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { openFolder, projectPath, run } from "./folder.ts";
import { recordingOf } from "./recordings.ts";

const [BUSY, UPGRADE, CLEAN]: readonly Machine[] = [
  SCENARIOS["busy-machine"].machine(),
  SCENARIOS.upgrade.machine(),
  SCENARIOS["nothing-stale"].machine(),
] as const;

/** The recordings of a fleet: one host needs a reboot, one is clean, and one recording was cut off. */
async function recordFleet(): Promise<Readonly<Record<string, string>>> {
  const marks = { "/run/reboot-required": { text: "*** System restart required ***\n", size: 32 } };
  const busy = await recordingOf({ ...BUSY!, host: "web-1", files: { ...BUSY!.files, ...marks } });
  return {
    "web-1.jsonl": busy,
    "web-2.jsonl": await recordingOf({ ...UPGRADE!, host: "web-2" }),
    "web-3.jsonl": await recordingOf({ ...CLEAN!, host: "web-3" }),
    "web-4.jsonl": busy.slice(0, 5000),
  };
}

/** The lines of jq in docs/fleet.md, by the comment before each. */
const QUERIES = new Map(
  Array.from(
    (await Deno.readTextFile(projectPath("docs/fleet.md"))).matchAll(/^# (.*)\njq -r '(.*)' report\.json$/gm),
    ([, purpose, filter]) => [purpose!, filter!],
  ),
);

interface Entry {
  readonly action: string;
  readonly argv: readonly string[] | null;
  readonly label: string;
}

testUnless(locate("jq") === undefined ? "no jq" : undefined, "one line of jq each tells what to do", async () => {
  await using folder = await openFolder();
  for (const [name, text] of Object.entries(await recordFleet())) await folder.write(`recordings/${name}`, text);
  const command = [Deno.execPath(), "run", "-A", MAIN, "--json", "--config", "/dev/null"];
  const { code, stdout } = await run([...command, "--proc", folder.path("recordings")]);
  assert.equal(code, 1);
  const query = async (purpose: string): Promise<readonly string[]> => {
    const filter = QUERIES.get(purpose);
    assert.notEqual(filter, undefined, purpose);
    const { stdout: answer, stderr } = await run(["jq", "-r", filter!], { input: stdout });
    assert.equal(stderr, "");
    return answer.split("\n").slice(0, -1);
  };
  const plans: readonly { readonly host: string; readonly plan?: readonly Entry[] }[] = JSON.parse(stdout).reports;
  const entries = plans.flatMap(({ host, plan = [] }) => plan.map((entry) => ({ host, ...entry })));

  const commands = await query("what to run, and where");
  const restarts = entries.filter(({ action }) => action === "restart");
  assert.notEqual(restarts.length, 0);
  assert.deepEqual(
    commands,
    restarts.map(({ host, argv }) => `${host}\t${argv!.map((word) => `'${word}'`).join(" ")}`),
  );
  assert.deepEqual([...new Set(commands.map((line) => line.split("\t")[0]))], ["web-1", "web-2"]);

  const byHand = await query("what a person has to decide");
  assert.equal(byHand.length, entries.filter(({ argv }) => argv === null).length);
  assert.notEqual(byHand.length, 0);
  assert.doesNotMatch(byHand.join("\n"), /null/);

  const reboots = await query("who needs a reboot, and why");
  assert.deepEqual(reboots.map((line) => line.split("\t")[0]), ["web-1"]);
  assert.match(reboots[0]!, /reboot-required/);

  const files = await query("how many hosts use each old package, or file where no package is known");
  assert.ok(files.includes("1\t/usr/lib/x86_64-linux-gnu/libssl.so.3"), files.join("\n"));
  assert.equal(new Set(files.map((line) => line.split("\t")[1])).size, files.length);

  const failed = await query("which hosts could not be recorded, or their recordings not read, and why");
  assert.equal(failed.length, 1);
  assert.match(failed[0]!, /web-4\.jsonl\t.*cut short/);
  assert.equal(QUERIES.size, 5);
});
