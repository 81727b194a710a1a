import assert from "node:assert/strict";
import { type Files, hostProc } from "../../lib/procfs/host.ts";
import { type Failure, FAILURES } from "../../lib/procfs/procfs.ts";
import { type Clock, withClock } from "../fake_clock.ts";
import { denoError, fakeFiles, LIVE } from "./fake_files.ts";

const NEVER = new Promise<never>(() => {});
const BYTES = new Uint8Array([1]);

/** Reads below a procfs with a timeout of a second. */
function reader(read: Files["read"]): (path: string) => Promise<Uint8Array | Failure> {
  const proc = hostProc(fakeFiles({ stat: () => LIVE, read }), { root: "/proc", timeout: 1000 });
  return (path) => proc.read(path);
}

/** What the promises are, once the time has passed: their values, or `waiting`. */
async function after(clock: Clock, time: number, ...reads: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  await clock.advance(time);
  return await Promise.all(reads.map((read) => Promise.race([read, Promise.resolve("waiting")])));
}

Deno.test("hostProc() gives up on a read that never answers when the time is over, not before", async () => {
  await withClock(async (clock) => {
    const read = reader(() => NEVER)("1/maps");
    assert.deepEqual(await after(clock, 999, read), ["waiting"]);
    assert.deepEqual(await after(clock, 1, read), [FAILURES.stuck]);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() waits for nothing any more once its time is over, when all reads have answered", async () => {
  await withClock(async (clock) => {
    const read = reader(() => Promise.resolve(BYTES));
    const reads = [read("1/maps"), read("2/maps"), read("3/maps")];
    assert.equal(clock.waiting(), 1);
    assert.deepEqual(await after(clock, 0, ...reads), [BYTES, BYTES, BYTES]);
    await clock.advance(1000);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() waits for nothing any more once its time is over, when a read fails", async () => {
  await withClock(async (clock) => {
    const gone = reader(() => Promise.reject(denoError("Error", "No such process (os error 3)")));
    assert.equal(await gone("1/maps"), FAILURES.gone);
    const refused = reader(() => Promise.reject(denoError("NotCapable", "Requires all access")));
    await assert.rejects(refused("1/maps"), { name: "SandboxError" });
    await clock.advance(2000);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() waits with one timer for any number of reads", async () => {
  await withClock(async (clock) => {
    const read = reader((path) => path.startsWith("/proc/1") ? Promise.resolve(BYTES) : NEVER);
    for (let pid = 1; pid < 200; pid++) {
      read(`${pid}/maps`);
      await clock.advance(3);
      assert.equal(clock.waiting(), 1);
    }
  });
});

Deno.test("hostProc() gives the answers of the others while one never answers", async () => {
  await withClock(async (clock) => {
    const read = reader((path) => path === "/proc/2/maps" ? NEVER : Promise.resolve(BYTES));
    const reads = [read("1/maps"), read("2/maps"), read("3/maps")];
    assert.deepEqual(await after(clock, 0, ...reads), [BYTES, "waiting", BYTES]);
    assert.deepEqual(await after(clock, 1000, ...reads), [BYTES, FAILURES.stuck, BYTES]);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() gives each read its own time", async () => {
  await withClock(async (clock) => {
    const read = reader(() => NEVER);
    const first = read("1/maps");
    await clock.advance(700);
    const second = read("2/maps");
    assert.deepEqual(await after(clock, 300, first, second), [FAILURES.stuck, "waiting"]);
    assert.deepEqual(await after(clock, 600, first, second), [FAILURES.stuck, "waiting"]);
    assert.deepEqual(await after(clock, 200, second), [FAILURES.stuck]);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() waits anew after it had nothing to wait for", async () => {
  await withClock(async (clock) => {
    const read = reader((path) => path === "/proc/1/maps" ? Promise.resolve(BYTES) : NEVER);
    await read("1/maps");
    await clock.advance(5000);
    const later = read("2/maps");
    assert.deepEqual(await after(clock, 999, later), ["waiting"]);
    assert.deepEqual(await after(clock, 1, later), [FAILURES.stuck]);
  });
});

Deno.test("hostProc() keeps to its word when the answer comes too late", async () => {
  await withClock(async (clock) => {
    const late = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    const read = reader((path) => path === "/proc/1/maps" ? late.promise : Promise.resolve(BYTES));
    const first = read("1/maps");
    assert.deepEqual(await after(clock, 1000, first), [FAILURES.stuck]);
    const waiting = read("2/maps");
    late.resolve(BYTES);
    assert.deepEqual(await after(clock, 0, first, waiting), [FAILURES.stuck, BYTES]);
    await clock.advance(1000);
    assert.equal(clock.waiting(), 0);
  });
});

Deno.test("hostProc() is not disturbed by an error that comes too late", async () => {
  await withClock(async (clock) => {
    const late = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    const read = reader(() => late.promise)("1/maps");
    assert.deepEqual(await after(clock, 1000, read), [FAILURES.stuck]);
    late.reject(denoError("Error", "No such process (os error 3)"));
    assert.deepEqual(await after(clock, 0, read), [FAILURES.stuck]);
    assert.equal(clock.waiting(), 0);
  });
});
