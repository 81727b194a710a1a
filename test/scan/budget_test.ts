import assert from "node:assert/strict";
import { type Budget, newAllowance, newBudget } from "../../lib/scan/budget.ts";

/** Keeps what there is room for of a process with 10,000 files, and returns how many that are. */
async function keep(budget: Budget, uid: number | undefined, name = "/a"): Promise<number> {
  const readUser = () => Promise.resolve(uid);
  const { takeFile, taken, truncated } = newAllowance(await budget.hasRoom(readUser));
  let files = 0;
  while (files < 10_000 && takeFile(name)) files++;
  assert.deepEqual([...truncated], files < 10_000 ? ["files"] : []);
  await budget.take(taken(), readUser);
  return files;
}

Deno.test("newBudget() keeps little of each further process of a user once there were too many files, however short their names", async () => {
  const budget = newBudget();
  const kept: number[] = [];
  for (let process = 0; process < 200; process++) kept.push(await keep(budget, 666));
  assert.equal(kept[0], 10_000);
  assert.equal(kept.at(-1), 64);
  assert.ok(kept.reduce((sum, files) => sum + files, 0) < 100_000);
});

Deno.test("newBudget() keeps all of the processes of root and of other users when one has used up his room", async () => {
  const budget = newBudget();
  for (let process = 0; process < 200; process++) await keep(budget, 666);
  assert.equal(await keep(budget, 0), 10_000);
  assert.equal(await keep(budget, 1000), 10_000);
  assert.equal(await keep(budget, 666), 64);
});

Deno.test("newBudget() keeps all of root when many users have used up all room together, and has an end for root too", async () => {
  const budget = newBudget();
  for (let uid = 1000; uid < 1200; uid++) await keep(budget, uid);
  assert.equal(await keep(budget, 1200), 64);
  const kept: number[] = [];
  for (let process = 0; process < 200; process++) kept.push(await keep(budget, 0));
  assert.ok(kept[0] === 10_000 && kept[20] === 10_000 && kept.at(-1) === 64, `${kept}`);
});

Deno.test("newBudget() asks for no user while nobody has more than real processes", async () => {
  const budget = newBudget();
  const never = () => Promise.reject(new Error("asked"));
  for (let process = 0; process < 10_000; process++) {
    assert.ok(await budget.hasRoom(never));
    await budget.take(5_000, never);
  }
});
