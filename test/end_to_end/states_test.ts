import assert from "node:assert/strict";
import type { Action } from "./holder.ts";
import { filesOf, findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

/** What happens to a file, with `hold` where the process takes it, and what is to be said: the names and states. */
interface Case {
  readonly what: string;
  readonly before?: readonly Action[];
  /** The file that is held. */
  readonly file: string;
  readonly after: readonly Action[];
  readonly reported: readonly (readonly [string, string])[];
  /** What `--all` adds. */
  readonly hidden?: readonly (readonly [string, string])[];
  /** Whether the file has another name, so that no disk space would come back: fd_users hides it. */
  readonly hasOtherName?: true;
}

const CASES: readonly Case[] = [
  { what: "a file that was removed", file: "a", after: [["unlink", "a"]], reported: [["a", "removed"]] },
  {
    what: "a file that was replaced by a rename",
    file: "a",
    after: [["create", "new"], ["rename", "new", "a"]],
    reported: [["a", "replaced"]],
  },
  {
    what: "a file that was removed and made anew",
    file: "a",
    after: [["unlink", "a"], ["create", "a"]],
    reported: [["a", "replaced"]],
  },
  {
    what: "a file that dpkg replaced",
    file: "a",
    after: [["link", "a", "a.dpkg-tmp"], ["create", "new"], ["rename", "new", "a"], ["unlink", "a.dpkg-tmp"]],
    reported: [["a", "replaced"]],
  },
  {
    what: "a file that dpkg is just replacing",
    file: "a",
    after: [["link", "a", "a.dpkg-tmp"], ["create", "new"], ["rename", "new", "a"]],
    reported: [["a", "replaced"]],
    hasOtherName: true,
  },
  {
    what: "a removed file of which a hard link is left",
    file: "a",
    after: [["link", "a", "b"], ["unlink", "a"]],
    reported: [["a", "removed"]],
    hasOtherName: true,
  },
  {
    what: "not a file that was linked again at its name",
    file: "a",
    after: [["link", "a", "x"], ["unlink", "a"], ["rename", "x", "a"]],
    reported: [],
    hidden: [["a", "linked"]],
  },
  {
    what: "not a file that was moved aside",
    file: "a",
    after: [["rename", "a", "b"], ["create", "a"]],
    reported: [],
  },
  {
    what: "not a file whose name ends as the kernel marks names",
    file: "a (deleted)",
    after: [],
    reported: [],
    hidden: [["a", "linked"]],
  },
  {
    what: "not such a file beside one of the name without the mark",
    before: [["create", "a"]],
    file: "a (deleted)",
    after: [],
    reported: [],
    hidden: [["a", "linked"]],
  },
  {
    what: "a removed file whose name ends as the kernel marks names",
    before: [["create", "a"]],
    file: "a (deleted)",
    after: [["unlink", "a (deleted)"]],
    reported: [["a (deleted)", "removed"]],
  },
  {
    what: "a removed file beside one whose name ends as the kernel marks names",
    before: [["create", "a (deleted)"]],
    file: "a",
    after: [["unlink", "a"]],
    reported: [["a", "removed"]],
  },
];

const MODES = [["lib_users", "map"], ["fd_users", "open"]] as const;

for (const [mode, hold] of MODES) {
  testLive(`${mode} tells what became of a file`, [], async (context) => {
    await using workshop = await openWorkshop();
    const held = await Array.fromAsync(CASES.entries(), async ([index, { before = [], file, after }]) => {
      const holder = await workshop.start({ directory: String(index) });
      await holder.tell(...before, ["create", file], [hold, file], ...after);
      return holder;
    });
    const report = await scanReport([mode]);
    const all = await scanReport([mode, "--all"]);
    for (const [index, { what, reported, hidden = [], hasOtherName }] of CASES.entries()) {
      const isHidden = mode === "fd_users" && hasOtherName;
      await context.step(`${mode} reports ${what}`, () => {
        const named = (files: Case["reported"]): Case["reported"] =>
          files.map(([name, state]) => [workshop.path(`${index}/${name}`), state]);
        assert.deepEqual(filesOf(report, held[index]!), named(isHidden ? [] : reported));
        assert.deepEqual(filesOf(all, held[index]!), named([...reported, ...hidden]));
      });
    }
  });
}

testLive("A file linked again at its name is hidden under the rule that says so", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["create", "a"], ["map", "a"], ["link", "a", "x"], ["unlink", "a"], ["rename", "x", "a"]);
  const finding = findingOf(await scanReport(["--all"]), holder);
  assert.deepEqual(finding!.files.map(({ ignored }) => ignored?.rule), ["linked"]);
});
