import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { watchStuck } from "../../lib/scan/stuck.ts";
import { inOrder, inTurns, type Turn } from "../../lib/scan/turns.ts";
import { procOf, type Said } from "../answers.ts";
import { fakeClock } from "../fake_clock.ts";

const FIRST = 1000;

/** Processes with the PIDs 1000 and up, of these users. */
function processesOf(...uids: readonly number[]): { readonly said: Said; readonly pids: readonly string[] } {
  const read = uids.map((uid, index) => [`${FIRST + index}/status`, `Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`]);
  return { said: { read: Object.fromEntries(read) }, pids: uids.map((_, index) => String(FIRST + index)) };
}

/** Their turns, in the order of their PIDs. */
function turnsOf(...uids: readonly number[]): readonly Turn[] {
  const { said, pids } = processesOf(...uids);
  return pids.map((pid, index) => ({ index, pid, proc: procOf(said) }));
}

/** Who has not answered, to begin with nobody. */
function nobody(): { readonly stuck: Set<string>; readonly forget: (pid: string) => void } {
  const stuck = new Set<string>();
  return { stuck, forget: (pid) => void stuck.delete(pid) };
}

Deno.test("inTurns() gives the results by the places of the processes", async () => {
  const results = await inTurns(turnsOf(0, 0, 0).toReversed(), nobody(), ({ pid }) => Promise.resolve(`${pid}!`));
  assert.deepEqual([...results], [[2, "1002!"], [1, "1001!"], [0, "1000!"]]);
});

Deno.test("inTurns() has everybody else go before the user whose processes keep it waiting", async () => {
  const clock = fakeClock();
  const attackers = Array<number>(100).fill(666);
  const turns = turnsOf(...attackers, ...Array<number>(50).fill(0));
  const answers = Promise.withResolvers<void>();
  const started: string[] = [];
  const all = inTurns(turns, nobody(), async ({ pid }) => {
    started.push(pid);
    if (Number(pid) < FIRST + attackers.length) await answers.promise;
    return pid;
  }, clock);
  await clock.advance(100);
  const victims = started.filter((pid) => Number(pid) >= FIRST + attackers.length);
  assert.equal(victims.length, 50);
  assert.ok(started.length < 50 + 24, `${started.length} were started`);
  answers.resolve();
  assert.deepEqual((await all).size, turns.length);
});

Deno.test("inTurns() does not hold it against a user that a few processes are slow", async () => {
  const clock = fakeClock();
  const turns = turnsOf(...Array<number>(40).fill(0));
  const answers = Promise.withResolvers<void>();
  const started: string[] = [];
  const all = inTurns(turns, nobody(), async ({ pid }) => {
    started.push(pid);
    if (Number(pid) < FIRST + 3) await answers.promise;
    return pid;
  }, clock);
  await clock.advance(100);
  assert.deepEqual(started, turns.map(({ pid }) => pid));
  answers.resolve();
  await all;
});

Deno.test("inOrder() takes one process after the other, and last those of a user whose process did not answer", async () => {
  const { said, pids } = processesOf(0, 666, 0, 666, 666, 0);
  const proc = procOf(said, { read: { [`${FIRST + 1}/maps`]: FAILURES.stuck } });
  const watch = watchStuck(proc);
  const order: string[] = [];
  const results = await inOrder(watch, pids, async (pid, index) => {
    await watch.proc.read(`${pid}/maps`);
    order.push(pid);
    return index;
  });
  assert.deepEqual(order, ["1000", "1001", "1002", "1005", "1003", "1004"]);
  assert.deepEqual(results, [0, 1, 2, 3, 4, 5]);
});

Deno.test("inTurns() does not ask about the other processes of a user once many have not answered", async () => {
  const clock = fakeClock();
  const { said, pids } = processesOf(...Array<number>(40).fill(666), 0);
  const watch = watchStuck(
    procOf(said, { read: Object.fromEntries(pids.map((pid) => [`${pid}/maps`, FAILURES.stuck])) }),
  );
  const started: string[] = [];
  const turns = pids.map((pid, index) => ({ index, pid, proc: watch.proc }));
  const results = await clock.until(inTurns(turns, watch, async ({ pid }) => {
    started.push(pid);
    if (pid === pids.at(-1)) return "told";
    await new Promise<void>((resolve) => clock.after(1000, resolve));
    await watch.proc.read(`${pid}/maps`);
    return "late";
  }, clock));
  assert.ok(started.length < 24, `${started.length} were started`);
  assert.equal(results.get(pids.length - 1), "told");
  assert.equal(
    [...results.values()].filter((result) => result === FAILURES.stuck).length,
    pids.length - started.length,
  );
});

Deno.test("inOrder() lets nothing more be asked about a user once many processes have not answered", async () => {
  const { said, pids } = processesOf(...Array<number>(20).fill(666), 0);
  const watch = watchStuck(
    procOf(said, { read: Object.fromEntries(pids.slice(0, -1).map((pid) => [`${pid}/maps`, FAILURES.stuck])) }),
  );
  const results = await inOrder(watch, pids, async (pid, _, mayAsk) => {
    if (mayAsk) await watch.proc.read(`${pid}/maps`);
    return mayAsk;
  });
  assert.deepEqual(results, pids.map((_, index) => index < 8 || index === 20));
});

Deno.test("inTurns() remembers who did not answer: no more processes of that user are asked before all others", async () => {
  const clock = fakeClock();
  const attackers = Array<number>(100).fill(666);
  const turns = turnsOf(...attackers, 0);
  const watch = nobody();
  const started: string[] = [];
  const results = await clock.until(inTurns(turns, watch, async ({ pid }) => {
    started.push(pid);
    if (pid === turns.at(-1)!.pid) return "told";
    await new Promise<void>((resolve) => clock.after(1000, resolve));
    watch.stuck.add(pid);
    return "late";
  }, clock));
  assert.ok(started.length < 24, `${started.length} were started`);
  assert.equal(results.get(attackers.length), "told");
});

Deno.test("inTurns() goes through the processes of a user who is slow, whatever those of another one do", async () => {
  const clock = fakeClock();
  const turns = turnsOf(...Array<number>(20).fill(0), ...Array<number>(100).fill(666), ...Array<number>(50).fill(0));
  const watch = nobody();
  const results = await clock.until(inTurns(
    turns,
    watch,
    async ({ pid, index }) => {
      await new Promise<void>((resolve) => clock.after(index < 120 ? 1000 : 0, resolve));
      if (index >= 20 && index < 120) watch.stuck.add(pid);
      return pid;
    },
    clock,
  ));
  const lost = turns.filter(({ index }) => (index < 20 || index >= 120) && results.get(index) === FAILURES.stuck);
  assert.deepEqual(lost, []);
});

Deno.test("inTurns() asks once more at the end about the few that may only have been late", async () => {
  const clock = fakeClock();
  const turns = turnsOf(0, ...Array<number>(20).fill(666), 0);
  const watch = nobody();
  const asked: string[] = [];
  const results = await clock.until(inTurns(turns, watch, async ({ pid, index }) => {
    const isFirst = !asked.includes(pid);
    asked.push(pid);
    const isLate = index !== 0 && index !== 21 || isFirst && index === 0;
    if (isLate) await new Promise<void>((resolve) => clock.after(1000, resolve));
    if (isLate) watch.stuck.add(pid);
    return isLate ? "late" : "told";
  }, clock));
  assert.deepEqual([results.get(0), results.get(21), [...watch.stuck].includes(turns[0]!.pid)], [
    "told",
    "told",
    false,
  ]);
  assert.equal(asked.filter((pid) => pid === turns[0]!.pid).length, 2);
  assert.equal(new Set(asked).size, asked.length - 1, "the attackers are asked once");
});

Deno.test("inTurns() keeps what was answered in part, if no more is answered at the end", async () => {
  const turns = turnsOf(0);
  const watch = nobody();
  let asked = 0;
  const results = await inTurns(turns, watch, async ({ pid }) => {
    watch.stuck.add(pid);
    return await Promise.resolve(asked++ === 0 ? "in part" : "nothing");
  });
  assert.deepEqual([results.get(0), asked, watch.stuck.size], ["in part", 2, 1]);
});

Deno.test("inOrder() asks about everybody else's processes, even if one of theirs did not answer", async () => {
  const { said, pids } = processesOf(...Array<number>(20).fill(666), ...Array<number>(10).fill(0));
  const isLate = (pid: string): boolean => Number(pid) <= FIRST + 20;
  const watch = watchStuck(
    procOf(said, {
      read: Object.fromEntries(pids.filter(isLate).map((pid) => [`${pid}/maps`, FAILURES.stuck])),
    }),
  );
  const results = await inOrder(watch, pids, async (pid, _, mayAsk) => {
    if (mayAsk) await watch.proc.read(`${pid}/maps`);
    return mayAsk;
  });
  assert.deepEqual(results, pids.map((_, index) => index < 8 || index >= 20));
});
