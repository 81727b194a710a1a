import assert from "node:assert/strict";
import { summarize, type Summary } from "./statistics.ts";
import { judgeTargets, type Target } from "./targets.ts";

function took(wall: number, peak: number): Summary {
  return summarize([{ wall, peak, cpu: 0, lines: 0 }]);
}

const RESULTS = new Map([
  ["1000", new Map([["tool", took(100, 50)], ["tool-bundle", took(80, 50)], ["peer", took(500, 10)]])],
  ["5000", new Map([["tool", took(600, 60)], ["tool-bundle", took(400, 60)]])],
]);

const WITH_PEER: Target = {
  command: "tool",
  load: "1000",
  measure: "wall",
  factor: 0.2,
  base: { command: "peer" },
  plus: 0,
};
const WITH_SELF: Target = {
  ...WITH_PEER,
  load: "5000",
  factor: 5.5,
  base: { command: "tool", load: "1000" },
};

Deno.test("judgeTargets() judges the source and the bundle", () => {
  const outcomes = judgeTargets([WITH_PEER, WITH_SELF], RESULTS);
  assert.deepEqual(outcomes.map(({ title, value, limit, verdict }) => [title, value, limit, verdict]), [
    ["tool at 1000: wall ≤ 0.2 × peer", 100, 100, "met"],
    ["tool-bundle at 1000: wall ≤ 0.2 × peer", 80, 100, "met"],
    ["tool at 5000: wall ≤ 5.5 × tool at 1000", 600, 550, "missed"],
    ["tool-bundle at 5000: wall ≤ 5.5 × tool-bundle at 1000", 400, 440, "met"],
  ]);
});

Deno.test("judgeTargets() adds what the base may be exceeded by", () => {
  const target: Target = { ...WITH_PEER, measure: "peak", factor: 1.3, plus: 40 };
  const [outcome] = judgeTargets([target], RESULTS);
  assert.equal(outcome!.title, "tool at 1000: peak ≤ 1.3 × peer + 40 MiB");
  assert.deepEqual([outcome!.value, outcome!.limit], [50, 53]);
});

Deno.test("judgeTargets() leaves out what was not timed", () => {
  assert.deepEqual(judgeTargets([{ ...WITH_PEER, base: { command: "absent" } }], RESULTS), []);
  assert.deepEqual(judgeTargets([{ ...WITH_PEER, load: "100" }], RESULTS), []);
});
