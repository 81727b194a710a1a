import assert from "node:assert/strict";
import type { Stat } from "../../lib/model/file.ts";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { type Said, statOf } from "../answers.ts";
import { classifyAll, MAPPED, mapped, OPENED, opened } from "./classifying.ts";

const LIB = "/lib/a.so";
const AT = "self/root";
const BEFORE = 1_600_000_000_000;
const AFTER = 1_700_000_000_000;

/** The file itself, and what is at its name now. */
const GONE_FILE = statOf({ inode: 42, nlink: 0, ctime: BEFORE });
const OTHER = statOf({ inode: 77, nlink: 1, ctime: AFTER });
const ELSEWHERE = statOf({ inode: 42, nlink: 1, device: 2050, ctime: AFTER });

const STILL_THERE = {
  rule: "linked",
  reason: "marked as deleted, but the file still has this name",
  byUser: false,
};

interface Case {
  readonly what: string;
  readonly itself: Stat | typeof FAILURES.denied;
  /** What is at which name; nothing at any other. */
  readonly names?: Readonly<Record<string, Stat | typeof FAILURES.denied>>;
  readonly state: string;
  readonly since?: number;
  /** The rule that explains it if it is open. */
  readonly rule?: string;
}

const LEFT = statOf({ inode: 42, nlink: 1, ctime: BEFORE });

const CASES: readonly Case[] = [
  { what: "replaced by another", itself: GONE_FILE, names: { [LIB]: OTHER }, state: "replaced", since: AFTER },
  { what: "removed", itself: GONE_FILE, state: "removed", since: BEFORE },
  {
    what: "replaced by a file of that inode elsewhere",
    itself: GONE_FILE,
    names: { [LIB]: ELSEWHERE },
    state: "replaced",
    since: AFTER,
  },
  {
    what: "replaced by a file whose inode differs in the last digits only, which a number does not hold",
    itself: statOf({ inode: 2 ** 63, nlink: 1, size: 100, ctime: BEFORE }),
    names: { [LIB]: statOf({ inode: 2 ** 63, nlink: 1, size: 101, ctime: BEFORE }) },
    state: "replaced",
    since: BEFORE,
    rule: "other-name",
  },
  {
    what: "linked to its name again with such an inode",
    itself: statOf({ inode: 2 ** 63, nlink: 1, ctime: BEFORE }),
    names: { [LIB]: statOf({ inode: 2 ** 63, nlink: 1, ctime: BEFORE }) },
    state: "linked",
  },
  { what: "linked to its name again", itself: LEFT, names: { [LIB]: LEFT }, state: "linked" },
  { what: "really named so", itself: LEFT, names: { [`${LIB} (deleted)`]: LEFT }, state: "linked" },
  {
    what: "really named so beside another",
    itself: LEFT,
    names: { [LIB]: OTHER, [`${LIB} (deleted)`]: LEFT },
    state: "linked",
  },
  {
    what: "removed beside one really named so",
    itself: LEFT,
    names: { [`${LIB} (deleted)`]: OTHER },
    state: "removed",
    since: BEFORE,
    rule: "other-name",
  },
  { what: "removed, with another hard link left", itself: LEFT, state: "removed", since: BEFORE, rule: "other-name" },
  {
    what: "replaced, with another hard link left",
    itself: LEFT,
    names: { [LIB]: OTHER },
    state: "replaced",
    since: AFTER,
    rule: "other-name",
  },
  {
    what: "removed, but kept at its name by a bind mount",
    itself: GONE_FILE,
    names: { [LIB]: GONE_FILE },
    state: "removed",
    since: BEFORE,
  },
  {
    what: "at a name that may not be asked",
    itself: GONE_FILE,
    names: { [LIB]: FAILURES.denied },
    state: "unknown",
    since: BEFORE,
  },
  {
    what: "replaced, and may not be asked itself",
    itself: FAILURES.denied,
    names: { [LIB]: OTHER },
    state: "replaced",
    since: AFTER,
  },
  { what: "removed, and may not be asked itself", itself: FAILURES.denied, state: "removed" },
  {
    what: "linked again, and may not be asked itself",
    itself: FAILURES.denied,
    names: { [LIB]: LEFT },
    state: "linked",
  },
  {
    what: "unknown, where nothing may be asked",
    itself: FAILURES.denied,
    names: { [LIB]: FAILURES.denied },
    state: "unknown",
  },
];

function machine({ itself, names = {} }: Pick<Case, "itself" | "names">, via: string): Said {
  const stat = Object.fromEntries(Object.entries(names).map(([name, answer]) => [`${AT}${name}`, answer]));
  return { stat: { ...stat, [via]: itself }, link: { [OPENED]: `${LIB} (deleted)` } };
}

Deno.test("fileClassifier() tells what became of a file", async (t) => {
  for (const each of CASES) {
    for (const [kind, held] of [["mapped", mapped(LIB)], ["open", opened(LIB)]] as const) {
      await t.step(`${kind}: ${each.what}`, async () => {
        const [file] = await classifyAll([held], {}, machine(each, held.procPath));
        assert.equal(file?.state, each.state);
        assert.equal(file?.staleSince, each.since);
        assert.deepEqual(file?.stat, each.itself === FAILURES.denied ? undefined : each.itself);
        assert.equal(file?.ignored?.rule, each.state === "linked" ? "linked" : kind === "open" ? each.rule : undefined);
        assert.equal(file?.note, undefined);
      });
    }
  }
});

Deno.test("fileClassifier() does not compare the device of maps with that of stat, which btrfs makes differ", async () => {
  const inside = statOf({ device: 59, inode: 42, nlink: 1 });
  const [file] = await classifyAll([mapped(LIB)], {}, machine({ itself: inside, names: { [LIB]: inside } }, MAPPED));
  assert.equal(file?.state, "linked");
});

Deno.test("fileClassifier() knows a file that was made without a name and linked into place since", async () => {
  const [file] = await classifyAll([opened("/tmp/#42")], {}, {
    link: { [OPENED]: "/tmp/#42 (deleted)" },
    stat: { [OPENED]: LEFT },
  });
  assert.equal(file?.state, "linked");
  const [never] = await classifyAll([opened("/tmp/#42")], {}, {
    link: { [OPENED]: "/tmp/#42 (deleted)" },
    stat: { [OPENED]: GONE_FILE },
  });
  assert.equal(never?.state, "removed");
});

Deno.test("fileClassifier() takes no file for one without a name because of the folder that it was in", async () => {
  const name = "/tmp/#42/a";
  const [file] = await classifyAll([opened(name)], {}, {
    link: { [OPENED]: `${name} (deleted)` },
    stat: { [OPENED]: LEFT },
  });
  assert.equal(file?.state, "removed");
});

Deno.test("fileClassifier() does not tell since when where the runtime does not", async () => {
  const silent = statOf({ inode: 77, ctime: null });
  const [file] = await classifyAll([mapped(LIB)], {}, machine({ itself: GONE_FILE, names: { [LIB]: silent } }, MAPPED));
  assert.deepEqual([file?.state, file?.staleSince], ["replaced", undefined]);
});

Deno.test("fileClassifier() does not take another file for the one that was mapped there", async () => {
  const [file] = await classifyAll([mapped(LIB)], {}, {
    link: { [MAPPED]: "/lib/other.so (deleted)" },
    stat: { [MAPPED]: GONE_FILE, [`${AT}${LIB}`]: OTHER },
  });
  assert.deepEqual([file?.state, file?.stat], ["replaced", undefined]);
});

Deno.test("fileClassifier() does not take another file for the one that a descriptor led to", async () => {
  const [file] = await classifyAll([opened("/var/log/a")], {}, {
    link: { [OPENED]: "/etc/passwd" },
    stat: { [OPENED]: OTHER },
  });
  assert.deepEqual([file?.state, file?.stat], ["removed", undefined]);
});

Deno.test("fileClassifier() does not judge a file by what another process has in its place by now", async () => {
  const other = "8/map_files/7f0000000000-7f0000001000";
  const files = await classifyAll([mapped(LIB), mapped(LIB, { procPath: other })], {}, {
    stat: { [MAPPED]: statOf({ inode: 77, nlink: 1 }), [other]: GONE_FILE, [AT + LIB]: OTHER },
  });
  assert.deepEqual(files.map(({ state, ignored }) => [state, ignored]), [
    ["linked", STILL_THERE],
    ["replaced", undefined],
  ]);
});

Deno.test("fileClassifier() finds a file linked whose directory became a link: usr merge", async () => {
  const merged = { link: { [`${AT}/lib`]: "usr/lib" } };
  const [same] = await classifyAll([mapped(LIB)], {}, {
    ...merged,
    stat: { [MAPPED]: LEFT, [`${AT}/usr/lib/a.so`]: LEFT },
  });
  assert.deepEqual([same?.state, same?.ignored?.rule], ["linked", "linked"]);
  const [other] = await classifyAll([mapped(LIB)], {}, {
    ...merged,
    stat: { [MAPPED]: GONE_FILE, [`${AT}/usr/lib/a.so`]: OTHER },
  });
  assert.deepEqual([other?.state, other?.ignored], ["replaced", undefined]);
});

Deno.test("fileClassifier() finds a file replaced whose name is that of a package manager", async () => {
  for (const name of ["/lib/a.so;5f3a1b2c", "/lib/a.so.dpkg-new", "/lib/a.so#new", "/lib/a.so.#prelink#.aB3dE6"]) {
    const [replaced] = await classifyAll([mapped(name)], {}, { stat: { [MAPPED]: GONE_FILE, [`${AT}${LIB}`]: OTHER } });
    assert.deepEqual([replaced?.name, replaced?.state, replaced?.staleSince], [name, "replaced", AFTER]);
    const [removed] = await classifyAll([mapped(name)], {}, { stat: { [MAPPED]: GONE_FILE } });
    assert.equal(removed?.state, "removed");
  }
});
