import assert from "node:assert/strict";
import { session } from "./fake_session.ts";
import { bundled, judgeTargets, type Target } from "./targets.ts";

const RESULTS = [
  session("1000", { tool: { wall: 100, peak: 50 }, "tool-bundle": { wall: 80 }, peer: { wall: 500, peak: 10 } }),
  session("5000", { tool: { wall: 600 }, "tool-bundle": { wall: 400 } }),
];

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

Deno.test("judgeTargets() judges the source and the one file", () => {
  const targets = [WITH_PEER, WITH_SELF].flatMap((target) => [target, bundled(target)]);
  const outcomes = judgeTargets(targets, RESULTS);
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
