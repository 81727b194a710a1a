import assert from "node:assert/strict";
import { type Failure, FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { mapLine, override, processOf, procOf, SCANNER, type Told } from "../answers.ts";
import { routeProc } from "../../simulator/churn.ts";
import { scanFor, shortOf } from "./scans.ts";

/** A process that had the PID 7 for a while. */
type Life = Pick<Told, "argv" | "started" | "maps" | "directory">;

/** A procfs in which process 7 is another each time that one of its files, has been read (default: `maps`). */
function reused(lives: readonly Life[], file = "maps"): { readonly proc: ProcFs; readonly readings: () => number } {
  const procs = lives.map((life) => procOf(SCANNER, processOf(7, life)));
  let readings = 0;
  const current = (): ProcFs => procs[Math.min(readings, procs.length - 1)]!;
  return {
    readings: () => readings,
    proc: override(routeProc(current), {
      async read(path): Promise<Uint8Array | Failure> {
        const answer = await current().read(path);
        if (path === `7/${file}`) readings++;
        return answer;
      },
    }),
  };
}

const OLD = [mapLine("/lib/old.so (deleted)")];
const NEW = [mapLine("/lib/new.so (deleted)", { inode: 43 })];
const BEFORE = { argv: ["before"], started: 100, maps: OLD };
const AFTER = { argv: ["after"], started: 2000, maps: NEW };

const REUSED: readonly (readonly [string, readonly Life[], readonly (readonly string[])[]])[] = [
  ["which uses nothing old", [BEFORE, { ...AFTER, maps: [] }], []],
  ["which uses other files", [BEFORE, AFTER], [["7", "after", "/lib/new.so removed"]]],
  ["which started at the scanner's own moment", [BEFORE, { ...AFTER, started: 1000, maps: [] }], []],
  [
    "which started at the very same moment",
    [{ ...BEFORE, started: 2000, directory: 1 }, { ...AFTER, directory: 2 }],
    [["7", "after", "/lib/new.so removed"]],
  ],
  [
    "which started at the same moment, while it was looked at again",
    [{ ...BEFORE, started: 2000, directory: 1 }, { ...BEFORE, started: 2000, directory: 1 }, {
      ...AFTER,
      directory: 2,
    }],
    [["7", "after", "/lib/new.so removed"]],
  ],
];

Deno.test("scan() does not take the files of a process for those of another that got its PID", async (t) => {
  for (const [what, lives, expected] of REUSED) {
    for (const file of ["maps", "cmdline"]) {
      await t.step(`${what}, after its ${file} was read`, async () => {
        const { findings, unreadable } = await scanFor(reused(lives, file).proc);
        assert.deepEqual([shortOf(findings), unreadable], [expected, []]);
      });
    }
  }
});

Deno.test("scan() passes over a PID that is given away again and again", async () => {
  const lives = Array.from({ length: 9 }, (_, life) => ({ argv: [`p${life}`], started: 2000 + life, maps: OLD }));
  const { proc, readings } = reused(lives);
  const { findings, unreadable, processes } = await scanFor(proc);
  assert.deepEqual([findings, unreadable, processes], [[], [], 1]);
  assert.equal(readings(), 5);
});

Deno.test("scan() reads a process once that is older than the scanner, and twice a younger one", async (t) => {
  for (const [started, times] of [[999, 1], [1000, 2], [5000, 2]] as const) {
    await t.step(`started at ${started}`, async () => {
      const { proc, readings } = reused([{ argv: ["a"], started, maps: OLD }]);
      assert.deepEqual(shortOf((await scanFor(proc)).findings), [["7", "a", "/lib/old.so removed"]]);
      assert.equal(readings(), times);
    });
  }
});

Deno.test("scan() reports also a young process of a copy, of whose directory nothing can be asked", async () => {
  const proc = procOf(SCANNER, processOf(7, AFTER), { stat: { "7": FAILURES.unreadable } });
  assert.deepEqual(shortOf((await scanFor(proc)).findings), [["7", "after", "/lib/new.so removed"]]);
});
