import assert from "node:assert/strict";
import { inParallel } from "../../lib/base/parallel.ts";
import { type FakeClock, fakeClock } from "../fake_clock.ts";

/** Work that goes on only when it is told to. */
interface Work {
  readonly started: readonly number[];
  begin(item: number): Promise<string>;
  finish(item: number): void;
  fail(item: number): void;
}

function slowWork(): Work {
  const started: number[] = [];
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  return {
    started,
    begin(item): Promise<string> {
      started.push(item);
      waiting.set(item, Promise.withResolvers<string>());
      return waiting.get(item)!.promise;
    },
    finish: (item) => waiting.get(item)!.resolve(`done ${item}`),
    fail: (item) => waiting.get(item)!.reject(new RangeError(`failed ${item}`)),
  };
}

const LANES = { limit: 2, patience: 100 };

/** Works on items in two lanes, on a clock. */
function inLanes(clock: FakeClock, items: readonly number[], { begin }: Work): Promise<readonly string[]> {
  return inParallel(items, { ...LANES, clock }, begin);
}

Deno.test("inParallel() gives the results in the order of the items", async () => {
  const work = async (item: number): Promise<number> => {
    for (let turn = 0; turn < 10 - item; turn++) await Promise.resolve();
    return item * item;
  };
  const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  for (const limit of [1, 3, 20]) {
    assert.deepEqual(await inParallel(items, { limit, patience: 1000 }, work), items.map((item) => item * item));
  }
});

Deno.test("inParallel() has nothing to do for no items", async () => {
  assert.deepEqual(await inParallel([], LANES, () => Promise.reject(new Error("called"))), []);
});

Deno.test("inParallel() works on no more than it is wide, and on the next when one is done", async () => {
  const clock = fakeClock();
  const work = slowWork();
  const results = inLanes(clock, [0, 1, 2, 3], work);
  await clock.advance(50);
  assert.deepEqual(work.started, [0, 1]);
  work.finish(1);
  await clock.advance(1);
  assert.deepEqual(work.started, [0, 1, 2]);
  for (const item of [0, 2]) work.finish(item);
  await clock.advance(1);
  work.finish(3);
  assert.deepEqual(await results, ["done 0", "done 1", "done 2", "done 3"]);
  assert.equal(clock.waiting(), 0);
});

Deno.test("inParallel() starts another lane in the place of one that waits too long", async () => {
  const clock = fakeClock();
  const work = slowWork();
  const results = inLanes(clock, [0, 1, 2, 3, 4], work);
  await clock.advance(99);
  assert.deepEqual(work.started, [0, 1]);
  await clock.advance(1);
  assert.deepEqual(work.started, [0, 1, 2, 3]);
  work.finish(2);
  await clock.advance(1);
  assert.deepEqual(work.started, [0, 1, 2, 3, 4]);
  for (const item of [4, 3, 1, 0]) work.finish(item);
  assert.deepEqual(await results, ["done 0", "done 1", "done 2", "done 3", "done 4"]);
  assert.equal(clock.waiting(), 0);
});

Deno.test("inParallel() does not go on in a lane that was replaced", async () => {
  const clock = fakeClock();
  const work = slowWork();
  const results = inLanes(clock, [0, 1, 2, 3, 4, 5], work);
  await clock.advance(100);
  assert.deepEqual(work.started, [0, 1, 2, 3]);
  for (const item of [0, 1]) work.finish(item);
  await clock.advance(1);
  assert.deepEqual(work.started, [0, 1, 2, 3]);
  for (const item of [2, 3]) work.finish(item);
  await clock.advance(1);
  assert.deepEqual(work.started, [0, 1, 2, 3, 4, 5]);
  for (const item of [4, 5]) work.finish(item);
  assert.equal((await results).length, 6);
});

Deno.test("inParallel() waits for an item that is slow, after all others are done", async () => {
  const clock = fakeClock();
  const work = slowWork();
  const results = inLanes(clock, [0, 1, 2], work);
  for (const item of [1, 2]) {
    await clock.advance(1);
    work.finish(item);
  }
  await clock.advance(1000);
  work.finish(0);
  assert.deepEqual(await results, ["done 0", "done 1", "done 2"]);
  assert.equal(clock.waiting(), 0);
});

/** The rejections that nobody handles while the test runs. */
async function unhandled(test: () => Promise<void>): Promise<readonly string[]> {
  const messages: string[] = [];
  const keep = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    messages.push(event.reason.message);
  };
  globalThis.addEventListener("unhandledrejection", keep);
  try {
    await test();
    await new Promise((resolve) => setTimeout(resolve, 0));
  } finally {
    globalThis.removeEventListener("unhandledrejection", keep);
  }
  return messages;
}

Deno.test("inParallel() rejects when the work does, and waits for nothing any more", async () => {
  const clock = fakeClock();
  const work = slowWork();
  const results = inLanes(clock, [0, 1], work);
  const rejected = assert.rejects(results, { name: "RangeError", message: "failed 0" });
  work.finish(1);
  work.fail(0);
  await rejected;
  assert.equal(clock.waiting(), 0);
});

Deno.test("inParallel() leaves no rejection unhandled when the work fails in several lanes", async () => {
  const messages = await unhandled(async () => {
    const work = slowWork();
    const results = inParallel([0, 1], LANES, work.begin);
    const rejected = assert.rejects(results, { name: "RangeError" });
    work.fail(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    work.fail(0);
    await rejected;
  });
  assert.deepEqual(messages, []);
});
