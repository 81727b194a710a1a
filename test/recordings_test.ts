import { attributeScan } from "../lib/services/lookup.ts";
import { findMode } from "../lib/scan/modes.ts";
import assert from "node:assert/strict";
import { decodeText } from "../lib/base/bytes.ts";
import type { Finding, ModeName, Scan } from "../lib/model/scan.ts";
import type { PlanEntry } from "../lib/model/advice.ts";
import { isFailure } from "../lib/procfs/procfs.ts";
import { parseRecording } from "../lib/procfs/recording.ts";
import { type Tree, treeProc } from "../lib/procfs/tree.ts";
import { visibleFindings } from "../lib/scan/group.ts";
import { MODES } from "../lib/scan/modes.ts";
import { scan } from "../lib/scan/scan.ts";
import { runIn } from "./run_program.ts";

/** What a correct tool says of a recorded machine: see recordings/README.md. */
interface Expected extends Readonly<Record<ModeName, Names>> {
  /** What became of the files of a process, by PID: of all of them, or by name. */
  readonly states: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** The plan in JSON; absent for the machines on which no service manager runs. */
  readonly plan?: Readonly<Record<ModeName, readonly Planned[]>>;
}

/** An entry of a plan: the action and whose service it is, the command, the processes, and those that it leaves. */
type Planned = readonly [what: string, command: string | null, pids: readonly number[], leaves: readonly number[]];

/** The names of files by PID. */
type Names = Readonly<Record<string, readonly string[]>>;

const DIRECTORY = new URL("recordings/", import.meta.url);
const RECORDINGS = Array.from(Deno.readDirSync(DIRECTORY), ({ name }) => name)
  .filter((name) => name.endsWith(".jsonl"))
  .map((name) => name.slice(0, -".jsonl".length))
  .toSorted();

Deno.test("there are recordings to look at", () => assert.notEqual(RECORDINGS.length, 0));

for (const name of RECORDINGS) {
  const expected: Expected = JSON.parse(Deno.readTextFileSync(new URL(`${name}.expect.json`, DIRECTORY)));

  for (const mode of MODES) {
    Deno.test(`${mode.name} names exactly the files of recording ${name}`, async () => {
      const { findings, unreadable } = await scanRecording(name, mode.name);
      assert.deepEqual(namesByPid(visibleFindings(findings, false)), sorted(expected[mode.name]));
      assert.deepEqual(unreadable, []);
    });

    Deno.test(`${mode.name} tells what became of the files of recording ${name}`, async () => {
      const { findings } = await scanRecording(name, mode.name);
      for (const { process: { pid }, files } of visibleFindings(findings, false)) {
        const states = expected.states[pid];
        for (const { name, state } of files) {
          assert.equal(state, typeof states === "string" ? states : states?.[name], `${pid} ${name}`);
        }
      }
    });

    if (expected.plan !== undefined) {
      Deno.test(`${mode.name} plans what is right on recording ${name}`, async () => {
        assert.deepEqual(await planRecording(name, mode.name), expected.plan?.[mode.name]);
      });
    }

    Deno.test(`${mode.name} finds the owner of every process of recording ${name}`, async () => {
      const { findings, tree } = await scanRecording(name, mode.name);
      const orphans = findings.map(({ process }) => process)
        .filter(({ pid, service }) =>
          OWNED.test(readText(tree, pid, "cgroup")) && (service?.kind ?? "none") === "none"
        );
      assert.deepEqual(orphans.map(({ pid }) => pid), []);
    });
  }
}

/** The cgroup paths that tell an owner: a unit of systemd or OpenRC, or a container, somewhere in one of the lines. */
const OWNED =
  /^[0-9]+:[^:]*:\/.*(\.(service|scope)(\/|$)|[0-9a-f]{64}|\blxc\b|kubepods|\/(openrc\.|rc\/)[^/]|\/openrc_[^/]+$)/m;

async function scanRecording(name: string, mode: ModeName): Promise<Scan & { readonly tree: Tree }> {
  const { tree } = await parseRecording(await Deno.readFile(new URL(`${name}.jsonl`, DIRECTORY)));
  const options = { pids: [], ignoredByUser: () => undefined, details: true };
  const proc = treeProc(tree);
  return { tree, ...await attributeScan(proc, await scan(proc, findMode(mode), options)) };
}

/** Returns the plan that is printed in JSON. */
async function planRecording(name: string, mode: ModeName): Promise<readonly Planned[]> {
  const { tree } = await parseRecording(await Deno.readFile(new URL(`${name}.jsonl`, DIRECTORY)));
  const { stdout } = await runIn(treeProc(tree), [mode, "--json"]);
  const { plan }: { readonly plan: readonly PlanEntry[] } = JSON.parse(stdout);
  return plan.map(({ action, label, user, argv, pids, leaves }) => {
    const command = argv === null ? null : argv.join(" ");
    return [`${action} ${label}${user === null ? "" : ` of ${user}`}`, command, pids.map(Number), leaves.map(Number)];
  });
}

function namesByPid(findings: readonly Finding[]): Names {
  return Object.fromEntries(
    findings.map(({ process, files }) => [process.pid, [...new Set(files.map((file) => file.name))].toSorted()]),
  );
}

function sorted(names: Names): Names {
  return Object.fromEntries(Object.entries(names).map(([pid, each]) => [pid, each.toSorted()]));
}

function readText(tree: Tree, pid: string, path: string): string {
  const bytes = tree.processes.get(pid)?.read.get(path);
  return bytes === undefined || isFailure(bytes) ? "" : decodeText(bytes);
}
