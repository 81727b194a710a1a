import assert from "node:assert/strict";
import { findDamage, parseState } from "./state.ts";

const BEFORE = parseState(
  "unit a.service\nfailed b.service\nsession 5 root 899 active\nwork tick 881\ncontainer web\n",
);

Deno.test("findDamage() finds none in a machine that is as it was, or better", () => {
  assert.deepEqual(findDamage(BEFORE, BEFORE), []);
  assert.deepEqual(findDamage(BEFORE, new Set([...BEFORE].filter((line) => !line.startsWith("failed")))), []);
});

Deno.test("findDamage() finds what is gone, and what was begun anew", () => {
  const after = parseState("unit a.service\nfailed b.service\nsession 5 root 899 closing\nwork tick 3558\n");
  assert.deepEqual(findDamage(BEFORE, after), [
    "gone: session 5 root 899 active",
    "gone: work tick 881",
    "gone: container web",
  ]);
});

Deno.test("findDamage() finds a unit that was not running, and one that failed", () => {
  assert.deepEqual(findDamage(BEFORE, new Set([...BEFORE, "unit leftover.service", "failed a.service"])), [
    "new: unit leftover.service",
    "new: failed a.service",
  ]);
});

Deno.test("findDamage() lets stop what the plan stops, and a closing session end", () => {
  const before = new Set([...BEFORE, "session 7 bob 882 closing"]);
  assert.deepEqual(findDamage(before, new Set([...BEFORE].slice(1)), ["a.service"]), []);
});
