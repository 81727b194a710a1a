import assert from "node:assert/strict";
import { seededGenerator } from "../../simulator/generator.ts";
import type { Machine } from "../../simulator/machine.ts";
import { randomMachine } from "../../simulator/random.ts";
import { machineTree } from "../../simulator/tree.ts";
import { scanBoth } from "./scanning.ts";

Deno.test("seededGenerator() repeats itself for the same seed only", () => {
  const [first, same, other] = [1, 1, 2].map((seed) => draw(seed));
  assert.deepEqual(first, same);
  assert.notDeepEqual(first, other);
});

Deno.test("seededGenerator() spreads evenly", () => {
  const generator = seededGenerator(42);
  const counts = new Array<number>(10).fill(0);
  for (let draws = 0; draws < 100_000; draws++) counts[generator.below(10)]! += 1;
  assert.ok(counts.every((count) => count > 9_500 && count < 10_500), String(counts));
});

Deno.test("randomMachine() makes equal machines of equal seeds", () => {
  const options = { processes: 300, stale: 0.3, hostile: 0.2 };
  assert.deepEqual(randomMachine({ ...options, seed: 5 }), randomMachine({ ...options, seed: 5 }));
  assert.notDeepEqual(randomMachine({ ...options, seed: 5 }), randomMachine({ ...options, seed: 6 }));
});

Deno.test("randomMachine() has no stale process where none is asked for", async () => {
  const { libs, fds } = await scanBoth(randomMachine({ seed: 1, processes: 500, stale: 0 }));
  assert.deepEqual([libs.processes, libs.findings, libs.unreadable, fds.findings, fds.unreadable], [
    500,
    [],
    [],
    [],
    [],
  ]);
});

Deno.test("randomMachine() has about the share of stale processes that is asked for, and the scan finds each", async () => {
  const machine = randomMachine({ seed: 1, processes: 2000, stale: 0.25, hostile: 0.5 });
  const { libs, fds } = await scanBoth(machine);
  assert.deepEqual(libs.findings.map(({ process }) => Number(process.pid)), stalePids(machine));
  assert.ok(libs.findings.length > 400 && libs.findings.length < 560, String(libs.findings.length));
  assert.ok(fds.findings.length > 180 && fds.findings.length < 300, String(fds.findings.length));
  assert.deepEqual([libs.unreadable, fds.unreadable], [[], []]);
});

Deno.test("randomMachine() and machineTree() make a hundred thousand processes in a few seconds", () => {
  const start = performance.now();
  const machine = randomMachine({ seed: 1, processes: 100_000, stale: 0.1, hostile: 0.01 });
  const tree = machineTree(machine);
  assert.equal(tree.processes.size, 100_001);
  assert.ok(performance.now() - start < 10_000);
  assert.equal(new Set(machine.processes.map(({ mappings }) => mappings)).size < 500, true);
});

function draw(seed: number): readonly number[] {
  const generator = seededGenerator(seed);
  return Array.from({ length: 5 }, () => generator.below(1_000_000));
}

/** A zombie has nothing mapped any more. */
function stalePids({ processes }: Machine): readonly number[] {
  return processes
    .filter(({ mappings, state }) => state !== "Z" && mappings?.some(({ deleted }) => deleted !== undefined))
    .map(({ pid }) => pid);
}
