import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeText } from "../../lib/base/bytes.ts";
import type { Stat } from "../../lib/model/file.ts";
import { FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { memoryProc } from "../../lib/procfs/tree.ts";
import { mapLine, MOUNTS, statLine, statOf } from "../answers.ts";
import { BYTES, NAME } from "./arbitraries.ts";
import { checkAsync } from "./check.ts";
import { FD_USERS, LIB_USERS, scanFor } from "../scan/scans.ts";

const FAILURE = fc.constantFrom(...Object.values(FAILURES));
const NAMES = fc.oneof(
  fc.constantFrom(["7", "8"], ["3", "4", "10"], ["7"], [], ["self", "x"]),
  fc.array(NAME, { maxLength: 3 }),
);
const LINK = fc.oneof(
  fc.constantFrom("/", "/a", "/a (deleted)", "/ (deleted)", "mnt:[1]", "7", "/memfd:x (deleted)", "/a\nb (deleted)"),
  NAME,
);
const TEXTS = fc.constantFrom(
  "",
  `${mapLine("/lib/a.so (deleted)")}\n${mapLine("/ (deleted)", { inode: 43 })}\n`,
  `${mapLine("/lib/a\\012b.so (deleted)")}\n`,
  statLine(7, { started: 10 }),
  statLine(7, { started: 9000, state: "Z" }),
  MOUNTS,
  "pos:\t0\nflags:\t02\nmnt_id:\t26\nino:\t42\n",
  "0::/system.slice/a.service\n",
  "Name:\ta\nUid:\t0\t0\t0\t0\n",
  "a\0b\0",
);
const READ = fc.oneof(TEXTS.map(encodeText), BYTES);
const STAT: fc.Arbitrary<Stat> = fc.constantFrom(
  statOf(),
  statOf({ nlink: 1 }),
  statOf({ inode: 43, ctime: null }),
  statOf({ type: "directory" }),
);

/** A procfs that answers each question with anything, and the next time with something else. */
const ANYTHING = fc.record({
  lists: fc.array(fc.oneof({ weight: 4, arbitrary: NAMES }, FAILURE), { minLength: 1, maxLength: 6 }),
  links: fc.array(fc.oneof({ weight: 4, arbitrary: LINK }, FAILURE), { minLength: 1, maxLength: 9 }),
  stats: fc.array(fc.oneof({ weight: 4, arbitrary: STAT }, FAILURE), { minLength: 1, maxLength: 6 }),
  reads: fc.array(fc.oneof({ weight: 4, arbitrary: READ }, FAILURE), { minLength: 1, maxLength: 12 }),
}).map(({ lists, links, stats, reads }): ProcFs => {
  let asked = 0;
  const next = <Answer>(answers: readonly Answer[]): Answer => answers[asked++ % answers.length]!;
  return memoryProc({
    list: (path) => path === "." ? ["7", "8", "99"] : next(lists),
    link: (path) => path === "self" ? "99" : next(links),
    stat: () => next(stats),
    read: () => next(reads),
  });
});

Deno.test("scan() survives any procfs, and counts no process twice", async () => {
  await checkAsync(
    fc.tuple(ANYTHING, fc.constantFrom(LIB_USERS, FD_USERS), fc.boolean()),
    async ([proc, mode, details]) => {
      const { processes, unreadable, findings } = await scanFor(proc, mode, { details });
      const found = findings.map(({ process }) => process.pid);
      assert.equal(processes, 2);
      assert.deepEqual(found, [...new Set(found)].toSorted());
      assert.equal(unreadable.length, new Set(unreadable.map(({ pid }) => pid)).size);
      for (const { files } of findings) assert.notEqual(files.length, 0);
    },
  );
});
