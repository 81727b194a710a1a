import assert from "node:assert/strict";
import { CLOCK } from "../../lib/base/clock.ts";

/** Waits until it calls back, which alone would not keep the program alive. */
async function called(milliseconds: number): Promise<void> {
  const alive = setInterval(() => {}, 1000);
  await new Promise<void>((resolve) => CLOCK.after(milliseconds, resolve));
  clearInterval(alive);
}

Deno.test("CLOCK.after() calls back, but not at once", async () => {
  const order: string[] = [];
  const waiting = called(1).then(() => order.push("called"));
  order.push("went on");
  await waiting;
  assert.deepEqual(order, ["went on", "called"]);
});

Deno.test("CLOCK.after() does not call back when it was told not to", async () => {
  const order: string[] = [];
  const cancel = CLOCK.after(1, () => order.push("cancelled"));
  CLOCK.after(2, () => order.push("other"));
  cancel();
  await called(3);
  assert.deepEqual(order, ["other"]);
});
