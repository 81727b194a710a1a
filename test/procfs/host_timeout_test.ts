import assert from "node:assert/strict";
import { hostProc } from "../../lib/procfs/host.ts";
import { type Failure, FAILURES } from "../../lib/procfs/procfs.ts";
import { type FakeClock, fakeClock } from "../fake_clock.ts";
import { denoError, fakeFiles, LIVE, type Told } from "./fake_files.ts";

const NEVER = new Promise<never>(() => {});
const BYTES = new Uint8Array([1]);

/** Reads below a procfs with a timeout of a second. */
function reader(clock: FakeClock, read: Told["read"] & object): (path: string) => Promise<Uint8Array | Failure> {
  const proc = hostProc(fakeFiles({ stat: () => LIVE, read }), { root: "/proc", timeout: 1000, clock });
  return (path) => proc.read(path);
}

/** What the promises are, once the time has passed: their values, or `waiting`. */
async function after(
  clock: FakeClock,
  time: number,
  ...reads: readonly Promise<unknown>[]
): Promise<readonly unknown[]> {
  await clock.advance(time);
  return await Promise.all(reads.map((read) => Promise.race([read, Promise.resolve("waiting")])));
}

Deno.test("hostProc() gives up on a read that never answers when the time is over, not before", async () => {
  const clock = fakeClock();
  const read = reader(clock, () => NEVER)("1/maps");
  assert.deepEqual(await after(clock, 999, read), ["waiting"]);
  assert.deepEqual(await after(clock, 1, read), [FAILURES.stuck]);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() waits for nothing any more once its time is over, when all reads have answered", async () => {
  const clock = fakeClock();
  const read = reader(clock, () => Promise.resolve(BYTES));
  const reads = [read("1/maps"), read("2/maps"), read("3/maps")];
  assert.equal(clock.waiting(), 1);
  assert.deepEqual(await after(clock, 0, ...reads), [BYTES, BYTES, BYTES]);
  await clock.advance(1000);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() waits for nothing any more once its time is over, when a read fails", async () => {
  const clock = fakeClock();
  const gone = reader(clock, () => Promise.reject(denoError("Error", "No such process (os error 3)")));
  assert.equal(await gone("1/maps"), FAILURES.gone);
  const refused = reader(clock, () => Promise.reject(denoError("NotCapable", "Requires all access")));
  await assert.rejects(refused("1/maps"), { name: "SandboxError" });
  await clock.advance(2000);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() waits with one timer for any number of reads", async () => {
  const clock = fakeClock();
  const read = reader(clock, (path) => path.startsWith("/proc/1") ? Promise.resolve(BYTES) : NEVER);
  for (let pid = 1; pid < 200; pid++) {
    read(`${pid}/maps`);
    await clock.advance(3);
    assert.equal(clock.waiting(), 1);
  }
});

Deno.test("hostProc() gives the answers of the others while one never answers", async () => {
  const clock = fakeClock();
  const read = reader(clock, (path) => path === "/proc/2/maps" ? NEVER : Promise.resolve(BYTES));
  const reads = [read("1/maps"), read("2/maps"), read("3/maps")];
  assert.deepEqual(await after(clock, 0, ...reads), [BYTES, "waiting", BYTES]);
  assert.deepEqual(await after(clock, 1000, ...reads), [BYTES, FAILURES.stuck, BYTES]);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() gives each read its own time", async () => {
  const clock = fakeClock();
  const read = reader(clock, (path) => path === "/proc/3/maps" ? Promise.resolve(BYTES) : NEVER);
  const answerFor = async (milliseconds: number): Promise<void> => {
    for (let time = 0; time < milliseconds; time += 50) {
      await read("3/maps");
      await clock.advance(50);
    }
  };
  const first = read("1/maps");
  await answerFor(700);
  const second = read("2/maps");
  await answerFor(300);
  assert.deepEqual(await after(clock, 0, first, second), [FAILURES.stuck, "waiting"]);
  await answerFor(650);
  assert.deepEqual(await after(clock, 0, second), ["waiting"]);
  await answerFor(50);
  assert.deepEqual(await after(clock, 0, second), [FAILURES.stuck]);
});

Deno.test("hostProc() loses no more than its time on a chain of questions that are not answered", async () => {
  const clock = fakeClock();
  const read = reader(clock, () => NEVER);
  assert.deepEqual(await after(clock, 1000, read("1/maps")), [FAILURES.stuck]);
  for (const pid of ["2", "3", "4"]) {
    const next = read(`${pid}/maps`);
    assert.deepEqual(await after(clock, 49, next), ["waiting"]);
    assert.deepEqual(await after(clock, 1, next), [FAILURES.stuck]);
  }
});

Deno.test("hostProc() does not ask again what has not answered, but what may not wait for the same", async () => {
  const clock = fakeClock();
  let asked = 0;
  const read = reader(clock, () => {
    asked++;
    return NEVER;
  });
  assert.deepEqual(await after(clock, 1000, read("1/maps")), [FAILURES.stuck]);
  assert.equal(await read("1/maps"), FAILURES.stuck);
  assert.equal(await read("1/map_files/1000-2000"), FAILURES.stuck);
  assert.equal(await read("1/cmdline"), FAILURES.stuck);
  assert.equal(asked, 1);
  assert.deepEqual(await after(clock, 1000, read("1/status")), [FAILURES.stuck]);
  assert.equal(asked, 2);
});

Deno.test("hostProc() asks nothing once as many questions are without an answer as the runtime has threads", async () => {
  const clock = fakeClock();
  const late = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const read = reader(clock, (path) => path === "/proc/99/maps" ? Promise.resolve(BYTES) : late.promise);
  const reads = Array.from({ length: 24 }, (_, pid) => read(`${pid + 1}/maps`));
  assert.deepEqual(await after(clock, 1000, ...reads), reads.map(() => FAILURES.stuck));
  assert.equal(await read("98/maps"), FAILURES.stuck);
  late.resolve(BYTES);
  await clock.advance(0);
  assert.deepEqual(await read("99/maps"), BYTES);
});

Deno.test("hostProc() waits anew after it had nothing to wait for", async () => {
  const clock = fakeClock();
  const read = reader(clock, (path) => path === "/proc/1/maps" ? Promise.resolve(BYTES) : NEVER);
  await read("1/maps");
  await clock.advance(5000);
  const later = read("2/maps");
  assert.deepEqual(await after(clock, 999, later), ["waiting"]);
  assert.deepEqual(await after(clock, 1, later), [FAILURES.stuck]);
});

Deno.test("hostProc() keeps to its word when the answer comes too late", async () => {
  const clock = fakeClock();
  const late = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const read = reader(clock, (path) => path === "/proc/1/maps" ? late.promise : Promise.resolve(BYTES));
  const first = read("1/maps");
  assert.deepEqual(await after(clock, 1000, first), [FAILURES.stuck]);
  const waiting = read("2/maps");
  late.resolve(BYTES);
  assert.deepEqual(await after(clock, 0, first, waiting), [FAILURES.stuck, BYTES]);
  await clock.advance(1000);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() is not disturbed by an error that comes too late", async () => {
  const clock = fakeClock();
  const late = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const read = reader(clock, () => late.promise)("1/maps");
  assert.deepEqual(await after(clock, 1000, read), [FAILURES.stuck]);
  late.reject(denoError("Error", "No such process (os error 3)"));
  assert.deepEqual(await after(clock, 0, read), [FAILURES.stuck]);
  assert.equal(clock.waiting(), 0);
});

Deno.test("hostProc() does not take it for lost time while a long file comes in pieces", async () => {
  const clock = fakeClock();
  const files = fakeFiles({ stat: () => LIVE, read: () => NEVER });
  const slow = {
    read: (): Promise<number> => new Promise<number>((resolve) => void clock.after(40, () => resolve(1))),
    close(): void {},
  };
  const open = (path: string): ReturnType<typeof files.open> => path === "/proc/1/maps" ? Promise.resolve(slow) : NEVER;
  const proc = hostProc({ ...files, open }, { root: "/proc", timeout: 1000, clock });
  const long = proc.readPieces("1/maps", () => true);
  await clock.advance(900);
  const other = proc.read("2/maps");
  assert.deepEqual(await after(clock, 100, long, other), [FAILURES.stuck, "waiting"]);
  assert.deepEqual(await after(clock, 800, other), ["waiting"]);
});

Deno.test("hostProc() loses no more than its time on answers that come just in time", async () => {
  const clock = fakeClock();
  const late = (path: string): Promise<Uint8Array> =>
    new Promise((resolve) => void clock.after(path === "/proc/1/maps" ? 900 : 100, () => resolve(BYTES)));
  const read = reader(clock, late);
  assert.deepEqual(await after(clock, 900, read("1/maps")), [BYTES]);
  assert.deepEqual(await after(clock, 100, read("2/maps")), [BYTES]);
  for (const pid of ["3", "4"]) {
    const next = read(`${pid}/maps`);
    assert.deepEqual(await after(clock, 49, next), ["waiting"]);
    assert.deepEqual(await after(clock, 1, next), [FAILURES.stuck]);
  }
});

Deno.test("hostProc() hardly waits any more once a second more is lost on a moment each", async () => {
  const clock = fakeClock();
  const read = reader(clock, () => NEVER);
  for (let pid = 1; pid <= 21; pid++) await after(clock, pid === 1 ? 1000 : 50, read(`${pid}/maps`));
  const next = read("22/maps");
  assert.deepEqual(await after(clock, 4, next), ["waiting"]);
  assert.deepEqual(await after(clock, 1, next), [FAILURES.stuck]);
});

Deno.test("hostProc() does not take it for lost time while others are answered quickly", async () => {
  const clock = fakeClock();
  const read = reader(clock, (path) => path === "/proc/1/maps" ? Promise.resolve(BYTES) : NEVER);
  for (let pid = 2; pid < 10; pid++) {
    const slow = read(`${pid}/maps`);
    for (let time = 0; time < 1000; time += 40) {
      assert.deepEqual(await after(clock, 0, slow), ["waiting"]);
      await read("1/maps");
      await clock.advance(40);
    }
    assert.deepEqual(await after(clock, 40, slow), [FAILURES.stuck]);
  }
});

Deno.test("hostProc() waits for whole milliseconds only, at whatever moment it is asked", async () => {
  for (const timeout of [0.3, 3, 250.5, 1000]) {
    const clock = fakeClock(10 * Math.PI);
    const proc = hostProc(fakeFiles({ stat: () => LIVE, read: () => NEVER }), { root: "/proc", timeout, clock });
    for (const pid of ["1", "2"]) assert.equal(await clock.until(proc.read(`${pid}/maps`)), FAILURES.stuck);
  }
});

Deno.test("hostProc() does not blame a process for what its own thread was too busy to see", async () => {
  const clock = fakeClock();
  let isBusy = true;
  const late = {
    now: clock.now,
    after(milliseconds: number, callback: () => void): () => void {
      const wait = isBusy ? 3000 : milliseconds;
      isBusy = false;
      return clock.after(wait, callback);
    },
  };
  const read = (): Promise<Uint8Array> => new Promise((resolve) => void clock.after(3001, () => resolve(BYTES)));
  const files = fakeFiles({ stat: () => LIVE, read: (path) => path === "/proc/1/maps" ? read() : NEVER });
  const proc = hostProc(files, { root: "/proc", timeout: 1000, clock: late });
  const answered = proc.read("1/maps");
  const unanswered = proc.read("2/maps");
  assert.deepEqual(await after(clock, 3050, answered, unanswered), [BYTES, FAILURES.stuck]);
});

Deno.test("hostProc() asks a process no more whose memory is held for a moment at each of many questions", async () => {
  const clock = fakeClock();
  const wait = (milliseconds: number) => new Promise<void>((resolve) => void clock.after(milliseconds, resolve));
  const read = reader(clock, async (path) => {
    await wait(path === "/proc/7/maps" ? 49 : path === "/proc/9/maps" ? 9 : 0);
    return BYTES;
  });
  for (const [pid, questions] of [["7", 21], ["8", 1000], ["9", 1000]] as const) {
    for (let asked = 0; asked < questions; asked++) assert.deepEqual(await clock.until(read(`${pid}/maps`)), BYTES);
  }
  assert.equal(await read("7/maps"), FAILURES.stuck);
  assert.equal(await read("7/cmdline"), FAILURES.stuck);
  assert.deepEqual(await clock.until(read("7/status")), BYTES);
});
