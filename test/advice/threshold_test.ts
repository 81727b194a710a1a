import assert from "node:assert/strict";
import { isExceeded, parseThreshold } from "../../lib/advice/threshold.ts";

/** Thresholds, the counts at which they alert, and those at which they do not. */
const THRESHOLDS: readonly (readonly [text: string, alerts: readonly number[], quiet: readonly number[]])[] = [
  ["1", [1, 2, 1000], [0]],
  ["10", [10, 11], [0, 9]],
  ["10:", [0, 9], [10, 11]],
  ["~:10", [11], [0, 10]],
  ["0:10", [11], [0, 10]],
  ["10:20", [9, 21], [10, 20]],
  ["@10:20", [10, 15, 20], [9, 21]],
  ["@10", [0, 10], [11]],
  ["@10:", [10, 99], [9]],
  ["@0:0", [0], [1]],
  ["5:5", [4, 6], [5]],
  ["~:", [], [0, 1, 1000]],
];

for (const [text, alerts, quiet] of THRESHOLDS) {
  Deno.test(`parseThreshold() reads ${text} as the guidelines of the Monitoring Plugins do`, () => {
    const threshold = parseThreshold(text)!;
    assert.deepEqual(alerts.filter((count) => !isExceeded(threshold, count)), []);
    assert.deepEqual(quiet.filter((count) => isExceeded(threshold, count)), []);
  });
}

const WRONG = [
  "",
  "0",
  "-1",
  "1.5",
  "ten",
  ":",
  ":5",
  "@",
  "@:",
  "@:5",
  "5:4",
  "1:2:3",
  "~",
  " 1",
  "5 ",
  "1e3",
  "9".repeat(11),
];

for (const text of WRONG) {
  Deno.test(`parseThreshold() refuses ${JSON.stringify(text)}`, () => assert.equal(parseThreshold(text), undefined));
}
