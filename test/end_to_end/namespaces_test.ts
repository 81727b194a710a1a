import assert from "node:assert/strict";
import type { Action, Holder } from "./holder.ts";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** What a process does to its place and to the file `file`, which it holds in both ways at `hold`. */
interface Case {
  readonly what: string;
  readonly before: readonly Action[];
  readonly file: string;
  readonly after: readonly Action[];
  /** What happens outside then. */
  readonly outside?: (workshop: Workshop) => Promise<void>;
  /** What is to be said: the name, below the workshop where it is relative, and the state. */
  readonly name: string;
  readonly state: string;
  readonly note?: string;
  /** Whether to look at it from inside too. */
  readonly isEnterable: boolean;
}

const CASES: readonly Case[] = [
  {
    what: "in a chroot",
    before: [["mkdir", "root"], ["chroot", "root"]],
    file: "/a",
    after: [["create", "/new"], ["rename", "/new", "/a"]],
    name: "root/a",
    state: "replaced",
    isEnterable: false,
  },
  {
    what: "in a chroot in a mount namespace",
    before: [["own-mounts"], ["mkdir", "root"], ["mount", "tmpfs", "root"], ["chroot", "root"]],
    file: "/a",
    after: [["create", "/new"], ["rename", "/new", "/a"]],
    name: "root/a",
    state: "replaced",
    isEnterable: true,
  },
  {
    what: "on a file system of its own, where a file of the same name is outside",
    before: [["mkdir", "m"], ["create", "m/a"], ["own-mounts"], ["mount", "tmpfs", "m"]],
    file: "m/a",
    after: [["unlink", "m/a"]],
    name: "m/a",
    state: "removed",
    isEnterable: true,
  },
  {
    what: "on a file system of its own, which nobody sees outside",
    before: [["mkdir", "m"], ["own-mounts"], ["mount", "tmpfs", "m"]],
    file: "m/a",
    after: [["create", "m/new"], ["rename", "m/new", "m/a"]],
    name: "m/a",
    state: "replaced",
    isEnterable: true,
  },
  {
    what: "in a container",
    before: [["mkdir", "root"], ["own-mounts"], ["mount", "tmpfs", "root"], ["pivot", "root"]],
    file: "/lib_users_end_to_end",
    after: [["create", "/new"], ["rename", "/new", "/lib_users_end_to_end"]],
    name: "/lib_users_end_to_end",
    state: "replaced",
    isEnterable: false,
  },
  {
    what: "with the name of memory, but on a file system",
    before: [["mkdir", "root"], ["own-mounts"], ["mount", "tmpfs", "root"], ["pivot", "root"]],
    file: "/memfd:evil.so",
    after: [["unlink", "/memfd:evil.so"]],
    name: "/memfd:evil.so",
    state: "removed",
    isEnterable: false,
  },
  {
    what: "behind a bind mount that went when the file was replaced",
    before: [["own-mounts"], ["create", "a"], ["bind", "a", "a"]],
    file: "a",
    after: [],
    async outside(workshop): Promise<void> {
      await Deno.writeTextFile(workshop.path("new"), "");
      await Deno.rename(workshop.path("new"), workshop.path("a"));
    },
    name: "/ (deleted)",
    state: "unknown",
    note: "name lost with a replaced bind mount; the program is ",
    isEnterable: true,
  },
  {
    what: "that was deleted, but is still bound to another name",
    before: [["create", "a"], ["create", "bound"], ["own-mounts"], ["bind", "a", "bound"]],
    file: "bound",
    after: [["unlink", "a"]],
    name: "bound",
    state: "removed",
    isEnterable: true,
  },
  {
    what: "on a file system that was unmounted",
    before: [["own-mounts"], ["mkdir", "m"], ["mount", "tmpfs", "m"]],
    file: "m/a",
    after: [["unlink", "m/a"], ["detach", "m"]],
    name: "/a",
    state: "unknown",
    note: "on a file system that is not mounted any more",
    isEnterable: true,
  },
];

for (const { what, before, file, after, outside, name, state, note, isEnterable } of CASES) {
  testLive(`A file ${what} is ${state}`, ["namespaces"], async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    await holder.tell(...before, ...(before.at(-1)![0] === "bind" ? [] : [["create", file]] as const));
    await holder.tell(["map", file], ["open", file], ...after);
    await outside?.(workshop);
    const whole = name.startsWith("/") ? name : workshop.path(name);
    const remark = note?.endsWith(" ") ? note + workshop.path("holder") : note ?? null;
    for (const inside of isEnterable ? [undefined, holder] : [undefined]) {
      assert.deepEqual(await described(holder, "lib_users", inside), [[whole, state, remark]], "lib_users");
      assert.deepEqual(await described(holder, "fd_users", inside), [[whole, state, remark]], "fd_users");
    }
  });
}

async function described(holder: Holder, mode: string, inside: Holder | undefined): Promise<unknown> {
  const report = await scanReport([mode], inside === undefined ? {} : { inside });
  return findingOf(report, holder)?.files.map(({ name, state, note }) => [name, state, note]);
}
