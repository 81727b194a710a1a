import assert from "node:assert/strict";
import { encodeText } from "../../lib/base/bytes.ts";
import { parseMaps } from "../../lib/parse/maps.ts";
import { isFailure } from "../../lib/procfs/procfs.ts";
import { placeOf, type Tree, treeProc } from "../../lib/procfs/tree.ts";
import { MODES } from "../../lib/scan/modes.ts";
import type { ScreenJob, screenProcesses, ThreadFiles } from "../../lib/scan/screen.ts";
import { screenInThreads, type Threads } from "../../lib/scan/thread_pool.ts";
import type { Machine } from "../../simulator/machine.ts";
import { randomMachine } from "../../simulator/random.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { machineTree } from "../../simulator/tree.ts";
import { mapLine, processOf, treeOf } from "../answers.ts";
import { fakeClock } from "../fake_clock.ts";
import { scanFor } from "./scans.ts";

/** The file system calls of a thread on a simulated machine, where the procfs is `/proc`. */
function filesOf(tree: Tree): ThreadFiles {
  function answer<Kind extends "list" | "link" | "read">(kind: Kind, path: string): string[] | string | Uint8Array {
    const { answers, rest } = placeOf(tree, path.replace(/^\/proc\//, ""));
    const found = answers[kind].get(rest);
    if (found === undefined || isFailure(found)) throw new Error(`${path} is ${found?.failure ?? "gone"}`);
    return found as string[] | string | Uint8Array;
  }
  return {
    list: (path) => answer("list", path) as string[],
    link: (path) => answer("link", path) as string,
    open(path): ReturnType<ThreadFiles["open"]> {
      let left = answer("read", path) as Uint8Array;
      return {
        // The kernel gives a page at a time.
        read(buffer): number {
          const piece = left.subarray(0, Math.min(4096, buffer.length));
          left = left.subarray(piece.length);
          buffer.set(piece);
          return piece.length;
        },
        close: () => {},
      };
    },
  };
}

/** Runs the source of a thread, as a thread does. */
async function importScreen(source: string): Promise<typeof screenProcesses> {
  return (await import(`data:text/javascript,${encodeURIComponent(`export default ${source}`)}`)).default;
}

/** What becomes of a thread: it works, dies after it has posted a few processes, or does not even start. */
type Fate = "works" | "starts not" | number;

/** Threads that run one after the other. */
function threadsOn(tree: Tree, fates: readonly Fate[]): Threads {
  let started = 0;
  async function work(...[source, job, { screened, ended }]: Parameters<Threads["start"]>): Promise<void> {
    const screen = await importScreen(source);
    let left = fates[job.thread % fates.length];
    try {
      screen(filesOf(tree), job, (found) => {
        if (typeof left === "number" && left-- === 0) throw new Error("the thread has died");
        screened(structuredClone(found));
      });
    } catch {
      // Nobody hears of it.
    }
    ended();
  }
  return {
    cores: () => fates.length,
    worth: 1,
    start(...job): void {
      if (fates[started++ % fates.length] === "starts not") throw new Error("there is no thread");
      void work(...job);
    },
  };
}

const POOLS: readonly (readonly Fate[])[] = [["works"], ["works", "works", "works"], ["starts not"], [0], [
  2,
  "starts not",
]];

/** The machines of all scenarios, without their races, and some of nobody's invention. */
const MACHINES: Readonly<Record<string, Machine>> = {
  ...Object.fromEntries(Object.entries(SCENARIOS).map(([name, { machine }]) => [name, machine()])),
  ...Object.fromEntries([1, 2, 3].map((seed) => [
    `random ${seed}`,
    randomMachine({ seed, processes: 200, stale: 0.3, hostile: 0.2 }),
  ])),
};

for (const mode of MODES) {
  Deno.test(`scan() finds in threads what it finds without, as ${mode.name}, whatever becomes of them`, async (t) => {
    for (const [name, machine] of Object.entries(MACHINES)) {
      await t.step(name, async () => {
        const tree = machineTree(machine);
        const expected = await scanFor(treeProc(tree), mode, { details: true });
        for (const fates of POOLS) {
          const found = await scanFor(treeProc(tree), mode, { details: true, threads: threadsOn(tree, fates) });
          assert.deepEqual(found, expected, fates.join(", "));
        }
      });
    }
  });
}

/** What a pool yields, and of what nothing was read ahead. */
async function screen(tree: Tree, fates: readonly Fate[], told: Partial<ScreenJob> = {}): Promise<readonly string[]> {
  const pids = [...tree.processes.keys()];
  const job = { root: "/proc", pids, descriptors: false, files: ["cmdline"], ...told };
  const yielded: string[] = [];
  for await (const { index, files } of screenInThreads(threadsOn(tree, fates), job)) {
    yielded.push([pids[index], ...Object.keys(files)].join(" "));
  }
  return yielded;
}

const OLD = mapLine("/usr/lib/a.so (deleted)");
const NEW = mapLine("/usr/lib/(b).so");
const EXE = { "7/exe": "/usr/bin/a", "8/exe": "/usr/bin/b", "9/exe": "/usr/bin/c (deleted)" };

/** Three processes: one that is clean, one that maps a deleted file, and one whose program is deleted. */
const THREE = treeOf(
  processOf(7, { argv: ["a"], maps: [NEW] }),
  processOf(8, { argv: ["b"], maps: [NEW, OLD, NEW] }),
  processOf(9, { argv: ["c"], maps: [NEW], fds: { 3: "/var/log/c (deleted)" } }),
  { link: EXE },
);

Deno.test("screenInThreads() yields what is not clean, with the files read ahead", async () => {
  assert.deepEqual(await screen(THREE, ["works"]), ["8 maps cmdline", "9 maps cmdline"]);
  assert.deepEqual(await screen(THREE, ["works"], { descriptors: true }), [
    "8 maps cmdline",
    "9 maps cmdline fdinfo/3",
  ]);
});

Deno.test("screenInThreads() yields without anything read ahead what no thread was ready with", async () => {
  assert.deepEqual(await screen(THREE, ["starts not"]), ["7", "8", "9"]);
  assert.deepEqual(await screen(THREE, [1]), ["8 maps cmdline", "9"]);
});

Deno.test("screenInThreads() reads nothing ahead that is longer than a real process has", async () => {
  const long = processOf(7, { argv: ["a".repeat(100_000)], maps: [OLD] });
  assert.deepEqual(await screen(treeOf(long), ["works"]), ["7 maps"]);
  const name = mapLine(`/${"a".repeat(300_000)} (deleted)`);
  assert.deepEqual(await screen(treeOf(processOf(7, { argv: ["a"], maps: [NEW, name] })), ["works"]), ["7"]);
  const fds = Object.fromEntries(Array.from({ length: 101 }, (_, number) => [number, "/var/log/a (deleted)"]));
  const [found = ""] = await screen(treeOf(processOf(7, { argv: ["a"], maps: [NEW], fds })), ["works"], {
    descriptors: true,
  });
  assert.equal(found.split(" ").filter((name) => name.startsWith("fdinfo/")).length, 100);
  for (const [line, count] of [[OLD, 5000], [NEW, 20_000]] as const) {
    const many = Array<string>(count).fill(line);
    assert.deepEqual(await screen(treeOf(processOf(7, { argv: ["a"], maps: many })), ["works"]), ["7"]);
  }
});

Deno.test("a thread reads of any maps the lines that are marked", async () => {
  // A buffer has room for some 3,000 lines, and ends in the middle of one.
  const maps = Array.from({ length: 10_000 }, (_, index) => index % 1000 === 0 ? OLD : NEW);
  const tree = treeOf(processOf(7, { argv: ["a"], maps }));
  const job = { root: "/proc", pids: ["7"], descriptors: false, files: [] };
  for await (const { files } of screenInThreads(threadsOn(tree, ["works"]), job)) {
    assert.deepEqual(parseMaps(files["maps"]!), parseMaps(encodeText(maps.join("\n"))));
  }
});

/** Threads of which those with these numbers wait for the first process for ever, and the others do nothing. */
function waitingThreads(waiting: readonly number[]): Threads & { readonly started: number[] } {
  const started: number[] = [];
  return {
    started,
    cores: () => 2,
    worth: 1,
    start(_, { shared, threads, thread, pids }, { ended }): void {
      started.push(thread);
      const numbers = new Int32Array(shared);
      if (waiting.includes(thread)) return Atomics.store(numbers, 1 + thread, 1), undefined;
      for (const index of pids.keys()) if (index > 0) Atomics.store(numbers, 1 + threads + index, 1);
      ended();
    },
  };
}

Deno.test("screenInThreads() replaces threads that wait, but not for ever, and leaves the process to the caller", async () => {
  for (
    const [waiting, started] of [[[0], [0, 1, 2]], [[0, 2], [0, 1, 2, 3]], [[...Array(20).keys()], [
      ...Array(10).keys(),
    ]]]
  ) {
    const clock = fakeClock();
    const threads = waitingThreads(waiting!);
    const job = { root: "/proc", pids: ["7", "8"], descriptors: false, files: [] };
    const left = clock.until(Array.fromAsync(screenInThreads(threads, job, { clock }), ({ index }) => index));
    assert.deepEqual(await left, waiting!.length === 20 ? [0, 1] : [0]);
    assert.deepEqual(threads.started, started);
    assert.equal(clock.waiting(), 0);
  }
});

Deno.test("screenInThreads() does not replace a thread that has much to do", async () => {
  const clock = fakeClock();
  let started = 0;
  const threads: Threads = {
    cores: () => 1,
    worth: 1,
    start(_, { shared, thread }, { ended }): void {
      started++;
      const numbers = new Int32Array(shared);
      const ask = (): void => {
        if (Atomics.add(numbers, 1 + thread, 1) < 20) clock.after(90, ask);
        else ended();
      };
      ask();
    },
  };
  const job = { root: "/proc", pids: ["7"], descriptors: false, files: [] };
  const left = await clock.until(Array.fromAsync(screenInThreads(threads, job, { clock }), ({ index }) => index));
  assert.deepEqual([left, started], [[0], 1]);
});

Deno.test("screenInThreads() does not wait for threads that do not start, and starts no others", async () => {
  const clock = fakeClock();
  let started = 0;
  const threads: Threads = { cores: () => 2, worth: 1, start: () => void started++ };
  const job = { root: "/proc", pids: ["7", "8"], descriptors: false, files: [] };
  const left = await clock.until(Array.fromAsync(screenInThreads(threads, job, { clock }), ({ index }) => index));
  assert.deepEqual([left, started, clock.waiting()], [[0, 1], 2, 0]);
});

Deno.test("a thread leaves the rest to the caller once it has asked more than real processes take", async () => {
  const fds = Object.fromEntries(Array.from({ length: 60_000 }, (_, number) => [number, "/dev/null"]));
  const hogs = Array.from({ length: 12 }, (_, hog) => processOf(100 + hog, { argv: ["hog"], maps: [NEW], fds }));
  const tree = treeOf(...hogs, processOf(500, { argv: ["a"], maps: [NEW] }));
  const found = await screen(tree, ["works"], { descriptors: true });
  assert.ok(found.includes("500") && found.length < 8, `${found}`);
});
