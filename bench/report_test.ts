import assert from "node:assert/strict";
import { findGrowth } from "./growth.ts";
import { type Candidate, formatReport, type Report, UNITS } from "./report.ts";
import { session } from "./fake_session.ts";
import { judgeTargets, TARGETS } from "./targets.ts";

function candidate(name: string, missing: string | null): Candidate {
  return { name, family: "maps", line: `${name} | sort`, missing, version: null };
}

const LOADS = [
  session("idle", { "lib_users": { wall: 40 } }),
  session("1000", {
    "lib_users": { wall: 130, cpu: 240, peak: 61.5, lines: 50 },
    "lib_users-1": { wall: 220 },
    "reader-maps": { wall: 100 },
  }),
];

const REPORT: Report = {
  machine: { processor: "EPYC", cores: 2, kernel: "6.18", deno: "2.9.6" },
  rounds: 1,
  stale: { percent: 10, deleted: 1 },
  units: UNITS,
  commands: [...["lib_users", "lib_users-1", "reader-maps"].map((name) => candidate(name, null)), candidate("x", "y")],
  loads: [LOADS[0]!, { ...LOADS[1]!, failures: { "lsof": "exit 1: `no` | none" } }],
  leftOut: { "descriptors": "Cannot raise the limit" },
  targets: judgeTargets(TARGETS, LOADS),
  growth: findGrowth(LOADS, 2),
};

const LINES = formatReport(REPORT).split("\n").map((line) => line.replaceAll(/ +/g, " "));

Deno.test("formatReport() shows each load with ratios, and what there is not, with the reason", () => {
  for (
    const line of [
      "| x | `x \\| sort` | left out: y |",
      "| lib_users | 130 | 130–130 | 240 | 61.5 | 50 | 1.00 | 1.30 |",
      "| lib_users-1 | 220 | 220–220 | 0.00 | 0.00 | 0 | 1.69 | 2.20 |",
      "| lsof | `exit 1: 'no' \\| none` |",
      "| `Cannot raise the limit` |",
      "| lib_users at 1000: wall ≤ 1.6 × reader-maps | 130 | 160 | 81 % | met |",
    ]
  ) assert.ok(LINES.includes(line), line);
});

Deno.test("formatReport() shows what the model misses, and what is extrapolated under a title that says so", () => {
  const fit = LINES.indexOf("| lib_users | 1000 | 2 | 2 | 130 | 130 | +0.0 % |");
  const title = LINES.indexOf("### Extrapolated, not measured");
  const guess = LINES.findIndex((line) => line.startsWith("| lib_users | 20000 | 64 | 8 | ≈ "));
  assert.ok(0 < fit && fit < title && title < guess, `${fit} ${title} ${guess}`);
});

Deno.test("formatReport() shows the same of a report that was written and read again", () => {
  assert.equal(formatReport(JSON.parse(JSON.stringify(REPORT))), formatReport(REPORT));
});
