import assert from "node:assert/strict";
import type { Action } from "./holder.ts";
import { linesAbout, runProgram } from "./program.ts";
import { findingOf, scanReport } from "./report.ts";
import { type Need, testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

/** What a process does to itself, how it is shown for people and for programs, and its command in JSON. */
interface Case {
  readonly what: string;
  readonly needs?: readonly Need[];
  readonly actions: readonly Action[];
  readonly human: string;
  readonly machine: string;
  readonly json: string;
}

const HELD = [["create", "a"], ["map", "a"], ["unlink", "a"]] as const;

const CASES: readonly Case[] = [
  {
    what: "without arguments",
    actions: [["execute", "holder", ""], ...HELD],
    human: "[holder]",
    machine: "[holder]",
    json: "[holder]",
  },
  {
    what: "that removed its arguments",
    needs: ["checkpoints"],
    actions: [["no-arguments"], ...HELD],
    human: "[holder]",
    machine: "[holder]",
    json: "[holder]",
  },
  {
    what: "with the name of a line of stat",
    actions: [["execute", "holder", ""], ["name", "x) R 1 (y"], ...HELD],
    human: "[x) R 1 (y]",
    machine: "[x) R 1 (y]",
    json: "[x) R 1 (y]",
  },
  {
    what: "with a line break, an escape and a stray byte in its name",
    actions: [["execute", "holder", ""], ["name", "a\\012b\\033[1m\\377"], ...HELD],
    human: "[a\\012b\\033[1m\\377]",
    machine: "[a\\012b\\033[1m\\377]",
    json: "[a\nb\x1b[1m\\377]",
  },
  {
    what: "with arguments that imitate another line",
    actions: [["execute", "holder", 'x"\\0121 "init" uses /lib;\\033[2J', "\\134012\\377"], ...HELD],
    human: 'x"\\0121 "init" uses /lib;\\033[2J \\012\\377',
    machine: 'x"\\0121 "init" uses /lib;\\033[2J \\134012\\377',
    json: 'x"\n1 "init" uses /lib;\x1b[2J \\012\\377',
  },
  {
    what: "with a title over its arguments",
    actions: [["execute", "holder", "much room for a title"], ["title", "pool: worker"], ...HELD],
    human: "pool: worker",
    machine: "pool: worker",
    json: "pool: worker",
  },
];

for (const { what, needs = [], actions, human, machine, json } of CASES) {
  testLive(`A process ${what} is reported in one line of every format`, needs, async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    await holder.tell(...actions);
    const name = workshop.path("a");
    const people = await runProgram(["-s"]);
    assert.deepEqual(linesAbout(people.stdout, [holder]), [`${holder.pid} "${human}" uses ${name}`]);
    const programs = await runProgram(["-m"]);
    assert.deepEqual(linesAbout(programs.stdout, [holder]), [`${holder.pid};${name};${machine}`]);
    assert.equal(findingOf(await scanReport([]), holder)!.command, json);
  });
}
