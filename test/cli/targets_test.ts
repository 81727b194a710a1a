import assert from "node:assert/strict";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import type { Environment } from "../../lib/cli/environment.ts";
import { DEFAULTS, type Options } from "../../lib/cli/options.ts";
import { listTargets, openTarget } from "../../lib/cli/targets.ts";
import type { Stat } from "../../lib/model/file.ts";
import type { ProcFs } from "../../lib/procfs/procfs.ts";
import { formatRecording } from "../../lib/procfs/recording.ts";
import { procOf, statOf, treeOf } from "../answers.ts";
import { denoError, fakeFiles } from "../procfs/fake_files.ts";
import { runIn } from "../run_program.ts";

const HEADER = { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-11-21T06:00:00.000Z" };
const RECORDING = await formatRecording(HEADER, treeOf({ read: { "7/maps": "text" } }));
const DIRECTORY = statOf({ type: "directory" });

/** An environment in which there is only what is told. */
function environmentOf(told: Partial<Environment>): Environment {
  const unexpected = (): never => {
    throw new RangeError("Unexpected call");
  };
  const sink = { isTerminal: false, isColoured: false, columns: 80, write: unexpected };
  return {
    uid: 1000,
    files: fakeFiles({}),
    threads: undefined,
    openProc: unexpected,
    stdout: sink,
    stderr: sink,
    readInput: unexpected,
    replaceFile: unexpected,
    access: unexpected,
    runRpm: unexpected,
    now: () => new Date("2026-03-14T09:26:53.000Z"),
    advise: () => "deno run -A main.ts",
    ...told,
  };
}

/** An environment of directories and files: names, bytes, or the error of whoever asks. */
function diskOf(disk: Readonly<Record<string, readonly string[] | Uint8Array | Error>>): Environment {
  const find = (path: string): readonly string[] | Uint8Array => {
    const found = disk[path] ??
      denoError("NotFound", `No such file or directory (os error 2): stat '${path}'`, "ENOENT");
    if (found instanceof Error) throw found;
    return found;
  };
  return environmentOf({
    files: fakeFiles({
      stat: (path): Stat => Array.isArray(find(path)) ? DIRECTORY : statOf(),
      link: () => {
        throw denoError("InvalidInput", "Invalid argument (os error 22)");
      },
      list: (path) => find(path) as readonly string[],
      read: (path) => Promise.resolve().then(() => find(path) as Uint8Array),
    }),
  });
}

function optionsFor(...proc: readonly string[]): Options {
  return { ...DEFAULTS, proc };
}

Deno.test("listTargets() looks at /proc by default, without asking", () => {
  assert.deepEqual(listTargets(optionsFor(), environmentOf({})), {
    sources: ["/proc"],
    ignored: [],
    failures: [],
    several: false,
  });
  const both = { sources: ["/proc", "-"], ignored: [], failures: [], several: true };
  assert.deepEqual(listTargets(optionsFor("/proc", "-"), environmentOf({})), both);
});

Deno.test("listTargets() takes a directory with processes as it is, and one without for its recordings", () => {
  const environment = diskOf({
    "/host/proc": ["1", "self"],
    "/fleet": ["b.jsonl", "notes.txt", "c.jsonl.bak", "a.jsonl"],
    "/a.jsonl": RECORDING,
  });
  assert.deepEqual(listTargets(optionsFor("/host/proc", "/fleet", "/a.jsonl"), environment), {
    sources: ["/host/proc", "/fleet/a.jsonl", "/fleet/b.jsonl", "/a.jsonl"],
    ignored: [],
    failures: [],
    several: true,
  });
  assert.equal(listTargets(optionsFor("/a.jsonl"), environment).several, false);
});

Deno.test("listTargets() takes a directory with one recording for several hosts", () => {
  const environment = diskOf({ "/fleet": ["a.jsonl"] });
  assert.deepEqual(listTargets(optionsFor("/fleet"), environment), {
    sources: ["/fleet/a.jsonl"],
    ignored: [],
    failures: [],
    several: true,
  });
});

Deno.test("listTargets() finds the list of failed hosts beside recordings, and looks at nothing twice", () => {
  const environment = diskOf({
    "/fleet": ["a.jsonl", "failures.txt"],
    "/all failed": ["failures.txt"],
    "/fleet/a.jsonl": RECORDING,
    "/fleet/failures.txt": RECORDING,
    "/all failed/failures.txt": RECORDING,
  });
  assert.deepEqual(listTargets(optionsFor("/fleet", "/fleet/a.jsonl", "/fleet"), environment), {
    sources: ["/fleet/a.jsonl"],
    ignored: [],
    failures: ["/fleet/failures.txt"],
    several: true,
  });
  const { sources, failures, several } = listTargets(optionsFor("/all failed"), environment);
  assert.deepEqual([sources, failures, several], [[], ["/all failed/failures.txt"], true]);
});

Deno.test("listTargets() opens nothing in a directory of recordings but regular files, and links to them", () => {
  const types: Readonly<Record<string, Stat["type"]>> = {
    "/fleet": "directory",
    "/fleet/a.jsonl": "file",
    "/fleet/device.jsonl": "character",
    "/fleet/directory.jsonl": "directory",
    "/fleet/fifo.jsonl": "fifo",
  };
  const links: Readonly<Record<string, string>> = {
    "/fleet/latest.jsonl": "a.jsonl",
    "/fleet/to-fifo.jsonl": "fifo.jsonl",
    "/fleet/to-link.jsonl": "latest.jsonl",
    "/fleet/zero.jsonl": "/dev/zero",
    "/fleet/up.jsonl": "../shadow.jsonl",
  };
  const names = [...Object.keys(types).slice(1), ...Object.keys(links)].map((path) => path.slice("/fleet/".length));
  const found = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw denoError("NotFound", "No such file or directory (os error 2)", "ENOENT");
    return value;
  };
  const environment = environmentOf({
    files: fakeFiles({
      stat: (path) => statOf({ type: found(types[path]) }),
      list: () => names,
      link: (path) => found(links[path]),
    }),
  });
  const { sources, ignored } = listTargets(optionsFor("/fleet"), environment);
  assert.deepEqual(sources, ["/fleet/a.jsonl", "/fleet/latest.jsonl"]);
  assert.deepEqual(
    ignored,
    ["device", "directory", "fifo", "to-fifo", "to-link", "up", "zero"].map((name) => `/fleet/${name}.jsonl`),
  );
});

Deno.test("listTargets() throws where there is nothing to look at", async (t) => {
  const refused = denoError("PermissionDenied", "Permission denied (os error 13): stat '/refused'", "EACCES");
  const environment = diskOf({ "/empty": ["notes.txt"], "/refused": refused });
  const messages: Readonly<Record<string, string>> = {
    "/empty": 'Cannot look at "/empty": it has neither processes nor recordings (*.jsonl)',
    "/none": 'Cannot look at "/none": No such file or directory (os error 2)',
    "/refused": 'Cannot look at "/refused": Permission denied (os error 13)',
  };
  for (const [where, message] of Object.entries(messages)) {
    await t.step(where, () => {
      assert.throws(() => listTargets(optionsFor(where), environment), { name: "TargetError", message });
    });
  }
});

Deno.test("openTarget() opens a directory, and says what machine it is of", async () => {
  const proc = procOf({ read: { "sys/kernel/hostname": "db1\n", "sys/kernel/osrelease": "6.1.0-9\n" } });
  const asked: unknown[] = [];
  const environment = {
    ...diskOf({ "/host/proc": ["1"], "/proc": ["1"] }),
    openProc: (root: string, timeout: number): ProcFs => {
      asked.push([root, timeout]);
      return proc;
    },
  };
  const source = await openTarget("/host/proc", { ...DEFAULTS, timeout: 250 }, environment);
  assert.equal(source.proc, proc);
  assert.equal(source.isHost, false);
  assert.deepEqual(asked, [["/host/proc", 250]]);
  assert.deepEqual(source.header, { host: "db1", kernel: "6.1.0-9", uid: 1000, time: "2026-03-14T09:26:53.000Z" });
  assert.equal((await openTarget("/proc", DEFAULTS, environment)).isHost, true);
});

Deno.test("openTarget() leaves empty what a copy does not tell of its machine", async () => {
  const environment = { ...diskOf({ "/copy": ["1"] }), uid: null, openProc: (): ProcFs => procOf() };
  const { header } = await openTarget("/copy", DEFAULTS, environment);
  assert.deepEqual([header.host, header.kernel, header.uid], ["", "", null]);
});

Deno.test("openTarget() opens a recording, from a file or from standard input", async () => {
  const environment = { ...diskOf({ "/a.jsonl": RECORDING }), readInput: () => Promise.resolve(RECORDING) };
  for (const where of ["/a.jsonl", "-"]) {
    const { proc, header, isHost } = await openTarget(where, DEFAULTS, environment);
    assert.deepEqual([header, isHost], [HEADER, false]);
    assert.deepEqual(await proc.read("7/maps"), encodeText("text"));
  }
});

const UNREADABLE = denoError("PermissionDenied", "Permission denied (os error 13): readfile '/a'", "EACCES");

Deno.test("openTarget() throws in one line that names what cannot be opened", async (t) => {
  const input = (bytes: Uint8Array<ArrayBuffer>): Partial<Environment> => ({ readInput: () => Promise.resolve(bytes) });
  const cases: readonly (readonly [string, string, Environment, string])[] = [
    ["a missing file", "/none", diskOf({}), 'Cannot look at "/none": No such file or directory (os error 2)'],
    [
      "another file",
      "/etc/passwd",
      diskOf({ "/etc/passwd": encodeText("root:x:0:0\n") }),
      'Cannot read recording "/etc/passwd": it is not a recording of lib_users',
    ],
    [
      "a cut recording",
      "-",
      environmentOf(input(RECORDING.slice(0, -3))),
      'Cannot read recording "standard input": it is cut short: the last line is missing',
    ],
    [
      "nothing on standard input",
      "-",
      environmentOf(input(new Uint8Array())),
      'Cannot read recording "standard input": it is not a recording of lib_users',
    ],
    [
      "a file that may not be read",
      "/a",
      { ...diskOf({}), files: fakeFiles({ stat: () => statOf(), read: () => Promise.reject(UNREADABLE) }) },
      'Cannot look at "/a": Permission denied (os error 13)',
    ],
  ];
  for (const [what, where, environment, message] of cases) {
    await t.step(what, async () => {
      await assert.rejects(openTarget(where, DEFAULTS, environment), { name: "TargetError", message });
    });
  }
});

Deno.test("openTarget() lets no forged recording drive the terminal by the message about it", async () => {
  const forged = decodeText(RECORDING).replace('"version":2', '"version":"\u009b2J\u202e\u2028"');
  const { code, stdout, stderr } = await runIn(procOf(), ["--proc", "-"], { input: encodeText(forged) });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^lib_users: error: Cannot read recording "standard input": it is of version [\x20-\x7e]+\n$/);
});

Deno.test("openTarget() passes on that the sandbox refuses", async (t) => {
  const error = denoError("NotCapable", 'Requires all access to "/proc", run again with the --allow-all flag');
  const refuse = (): never => {
    throw error;
  };
  const worlds: Readonly<Record<string, Environment>> = {
    "to look": environmentOf({ files: fakeFiles({ stat: refuse }) }),
    "to open": { ...diskOf({ "/proc": ["1"] }), openProc: refuse },
    "to read": environmentOf({ files: fakeFiles({ stat: () => statOf(), read: () => Promise.reject(error) }) }),
  };
  for (const [what, environment] of Object.entries(worlds)) {
    await t.step(what, async () => {
      await assert.rejects(openTarget("/proc", DEFAULTS, environment), {
        name: "SandboxError",
        message: error.message,
      });
    });
  }
});
