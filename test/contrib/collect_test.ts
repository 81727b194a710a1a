import assert from "node:assert/strict";
import { testUnless } from "../end_to_end/requirements.ts";
import { MAIN } from "../end_to_end/program.ts";
import { locate } from "../end_to_end/shells.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { type Folder, openFolder, type Outcome, projectPath, run, type RunOptions } from "./folder.ts";
import { recordingOf } from "./recordings.ts";

const COLLECT = projectPath("contrib/collect.sh");

/** A script in place of the recorder: what it prints passes for a whole recording. */
const RECORDER = `printf '{"format":"lib_users recording","version":1}\\n{"processes":0,"sha256":null}\\n'\n`;

/**
 * In place of ssh. It says what it was asked, and does to each host what its name tells; to those without such a name
 * it does what ssh does: it runs the command, with the script as its standard input.
 */
const SSH = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
host=$2 command=$3
echo "$host $command" >>"$ASKED"
case $host in
refuses*) printf "ssh: connect to host %s port 22: Connection refused\\r\\n" "$host" >&2; exit 255 ;;
hangs*) trap '' TERM; echo "$$" >>"$HANGING"; while :; do sleep 1; done ;;
cut-off*) sh -s | head -n 1 ;;
half-a-line*) sh -s | head -c 60 ;;
no-newline*) printf '%s' "$(sh -s)" ;;
greets*) echo "Welcome to $host"; sh -s ;;
empty*) ;;
endless*) sh -s; exec yes ;;
fails-late*) sh -s; exit 3 ;;
hostile*) printf 'no \\033[31mentry\\007\\n   \\n' >&2; exit 255 ;;
*) exec $command ;;
esac
`;

interface Place {
  readonly name: string;
  readonly shell: readonly string[];
  /** The one program that all tools are; undefined where each is a program. */
  readonly tools?: string;
}

const PLACES: readonly Place[] = [
  { name: "dash", shell: ["dash"] },
  { name: "bash", shell: ["bash", "--posix"] },
  { name: "busybox", shell: ["busybox", "sh"], tools: "busybox" },
];

const TOOLS = "awk cat cut grep head mkdir mktemp mv rm sed sh sleep sort tail timeout tr wc xargs yes".split(" ");

interface Collecting {
  readonly folder: Folder;
  readonly collect: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
  readonly recordings: () => readonly string[];
}

/** Registers a test for each shell, with a folder in which there are only the tools and the fake ssh. */
function testPlaces(name: string, test: (collecting: Collecting) => Promise<void>): void {
  for (const { name: placeName, shell, tools } of PLACES) {
    const program = locate(shell[0]!);
    testUnless(program === undefined ? `no ${shell[0]}` : undefined, `collect.sh ${name} (${placeName})`, async () => {
      await using folder = await openFolder();
      for (const tool of TOOLS) {
        await Deno.mkdir(folder.path("bin"), { recursive: true });
        await Deno.symlink(locate(tools ?? (tool === "sh" ? shell[0]! : tool))!, folder.path(`bin/${tool}`));
      }
      await folder.write("bin/ssh", SSH, 0o755);
      await folder.write("recorder.sh", RECORDER);
      const env = { PATH: folder.path("bin"), ASKED: folder.path("asked"), HANGING: folder.path("hanging") };
      const recorder = ["-r", folder.path("recorder.sh")];
      await test({
        folder,
        collect: (args, options = {}) =>
          run([program!, ...shell.slice(1), COLLECT, ...recorder, ...args], {
            ...options,
            env: { ...env, ...options.env },
          }),
        recordings: () => [...Deno.readDirSync(folder.path("recordings"))].map((file) => file.name).sort(),
      });
    });
  }
}

testPlaces("keeps whole recordings only, and lists who failed with the reason", async ({ folder, ...they }) => {
  const hosts = [
    ...["web-1", "admin@web-2", "2001:db8::1", "refuses", "cut-off", "half-a-line", "no-newline", "greets", "empty"],
    ...["fails-late", "hostile"],
  ];
  const { code, stdout, stderr } = await they.collect([folder.path("recordings"), ...hosts]);
  assert.equal(stdout, "");
  const failures = await Deno.readTextFile(folder.path("recordings/failures.txt"));
  assert.deepEqual(failures.split("\n").map((line) => line.split("\t")), [
    ["cut-off", "the recording is cut off"],
    ["empty", "the recording is cut off"],
    ["fails-late", "exit status 3"],
    ["greets", "something else than a recording came: what does the login shell print?"],
    ["half-a-line", "the recording is cut off"],
    ["hostile", "no ?[31mentry?"],
    ["no-newline", "the recording is cut off"],
    ["refuses", "ssh: connect to host refuses port 22: Connection refused"],
    [""],
  ]);
  assert.deepEqual(they.recordings(), [
    "2001:db8::1.jsonl",
    "admin@web-2.jsonl",
    "failures.txt",
    "web-1.jsonl",
  ]);
  assert.equal(stderr, `${failures.replace(/^(?=.)/gm, "collect.sh: ")}collect.sh: recorded 3 of 11 hosts\n`);
  assert.equal(code, 1);
});

testPlaces("gives up on a host that does not answer, and on nothing else", async ({ folder, collect, recordings }) => {
  const { code, stderr } = await collect(["-t", "2", "-j", "1", folder.path("recordings"), "hangs", "web-1"]);
  assert.equal(stderr, "collect.sh: hangs\tno answer within 2 seconds\ncollect.sh: recorded 1 of 2 hosts\n");
  assert.equal(code, 1);
  assert.deepEqual(recordings(), ["failures.txt", "web-1.jsonl"]);
  const pid = Number(await Deno.readTextFile(folder.path("hanging")));
  // One that has ended but was not waited for has no program either.
  assert.throws(() => Deno.readLinkSync(`/proc/${pid}/exe`), Deno.errors.NotFound);
});

testPlaces("bounds what a host can send", async ({ folder, collect, recordings }) => {
  const { stderr } = await collect(["-m", "1", folder.path("recordings"), "endless"]);
  assert.match(stderr, /^collect\.sh: endless\tthe recording is larger than 1 MiB\n/);
  assert.deepEqual(recordings(), ["failures.txt"]);
});

testPlaces("sets yesterday's recording aside where today's fails", async ({ folder, collect, recordings }) => {
  await folder.write("recordings/refuses.jsonl", "yesterday's\n");
  await folder.write("recordings/web-1.jsonl", "yesterday's\n");
  await collect([folder.path("recordings"), "refuses", "web-1"]);
  assert.deepEqual(recordings(), ["failures.txt", "refuses.jsonl.old", "web-1.jsonl"]);
  assert.match(await Deno.readTextFile(folder.path("recordings/web-1.jsonl")), /"processes"/);
  assert.equal((await Deno.stat(folder.path("recordings/web-1.jsonl"))).mode! & 0o777, 0o600);
});

testPlaces("takes hosts from its standard input, each once, and the command to run", async ({ folder, collect }) => {
  const input = "# the web servers\nweb-1 web-2\tweb-1\r\n\n  db-1 # a database\n";
  const { code, stderr } = await collect(["-c", "sh -s --", folder.path("recordings")], { input });
  assert.deepEqual([code, stderr], [0, "collect.sh: recorded 3 of 3 hosts\n"]);
  const asked = (await Deno.readTextFile(folder.path("asked"))).trimEnd().split("\n").sort();
  assert.deepEqual(asked, ["db-1 sh -s --", "web-1 sh -s --", "web-2 sh -s --"]);
  assert.equal(await Deno.readTextFile(folder.path("recordings/failures.txt")), "");
});

testPlaces("refuses what is no host and what is no number", async ({ folder, collect }) => {
  const recordings = folder.path("recordings");
  for (
    const [args, message] of [
      [[recordings, "-oProxyCommand=id"], '"-oProxyCommand=id" is not the name of a host'],
      [[recordings, "../etc"], '"../etc" is not the name of a host'],
      [[recordings, "a;b"], '"a;b" is not the name of a host'],
      [[recordings], "there is no host"],
      [[], "there is no directory to write to"],
      [["-j", "0", recordings, "a"], '-j takes a number from 1 on, not "0"'],
      [["-t", "1m", recordings, "a"], '-t takes a number of seconds from 1 on, not "1m"'],
      [["-m", "-1", recordings, "a"], '-m takes a number of MiB from 1 on, not "-1"'],
      [["-r", "/nowhere", recordings, "a"], '"/nowhere" cannot be read'],
    ] as const
  ) {
    const { code, stderr } = await collect(args);
    assert.equal(stderr.split("\n")[0], `collect.sh: error: ${message}`);
    assert.equal(code, 2);
  }
  assert.throws(() => Deno.statSync(folder.path("asked")), Deno.errors.NotFound);
});

Deno.test("collect.sh takes the recorder of the program, and the program reads what it collects", async () => {
  await using folder = await openFolder();
  await folder.write("recording.jsonl", await recordingOf(SCENARIOS.upgrade.machine()));
  await folder.write(
    "bin/ssh",
    `#!/bin/sh\ncat >>"${folder.path("sent")}"; cat "${folder.path("recording.jsonl")}"\n`,
    0o755,
  );
  await folder.write("bin/lib_users", `#!/bin/sh\nexec "${Deno.execPath()}" run -A "${MAIN}" "$@"\n`, 0o755);
  const env = { PATH: `${folder.path("bin")}:${Deno.env.get("PATH")}` };
  const { code, stderr } = await run(["sh", COLLECT, "-j", "1", folder.path("recordings"), "web-1", "web-2"], { env });
  assert.deepEqual([code, stderr], [0, "collect.sh: recorded 2 of 2 hosts\n"]);
  const recorder = await run(["lib_users", "recorder"], { env });
  assert.equal(await Deno.readTextFile(folder.path("sent")), recorder.stdout + recorder.stdout);
  const report = await run(["lib_users", "--json", "--proc", folder.path("recordings")], { env });
  assert.equal(report.code, 0, report.stderr);
  assert.equal(JSON.parse(report.stdout).reports.length, 2);
});
