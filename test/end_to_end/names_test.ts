import assert from "node:assert/strict";
import { COMMAND, linesAbout, runProgram } from "./program.ts";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

/** The name of a file as the holder is told it, `\ooo` for a byte, and as each format is to show it. */
interface Case {
  readonly what: string;
  readonly name: string;
  readonly human: string;
  readonly machine: string;
  readonly json: string;
  /** The bytes, where they are not valid UTF-8. */
  readonly hex?: string;
}

const CASES: readonly Case[] = [
  { what: "a line break", name: "a\\012b.so", human: "a\\012b.so", machine: "a\\012b.so", json: "a\nb.so" },
  {
    what: "the kernel's spelling of a line break",
    name: "a\\134012b.so",
    human: "a\\012b.so",
    machine: "a\\134012b.so",
    json: "a\\012b.so",
  },
  {
    what: "both line breaks",
    name: "a\\012b\\134012c.so",
    human: "a\\012b\\012c.so",
    machine: "a\\012b\\134012c.so",
    json: "a\nb\\012c.so",
  },
  {
    what: "a line of maps in it",
    name: "a\\0127f00-7f01 r-xp 0 08:01 1 b (deleted)\\012c",
    human: "a\\0127f00-7f01 r-xp 0 08:01 1 b (deleted)\\012c",
    machine: "a\\0127f00-7f01 r-xp 0 08:01 1 b (deleted)\\012c",
    json: "a\n7f00-7f01 r-xp 0 08:01 1 b (deleted)\nc",
  },
  {
    what: "a tab and a carriage return",
    name: "\\011a\\015",
    human: "\\011a\\015",
    machine: "\\011a\\015",
    json: "\ta\r",
  },
  {
    what: "an escape sequence",
    name: "\\033]0;x\\007.so",
    human: "\\033]0;x\\007.so",
    machine: "\\033]0\\073x\\007.so",
    json: "\x1b]0;x\x07.so",
  },
  {
    what: "bytes that are not UTF-8",
    name: "\\377\\376 a.so",
    human: "\\377\\376 a.so",
    machine: "\\377\\376 a.so",
    json: "\\377\\376 a.so",
    hex: "fffe20612e736f",
  },
  {
    what: "bytes that are not UTF-8, and a line break",
    name: "\\377\\012.so",
    human: "\\377\\012.so",
    machine: "\\377\\012.so",
    json: "\\377\n.so",
    hex: "ff0a2e736f",
  },
  { what: "separators", name: "a,b;c.so", human: "a,b;c.so", machine: "a\\054b\\073c.so", json: "a,b;c.so" },
  { what: "spaces at both ends", name: " a  b ", human: " a  b ", machine: " a  b ", json: " a  b " },
  { what: "the kernel's mark alone", name: "(deleted)", human: "(deleted)", machine: "(deleted)", json: "(deleted)" },
  {
    what: "the kernel's mark in the middle",
    name: "a (deleted) b",
    human: "a (deleted) b",
    machine: "a (deleted) b",
    json: "a (deleted) b",
  },
  {
    what: "a control character beyond ASCII",
    name: "\\302\\2332J",
    human: "\\302\\2332J",
    machine: "\\302\\2332J",
    json: "\u009b2J",
  },
  {
    what: "a mark that turns the direction",
    name: "\\342\\200\\256a",
    human: "\\342\\200\\256a",
    machine: "\\342\\200\\256a",
    json: "\u202ea",
  },
  { what: "letters beyond ASCII", name: "é漢🦕", human: "é漢🦕", machine: "é漢🦕", json: "é漢🦕" },
];

const MODES = [["lib_users", "map"], ["fd_users", "open"]] as const;

for (const [mode, hold] of MODES) {
  testLive(`${mode} shows hostile names in one line, without loss`, [], async (context) => {
    await using workshop = await openWorkshop();
    const holders = await Array.fromAsync(CASES.entries(), async ([index, { name }]) => {
      const holder = await workshop.start({ directory: String(index), args: [String(index)] });
      await holder.tell(["create", name], [hold, name], ["unlink", name]);
      return holder;
    });
    const people = await runProgram([mode, "-s"]);
    const programs = await runProgram([mode, "-m"]);
    const report = await scanReport([mode]);
    for (const [index, { what, human, machine, json, hex }] of CASES.entries()) {
      await context.step(`${mode} shows a name with ${what}`, () => {
        const holder = holders[index]!;
        const command = `${workshop.path("holder")} ${index}`;
        const directory = workshop.path(String(index));
        assert.deepEqual(linesAbout(people.stdout, [holder]), [
          `${holder.pid} "${command}" uses ${directory}/${human}`,
        ]);
        assert.deepEqual(linesAbout(programs.stdout, [holder]), [`${holder.pid};${directory}/${machine};${command}`]);
        const files = findingOf(report, holder)!.files;
        // Deno cannot ask for a path that is not UTF-8; Node and Bun can.
        const isAsked = hex === undefined || (COMMAND !== undefined && !COMMAND.includes("run"));
        const state = isAsked ? "removed" : "unknown";
        assert.deepEqual(files.map((file) => [file.name, file.state]), [[`${directory}/${json}`, state]]);
        const bytes = hex && new TextEncoder().encode(`${directory}/`).toHex() + hex;
        assert.equal(files[0]!.nameHex, bytes);
      });
    }
  });

  testLive(`${mode} does not report memory, whatever its name, and shows it with --all`, [], async () => {
    await using workshop = await openWorkshop();
    const holder = await workshop.start();
    for (const { name } of CASES) await holder.tell(["memory", name]);
    assert.equal(findingOf(await scanReport([mode]), holder), undefined);
    const files = findingOf(await scanReport([mode, "--all"]), holder)!.files;
    assert.deepEqual(files.map(({ name }) => name).toSorted(), CASES.map(({ json }) => `/memfd:${json}`).toSorted());
    assert.deepEqual(new Set(files.map(({ ignored }) => ignored?.rule)), new Set(["memfd"]));
  });
}
