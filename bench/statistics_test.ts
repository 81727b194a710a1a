import assert from "node:assert/strict";
import { median, summarize } from "./statistics.ts";

Deno.test("median() takes the middle", () => {
  assert.equal(median([3, 1, 20]), 3);
  assert.equal(median([4, 1, 20, 2]), 3);
});

Deno.test("summarize() keeps the fastest and the slowest run", () => {
  const runs = [30, 10, 20].map((wall) => ({ wall, cpu: wall * 2, peak: 7, lines: 1 }));
  assert.deepEqual(summarize(runs), { wall: 20, fastest: 10, slowest: 30, cpu: 40, peak: 7, lines: 1 });
});
