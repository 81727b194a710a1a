import assert from "node:assert/strict";
import { FAILURES, isFailure } from "../../lib/procfs/procfs.ts";
import { type Budget, newAllowance } from "../../lib/scan/budget.ts";
import { inspectProcess } from "../../lib/scan/inspect.ts";
import { findMode } from "../../lib/scan/modes.ts";
import { mapLine, processOf, procOf } from "../answers.ts";

/** A budget with so much room for each process, and what is taken from it. */
function roomFor(room: number): Budget & { readonly taken: number[] } {
  const taken: number[] = [];
  return {
    taken,
    allow: () => Promise.resolve(newAllowance({ command: 100, room })),
    take: (length) => Promise.resolve(void taken.push(length)),
  };
}

const READING = { ownStart: 1000, details: false };
const CLEAN = Array<string>(2000).fill(mapLine("/usr/lib/libc.so.6"));

Deno.test("inspectProcess() does not call clean what it could not read to the end", async () => {
  const fds = Object.fromEntries(Array.from({ length: 2000 }, (_, number) => [number, "/dev/null"]));
  const proc = procOf(processOf(7, { maps: CLEAN, fds }));
  for (const name of ["lib_users", "fd_users"] as const) {
    const mode = findMode(name);
    const wide = roomFor(1_000_000);
    assert.equal(await inspectProcess(proc, "7", { ...READING, mode, budget: wide }), undefined);
    const narrow = roomFor(1000);
    assert.equal(await inspectProcess(proc, "7", { ...READING, mode, budget: narrow }), FAILURES.unreadable);
    assert.ok(wide.taken[0]! > 1000 && narrow.taken.length === 1, `${wide.taken} ${narrow.taken}`);
  }
});

Deno.test("inspectProcess() keeps what it found before there was no more room, and says that it is not all", async () => {
  const proc = procOf(processOf(7, { argv: ["a"], maps: [mapLine("/lib/a.so (deleted)"), ...CLEAN] }));
  const found = await inspectProcess(proc, "7", { ...READING, mode: findMode("lib_users"), budget: roomFor(1000) });
  assert.ok(found !== undefined && !isFailure(found));
  assert.deepEqual(found.files.map(({ name }) => name), ["/lib/a.so"]);
  assert.deepEqual(found.process.truncated, ["files"]);
});
