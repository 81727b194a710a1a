import assert from "node:assert/strict";
import { findGrowth, fitModel, type Model, type Point, predict } from "./growth.ts";
import { session } from "./fake_session.ts";

const MODEL: Model = { start: 40, serial: 0.02, shared: 0.18 };

/** What one would measure if the model were the truth. */
function pointsOf(model: Model, sizes: readonly (readonly [processes: number, threads: number])[]): readonly Point[] {
  return sizes.map(([processes, threads]) => {
    const point = { processes, processors: threads, threads };
    return { ...point, wall: predict(model, point) };
  });
}

function assertNear(found: Model | undefined, expected: Model): void {
  for (const term of ["start", "serial", "shared"] as const) {
    assert.ok(Math.abs(found![term] - expected[term]) < 1e-6, `${term}: ${found![term]}, not ${expected[term]}`);
  }
}

Deno.test("fitModel() finds the model again by which points were made", () => {
  assertNear(fitModel(pointsOf(MODEL, [[0, 1], [100, 1], [1000, 1], [1000, 2], [5000, 1], [5000, 2]])), MODEL);
});

Deno.test("fitModel() comes between points that contradict each other, in proportion", () => {
  const point = { processes: 0, processors: 1, threads: 1 };
  const others = pointsOf(MODEL, [[1000, 1], [1000, 2]]);
  const { start } = fitModel([{ ...point, wall: 30 }, { ...point, wall: 50 }, ...others])!;
  // The least of (1 - x/30)² + (1 - x/50)².
  const expected = (1 / 30 + 1 / 50) / (1 / 30 ** 2 + 1 / 50 ** 2);
  assert.ok(Math.abs(start - expected) < 1e-6, String(start));
});

Deno.test("fitModel() has no negative term", () => {
  const points = pointsOf({ start: 40, serial: -0.02, shared: 0.2 }, [[0, 1], [1000, 1], [1000, 2], [5000, 2]]);
  const { start, serial, shared } = fitModel(points)!;
  assert.equal(serial, 0);
  assert.ok(start > 0 && shared > 0);
});

Deno.test("fitModel() does not guess what the points do not tell", () => {
  assert.equal(fitModel([]), undefined);
  assert.equal(fitModel(pointsOf(MODEL, [[0, 1], [0, 2]])), undefined);
  assert.equal(fitModel(pointsOf(MODEL, [[0, 1], [1000, 1], [5000, 1]])), undefined);
});

Deno.test("findGrowth() extrapolates to many processors and processes, and calls nothing so that was in reach", () => {
  const walls = (processes: number): Parameters<typeof session>[1] => ({
    "lib_users": { wall: predict(MODEL, { processes, processors: 2, threads: 2 }) },
    "lib_users-1": { wall: predict(MODEL, { processes, processors: 1, threads: 1 }) },
    "fd_users": { wall: 1 },
  });
  const [growth, ...others] = findGrowth(["1000", "5000"].map((size) => session(size, walls(Number(size)))), 2);
  assert.deepEqual(others, []);
  assertNear(growth, MODEL);
  assert.equal(growth!.measured.length, 4);
  const cells = growth!.extrapolated.map(({ processes, processors, threads, wall }) => [
    processes,
    processors,
    threads,
    Math.round(wall),
  ]);
  assert.deepEqual(cells.filter(([processes]) => processes! < 20_000).map((cell) => cell.slice(0, 3)), [
    [1000, 8, 8],
    [1000, 64, 8],
    [5000, 8, 8],
    [5000, 64, 8],
  ]);
  assert.deepEqual(cells.at(-1), [20_000, 64, 8, 40 + 400 + 450]);
});

Deno.test("findGrowth() leaves out loads of another kind", () => {
  const runs = { "lib_users": { wall: 50 }, "lib_users-1": { wall: 60 } };
  assert.deepEqual(
    findGrowth(["one", "threads", "descriptors", "descriptors-max", "stale"].map((name) => session(name, runs)), 2),
    [],
  );
});
