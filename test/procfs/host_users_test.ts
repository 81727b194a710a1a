import assert from "node:assert/strict";
import { hostProc } from "../../lib/procfs/host.ts";
import { isFailure, type ProcFs } from "../../lib/procfs/procfs.ts";
import { type FakeClock, fakeClock } from "../fake_clock.ts";
import { fakeFiles, LIVE } from "./fake_files.ts";

const BYTES = new Uint8Array([1]);
const ROOT = 0;
const ATTACKER = 666;
const ALICE = 1000;

/** How long the processes of a user take to answer. */
type Delays = Readonly<Record<number, number>>;

/** The user of a process, by its PID: the processes of a user have the PIDs `1000 * uid` and up. */
function userOf(path: string): number {
  return Math.floor(Number(/^\/proc\/([0-9]+)/.exec(path)?.[1] ?? 0) / 1000);
}

/** A procfs with a timeout of a second, on a runtime that has 32 threads and a queue for what finds none free. */
function procOf(clock: FakeClock, delays: Delays): ProcFs {
  let free = 32;
  const queue: (() => void)[] = [];

  function answer(path: string, settle: () => void): void {
    const delay = delays[userOf(path)] ?? 0;
    const end = (): void => {
      free++;
      settle();
      queue.shift()?.();
    };
    free--;
    if (delay === 0) end();
    else if (delay < Infinity) clock.after(delay, end);
  }
  const read = (path: string): Promise<Uint8Array> =>
    new Promise((resolve) => {
      const begin = (): void => answer(path, () => resolve(BYTES));
      if (free > 0) begin();
      else queue.push(begin);
    });
  const stat = (path: string): typeof LIVE => path === "/proc" ? LIVE : { ...LIVE, uid: userOf(path) };
  return hostProc(fakeFiles({ stat, read }), { root: "/proc", timeout: 1000, clock });
}

/** Reads a file, and tells what came of it. */
async function ask(proc: ProcFs, path: string): Promise<string> {
  const answer = await proc.read(path);
  return isFailure(answer) ? answer.failure : "answered";
}

/** Reads the maps of so many processes of a user. */
function askAll(proc: ProcFs, user: number, count: number): readonly Promise<string>[] {
  return Array.from({ length: count }, (_, index) => ask(proc, `${1000 * user + index}/maps`));
}

Deno.test("hostProc() has an answer for everybody else while a user's processes never answer, however many", async () => {
  const clock = fakeClock();
  const proc = procOf(clock, { [ATTACKER]: Infinity });
  const attackers = askAll(proc, ATTACKER, 500);
  const others = [...askAll(proc, ROOT, 50), ...askAll(proc, ALICE, 50)];
  await clock.advance(100);
  const answers = await Promise.all(others.map((read) => Promise.race([read, Promise.resolve("waiting")])));
  assert.deepEqual(answers.filter((answer) => answer !== "answered"), []);
  const all = await clock.until(Promise.all(attackers));
  assert.deepEqual(all.filter((answer) => answer !== "stuck"), []);
  const later = await clock.until(Promise.all([...askAll(proc, ROOT, 50), ...askAll(proc, ALICE, 50)]));
  assert.deepEqual(later.filter((answer) => answer !== "answered"), []);
});

Deno.test("hostProc() has an answer for root while the processes of several users never answer", async () => {
  const clock = fakeClock();
  const proc = procOf(clock, { [ATTACKER]: Infinity, 667: Infinity, 668: Infinity });
  const attackers = [666, 667, 668].flatMap((user) => askAll(proc, user, 100));
  const own = await clock.until(Promise.all(askAll(proc, ROOT, 50)));
  assert.deepEqual(own.filter((answer) => answer !== "answered"), []);
  await clock.until(Promise.all(attackers));
  const later = await clock.until(Promise.all(askAll(proc, ROOT, 50)));
  assert.deepEqual(later.filter((answer) => answer !== "answered"), []);
});

Deno.test("hostProc() begins to count when a question gets a thread, not while it waits for one", async () => {
  const clock = fakeClock();
  const proc = procOf(clock, { [ALICE]: 700 });
  const all = Promise.all(askAll(proc, ALICE, 60));
  for (let time = 0; time < 3500; time += 20) {
    assert.equal(await ask(proc, "1/maps"), "answered");
    await clock.advance(20);
  }
  assert.deepEqual((await all).filter((answer) => answer !== "answered"), []);
});

Deno.test("hostProc() gives the others a moment more than the user who has used up the time", async () => {
  const clock = fakeClock();
  const proc = procOf(clock, { [ATTACKER]: Infinity, [ROOT]: 240, [ALICE]: 240 });
  const [first] = askAll(proc, ATTACKER, 1);
  assert.equal(await clock.until(first!), "stuck");
  const [ofRoot] = askAll(proc, ROOT, 1);
  assert.equal(await clock.until(ofRoot!), "answered");
  const [ofAlice] = askAll(proc, ALICE, 1);
  assert.equal(await clock.until(ofAlice!), "answered");
  const before = clock.now();
  assert.equal(await clock.until(ask(proc, `${1000 * ATTACKER + 1}/maps`)), "stuck");
  assert.ok(clock.now() - before <= 50, `${clock.now() - before} ms`);
});

Deno.test("hostProc() gives root its moment even when many users have used up all the time", async () => {
  const clock = fakeClock();
  const users = Array.from({ length: 10 }, (_, index) => ATTACKER + index);
  const proc = procOf(clock, { ...Object.fromEntries(users.map((user) => [user, Infinity])), [ROOT]: 100 });
  const before = clock.now();
  for (const user of users) await clock.until(Promise.all(askAll(proc, user, 2)));
  assert.ok(clock.now() - before <= 3000, `${clock.now() - before} ms`);
  assert.equal(await clock.until(ask(proc, "1/maps")), "answered");
});

Deno.test("hostProc() takes the memory of a thread for that of its process", async () => {
  const clock = fakeClock();
  const proc = procOf(clock, { [ATTACKER]: Infinity });
  const pid = 1000 * ATTACKER;
  assert.equal(await clock.until(ask(proc, `${pid}/cmdline`)), "stuck");
  const before = clock.now();
  assert.equal(await clock.until(ask(proc, `${pid}/task/${pid + 1}/cmdline`)), "stuck");
  assert.equal(clock.now(), before);
});

Deno.test("hostProc() asks again what has answered, although too late", async () => {
  const clock = fakeClock();
  const delays = { [ROOT]: 1100 };
  const proc = procOf(clock, delays);
  assert.equal(await clock.until(ask(proc, "1/maps")), "stuck");
  assert.equal(await clock.until(ask(proc, "1/maps")), "stuck");
  await clock.advance(200);
  delays[ROOT] = 0;
  assert.equal(await clock.until(ask(proc, "1/maps")), "answered");
});
