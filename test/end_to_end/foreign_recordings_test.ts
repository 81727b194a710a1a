import assert from "node:assert/strict";
import type { Holder } from "./holder.ts";
import { type MeasuredRun, measureProgram } from "./measure.ts";
import { runProgram } from "./program.ts";
import { type Need, testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** What somebody else put into the directory of recordings. */
interface Case {
  readonly what: string;
  readonly needs?: readonly Need[];
  put(path: string): Promise<void>;
  /** What the line on stderr says of it. */
  readonly said: RegExp;
}

const HEADER = '{"format":"lib_users recording","version":1,"host":"h","kernel":"k","uid":0,"time":1';

/** Writes what would be a whole recording but for its first lines. */
async function writeSealed(path: string, ...lines: readonly string[]): Promise<void> {
  await Deno.writeTextFile(path, [...lines, `{"processes":${lines.length - 1},"sha256":null}`, ""].join("\n"));
}

/** How much memory a scan may take, in MiB: twice the largest recording, and the runtime. */
const MOST = 700;

const CASES: readonly Case[] = [
  { what: "a FIFO", put: (path) => make("mkfifo", path), said: /FIFO|pipe|not a regular file/ },
  {
    what: "a device that has no end",
    needs: ["devices"],
    put: (path) => make("mknod", path, "c", "1", "5"),
    said: /device|not a regular file/,
  },
  {
    what: "a device that is not there",
    needs: ["devices"],
    put: (path) => make("mknod", path, "b", "240", "255"),
    said: /device|not a regular file/,
  },
  { what: "a link to a device", put: (path) => Deno.symlink("/dev/zero", path), said: /link|not a regular file/ },
  {
    what: "a link to a file outside",
    put: (path) => Deno.symlink("/etc/passwd", path),
    said: /link|not a regular file/,
  },
  { what: "a link to nothing", put: (path) => Deno.symlink("nothing", path), said: /./ },
  { what: "a link to itself", put: (path) => Deno.symlink("x.jsonl", path), said: /./ },
  { what: "a directory", put: (path) => Deno.mkdir(path), said: /directory|not a regular file/ },
  { what: "a file of 600 MB with nothing in it", put: (path) => makeSparse(path, "", 600e6), said: /./ },
  { what: "a file of 100 GB with nothing in it", put: (path) => makeSparse(path, "", 100e9), said: /./ },
  { what: "a recording with a line of 600 MB", put: (path) => makeSparse(path, HEADER, 600e6), said: /./ },
  { what: "an empty file", put: (path) => Deno.writeTextFile(path, ""), said: /./ },
  {
    what: "JSON of great depth",
    put: (path) => writeSealed(path, `${HEADER}}`, `{"pid":1,"read":${"[".repeat(1e6)}${"]".repeat(1e6)}}`),
    said: /line 2/,
  },
  {
    what: "objects of great depth",
    put: (path) => writeSealed(path, `${HEADER}}`, `{"pid":1,"read":${'{"a":'.repeat(1e6)}1${"}".repeat(1e6)}}`),
    said: /line 2/,
  },
  {
    what: "a key twice",
    put: (path) => writeSealed(path, `${HEADER}}`, '{"pid":1,"pid":2,"read":{"maps":""}}'),
    said: /line 2/,
  },
  {
    what: "an answer twice",
    put: (path) => writeSealed(path, `${HEADER}}`, '{"pid":1,"read":{"maps":"","maps":"a"}}'),
    said: /line 2/,
  },
  {
    what: "a process twice",
    put: (path) => writeSealed(path, `${HEADER}}`, '{"pid":1}', '{"pid":1}'),
    said: /line 3/,
  },
  ...["1e999", "-1", "1.5", "99999999999999999999", "9007199254740993"].map((pid): Case => ({
    what: `the PID ${pid}`,
    put: (path) => writeSealed(path, `${HEADER}}`, `{"pid":${pid}}`),
    said: /line 2/,
  })),
  ...["1e999", "-1", "1e300", '"1"'].map((size): Case => ({
    what: `the size ${size}`,
    put: (path) =>
      writeSealed(
        path,
        `${HEADER}}`,
        `{"pid":1,"stat":{"fd/3":{"device":1,"inode":1,"links":0,"size":${size},"blocks":0,"type":"file","changed":null}}}`,
      ),
    said: /line 2/,
  })),
  ...["1e999", "1e300", "-1e300", "null", "[]"].map((time): Case => ({
    what: `the time ${time}`,
    put: (path) =>
      writeSealed(path, `{"format":"lib_users recording","version":1,"host":"h","kernel":"k","uid":0,"time":${time}}`),
    said: /./,
  })),
];

for (const { what, needs = [], put, said } of CASES) {
  testLive(`In a directory of recordings, ${what} is named, and the others are reported`, needs, async () => {
    await using workshop = await openWorkshop();
    const holder = await recordTwice(workshop);
    await put(workshop.path("recordings/x.jsonl"));
    const run = await measureProgram(workshop, ["-s", "--proc", workshop.path("recordings")]);
    checkOthers(run, holder);
    const lines = run.stderr.split("\n").filter((line) => line.includes("x.jsonl"));
    assert.equal(lines.length, 1, run.stderr);
    assert.match(lines[0]!, said);
    assert.ok(lines[0]!.length < 400, lines[0]);
    assert.equal(run.code, lines[0]!.includes("not a regular file") ? 0 : 1);
  });
}

/** Two recordings of the machine with a process that uses a deleted file: one before and one after the odd one. */
async function recordTwice(workshop: Workshop): Promise<Holder> {
  const holder = await workshop.start({ args: ["daemon"] });
  await holder.tell(["create", "a"], ["map", "a"], ["unlink", "a"]);
  await Deno.mkdir(workshop.path("recordings"));
  assert.equal((await runProgram(["record", "-o", workshop.path("recordings/a.jsonl")])).code, 0);
  await Deno.copyFile(workshop.path("recordings/a.jsonl"), workshop.path("recordings/z.jsonl"));
  return holder;
}

function checkOthers({ ended, duration, stdout, stderr, peak }: MeasuredRun, { pid }: Holder): void {
  assert.ok(ended, `killed after ${duration} s`);
  assert.equal(stdout.match(new RegExp(`\\b${pid} ".*/holder daemon" uses .*/a$`, "gm"))?.length, 2, stdout + stderr);
  assert.ok(peak < MOST, `${peak} MiB`);
}

async function make(command: string, path: string, ...args: readonly string[]): Promise<void> {
  assert.ok((await new Deno.Command(command, { args: [path, ...args] }).output()).success);
}

async function makeSparse(path: string, start: string, size: number): Promise<void> {
  await Deno.writeTextFile(path, start);
  await Deno.truncate(path, size);
}
