import assert from "node:assert/strict";
import { allowanceFrom, newBudget } from "../../lib/scan/budget.ts";

Deno.test("allowanceFrom() keeps little of each further process once there were too many files, however short their names", () => {
  const budget = newBudget();
  const kept = Array.from({ length: 200 }, () => {
    const { takeFile, truncated } = allowanceFrom(budget);
    let files = 0;
    while (files < 10_000 && takeFile("/a")) files++;
    return { files, truncated };
  });
  assert.deepEqual(kept[0], { files: 10_000, truncated: new Set() });
  assert.deepEqual(kept.at(-1), { files: 64, truncated: new Set(["files"]) });
  assert.ok(kept.reduce((sum, { files }) => sum + files, 0) < 600_000);
});
