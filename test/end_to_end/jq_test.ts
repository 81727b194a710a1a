import assert from "node:assert/strict";
import { formatJson } from "../../lib/format/json.ts";
import { formatRecording } from "../../lib/procfs/recording.ts";
import { machineProc } from "../../simulator/proc.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { machineTree } from "../../simulator/tree.ts";
import { finding, library, ONE_HOST, reportOf, service } from "../format/reports.ts";
import { runIn } from "../run_program.ts";
import { runProgram } from "./program.ts";
import { pipe, testWith } from "./tools.ts";

/** The filters for jq in docs/formats.md, by the comment above each. */
const FILTERS: ReadonlyMap<string, readonly [options: string, filter: string]> = new Map(
  Array.from(
    Deno.readTextFileSync("docs/formats.md").matchAll(/^# (.*)\n.*\| jq (-[rc]) '(.*)'$/gm),
    ([, task, options, filter]) => [task!, [options!, filter!]],
  ),
);

/** The JSON about the scenario of README. */
async function oneHost(): Promise<string> {
  return (await runIn(machineProc(SCENARIOS["web-server"].machine()), ["--json"])).stdout;
}

/** The JSON about a directory with two recordings and a broken one; the second host has to be rebooted. */
async function severalHosts(): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "jq-" });
  try {
    for (const name of ["web-server", "nothing-stale"] as const) {
      const machine = SCENARIOS[name].machine();
      await Deno.writeFile(`${directory}/${name}.jsonl`, await formatRecording(machine, machineTree(machine)));
    }
    await Deno.writeTextFile(`${directory}/broken.jsonl`, "nothing\n");
    const { stdout } = await runProgram(["--json", "--proc", directory]);
    const document = JSON.parse(stdout.replaceAll(directory, "recordings"));
    const last = document.reports.find(({ host }: { host: string }) => host === "hera");
    last.reboot = { needed: true, reasons: ["a new kernel"] };
    return JSON.stringify(document);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The JSON about processes that use the files of two packages. */
function withPackages(): Promise<string> {
  const names = ["/usr/lib/libssl.so.3", "/usr/lib/libcrypto.so.3", "/usr/lib/libz.so.1"];
  const files = new Map(
    names.map((name) => [name, { state: "listed", packages: [name.includes("libz") ? "zlib1g" : "libssl3"] } as const]),
  );
  const uses = names.map((name) => library(name));
  const findings = [7, 8].map((pid) => finding(pid, { uid: 0, cgroup: service("a.service"), files: uses }));
  const report = reportOf({ findings, more: { packages: { database: "dpkg", problem: undefined, files } } });
  return Promise.resolve([...formatJson([report], ONE_HOST)].join(""));
}

const TASKS: readonly (readonly [task: string, json: () => Promise<string>, answer: string])[] = [
  [
    "The commands of the plan, quoted for a shell.",
    oneHost,
    "'systemctl' 'try-restart' 'nginx.service'\n'systemctl' 'try-restart' 'postgresql@15-main.service'\n",
  ],
  [
    "What a person has to decide.",
    oneHost,
    "session-12.scope: somebody is logged in there; have them log out\n",
  ],
  [
    "The deleted files of each package.",
    withPackages,
    '{"libssl3":["/usr/lib/libcrypto.so.3","/usr/lib/libssl.so.3"]}\n{"zlib1g":["/usr/lib/libz.so.1"]}\n',
  ],
  [
    "The units to restart on each host.",
    severalHosts,
    '{"hera":[]}\n{"web1":["nginx.service","postgresql@15-main.service"]}\n',
  ],
  ["The hosts to reboot.", severalHosts, "hera\n"],
  ["The hosts that failed, and why.", severalHosts, "recordings/broken.jsonl: "],
];

for (const [task, json, answer] of TASKS) {
  testWith("jq", `jq answers with one line: ${task}`, async () => {
    const [options, filter] = FILTERS.get(task)!;
    const { code, stdout, stderr } = await pipe(await json(), "jq", options, filter);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(stdout.slice(0, answer.length), answer);
    assert.equal(stdout.split("\n").length, answer.endsWith("\n") ? answer.split("\n").length : 2);
  });
}

Deno.test("every filter in docs/formats.md is tried here", () => {
  assert.deepEqual([...FILTERS.keys()], TASKS.map(([task]) => task));
});
