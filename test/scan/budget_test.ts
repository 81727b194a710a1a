import assert from "node:assert/strict";
import { type Budget, newBudget } from "../../lib/scan/budget.ts";

/** What is kept of a process with 5,000 files. */
interface Kept {
  readonly files: number;
  /** How many bytes of its command line. */
  readonly command: number;
}

/** Keeps what there is room for of a process with so many files. */
async function keep(
  budget: Budget,
  uid: number | undefined,
  [name]: readonly (string | undefined)[] = ["/a"],
): Promise<Kept> {
  const readUser = () => Promise.resolve(uid);
  const allowance = await budget.allow(readUser);
  let files = 0;
  while (files < 5_000 && allowance.takeFile(name)) files++;
  assert.equal(allowance.isFull(), files < 5_000);
  assert.deepEqual([...allowance.truncated], files < 5_000 ? ["files"] : []);
  await budget.take(allowance.taken(), readUser);
  return { files, command: allowance.command };
}

/** Keeps what there is room for of so many processes, one after the other. */
async function keepAll(budget: Budget, processes: number, uid: number | undefined): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (let process = 0; process < processes; process++) kept.push(await keep(budget, uid));
  return kept;
}

Deno.test("newBudget() keeps less and less of each further process of a user once there was too much, but never nothing", async () => {
  const kept = await keepAll(newBudget(), 3000, 666);
  const first = kept[0]!.files;
  const files = kept.map(({ files }) => files);
  const [little = 0, least = 0] = [...new Set(files)].slice(1);
  assert.deepEqual([...new Set(files)], [first, little, least]);
  assert.ok(first === 5_000 && 100 < little && little < 500 && 10 < least && least < 100, `${[first, little, least]}`);
  assert.ok(files.reduce((sum, each) => sum + each, 0) < 500_000);
  assert.deepEqual([...new Set(kept.map(({ command }) => command))].toSorted((a, b) => b - a), [1048576, 4096, 1024]);
});

Deno.test("newBudget() keeps all of the processes of root and of other users when one has used up his room", async () => {
  const budget = newBudget();
  await keepAll(budget, 3000, 666);
  assert.equal((await keep(budget, 0)).files, 5_000);
  assert.equal((await keep(budget, 1000)).files, 5_000);
  assert.ok((await keep(budget, 666)).files < 100);
});

Deno.test("newBudget() keeps all of root when many users have used up all room together, and has an end for root too", async () => {
  const budget = newBudget();
  for (let uid = 1000; uid < 1200; uid++) await keepAll(budget, 10, uid);
  assert.ok((await keep(budget, 1200)).files < 100);
  const kept = (await keepAll(budget, 200, 0)).map(({ files }) => files);
  assert.ok(kept[0] === 5_000 && kept[20] === 5_000 && kept.at(-1)! < 500, `${kept}`);
});

Deno.test("newBudget() keeps one file of any process, however long its name is", async () => {
  const budget = newBudget();
  await keepAll(budget, 3000, 666);
  assert.equal((await keep(budget, 666, ["/a".repeat(20_000)])).files, 1);
  assert.equal((await keep(budget, 666, [undefined])).files, 1);
});

Deno.test("newBudget() counts what is read and not kept, and then keeps no more", async () => {
  const budget = newBudget();
  await keepAll(budget, 3000, 666);
  const allowance = await budget.allow(() => Promise.resolve(666));
  allowance.skim(4_000_000);
  assert.ok(allowance.isFull());
  assert.deepEqual([...allowance.truncated], ["files"]);
  assert.equal(allowance.takeFile("/a"), true);
  assert.equal(allowance.takeFile("/b"), false);
});

Deno.test("newBudget() asks for no user while nobody has more than real processes", async () => {
  const budget = newBudget();
  const never = () => Promise.reject(new Error("asked"));
  for (let process = 0; process < 10_000; process++) {
    const allowance = await budget.allow(never);
    // All libraries of a large program, and what else is read of it.
    for (let library = 0; library < 30; library++) {
      assert.ok(allowance.takeFile(LIBRARY));
      for (let mapping = 1; mapping < 5; mapping++) assert.ok(allowance.takeMapping(LIBRARY));
    }
    allowance.skim(200_000);
    await budget.take(allowance.taken(), never);
  }
});

const LIBRARY = "/usr/lib/x86_64-linux-gnu/libcrypto.so.3";
