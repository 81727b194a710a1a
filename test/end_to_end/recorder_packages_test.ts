import assert from "node:assert/strict";
import { runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { locate, makeTools, replay, runScript, type Shell, SHELLS, testShell } from "./shells.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const SCRIPT = (await runProgram(["recorder"])).stdout;
const PACKAGES = ["--packages"];

/** The busybox has an awk of its own, as on a host that has nothing else. */
const BUSYBOX = SHELLS[0]!;
const DASH = SHELLS[1]!;

/** What the first line of a recording says of packages. */
interface Packages {
  readonly database: string | null;
  readonly problem: string | null;
  readonly files: Readonly<Record<string, { readonly state: string; readonly names: readonly string[] }>>;
}

function packagesIn(recording: string): Packages {
  return JSON.parse(recording.slice(0, recording.indexOf("\n"))).packages;
}

/** Names of files in the workshop that processes map, and what the managers below say of them. */
const NAMES = [
  "libold.so.1.2.3",
  "libshared.so.1.2.3",
  "listed.so",
  "program.dpkg-new",
  "none",
  "diverted",
  "diverted.real",
];
/** None of these may be in any command line. */
const HOSTILE = ["a b", "$(id)", "'x'", "new\\012line", "*", "[a]", "\\134", "\\303\\251", "l".repeat(250)];

const FOUND: Packages["files"] = {
  "libold.so.1.2.3": { state: "guessed", names: ["old"] },
  "libshared.so.1.2.3": { state: "unowned", names: [] },
  "listed.so": { state: "listed", names: ["first", "second"] },
  "program.dpkg-new": { state: "listed", names: ["program"] },
  "none": { state: "unowned", names: [] },
};

/** What the package managers print, with the directory of the files in the place of `DIR`. */
const MANAGERS: Readonly<Record<string, readonly string[]>> = {
  "dpkg-query": [
    "dpkg: /usr/bin/dpkg-query",
    "old: DIR/libold.so.1",
    "one, two: DIR/libshared.so.1",
    "first, second: DIR/listed.so",
    "program: DIR/program",
    "forged: DIR/other",
    "diversion by d from: DIR/diverted",
    "diversion by d to: DIR/diverted.real",
    "c, d:amd64: DIR/diverted",
  ],
  "apk": [
    "/sbin/apk is owned by apk-tools-2.14.0-r5",
    "DIR/libold.so.1 is owned by old-1.2-r0",
    "DIR/libshared.so.1 is owned by one-1-r0",
    "DIR/libshared.so.1 is owned by two-1-r0",
    "DIR/listed.so is owned by first-2.0_git-r1",
    "DIR/listed.so is owned by second-3-r10",
    "DIR/program is owned by program-1-r1",
    "DIR/none symlink target is owned by forged-1-r1",
  ],
  "rpm": [
    "rpm\t/usr/bin/rpm",
    "old\tDIR/libold.so.1",
    "one\tDIR/libshared.so.1",
    "two\tDIR/libshared.so.1",
    "first\tDIR/listed.so",
    "first\tDIR/listed.so",
    "second\tDIR/listed.so",
    "program\tDIR/program",
    "file DIR/none is not owned by any package",
  ],
};

/** Puts a program into a directory of tools. */
async function install(tools: string, name: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${tools}/${name}`, text, { mode: 0o755 });
}

/** Has a process use each of the files, and runs the recorder beside package managers. */
async function recordBeside(
  workshop: Workshop,
  shell: Shell,
  managers: Readonly<Record<string, string>>,
  script = SCRIPT,
): Promise<Packages> {
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  const holder = await workshop.start({ directory: "files", inside: machine });
  for (const name of [...NAMES, ...HOSTILE]) await holder.tell(["create", name], ["map", name], ["unlink", name]);
  const tools = await makeTools(workshop, shell);
  for (const [name, text] of Object.entries(managers)) await install(tools, name, text);
  const { code, stdout, stderr } = await runScript(script, shell, tools, { inside: machine, args: PACKAGES });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const { code: replayed, stderr: said } = await replay(["-p"], new TextEncoder().encode(stdout));
  assert.deepEqual({ code: replayed, stderr: said }, { code: 0, stderr: "" });
  return packagesIn(stdout);
}

for (const shell of [BUSYBOX, DASH]) {
  for (const [manager, rows] of Object.entries(MANAGERS)) {
    testShell(shell, `asks ${manager}`, ["namespaces"], async () => {
      await using workshop = await openWorkshop();
      const directory = workshop.path("files");
      const [log, answers] = [workshop.path("log"), workshop.path("answers")];
      await Deno.writeTextFile(answers, rows.map((row) => `${row.replace("DIR", directory)}\n`).join(""));
      const { database, problem, files } = await recordBeside(workshop, shell, {
        [manager]: `#!/bin/sh\nprintf '%s\\n' "$@" >>'${log}'\necho "$1: no" >&2\nexec /bin/cat '${answers}'\n`,
      });
      assert.deepEqual([database, problem], [manager.replace("-query", ""), null]);
      const found = Object.entries(files).map(([name, value]) => [name.replace(`${directory}/`, ""), value]);
      const diverted = manager === "dpkg-query" ? { state: "listed", names: ["d:amd64"] } : FOUND["none"];
      const more = manager === "dpkg-query" ? {} : { "diverted.real": FOUND["none"] };
      assert.deepEqual(Object.fromEntries(found), { ...FOUND, diverted, ...more });
      const asked = (await Deno.readTextFile(log)).split("\n");
      assert.ok(asked.includes(`${directory}/libold.so.1.2`));
      assert.deepEqual(asked.filter((word) => !/^[-/%={}\[\]\\:\w.]*$/.test(word)), []);
    });
  }
}

/** Package managers that tell nothing, and what is known then. */
const SILENT: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["there is none", {}, "absent"],
  ["one has no database", { "dpkg-query": "#!/bin/sh\nexit 1\n" }, "absent"],
  ["one cannot be started", { rpm: "#!/nonexistent\n" }, "absent"],
  ["one does not answer", { apk: "#!/bin/sh\nexec /bin/sleep 60\n" }, "stuck"],
];

for (const [what, managers, problem] of SILENT) {
  testLive(`The recorder records all the rest where of package managers ${what}`, ["namespaces"], async () => {
    await using workshop = await openWorkshop();
    const script = SCRIPT.replace("LONGER_DEADLINE = 20\n", "LONGER_DEADLINE = 1\n");
    assert.notEqual(script, SCRIPT);
    const packages = await recordBeside(workshop, DASH, managers, script);
    assert.deepEqual(packages, { database: null, problem, files: {} });
  });
}

/** A file that dpkg has in its database, in a directory that holds nothing else of use. */
const LISTED = "/usr/share/doc/base-files/copyright";

testLive("Both recorders find in the database of dpkg what a direct scan finds", ["namespaces", "dpkg"], async () => {
  await using workshop = await openWorkshop();
  const machine = await workshop.start({ args: ["the first process"] });
  await machine.tell(["own-processes"]);
  const holder = await workshop.start({ directory: "files", inside: machine });
  await holder.tell(["own-mounts"], ["bind", ".", LISTED.replace(/\/[^/]*$/, "")]);
  for (const name of [LISTED, "/usr/share/doc/base-files/of-no-package"]) {
    await holder.tell(["create", name], ["map", name], ["unlink", name]);
  }
  const live = await runProgram(["-ps", "--config", "/dev/null"], { inside: machine });
  assert.match(live.stdout, /^base-files: 1 process, 0 services\nno package: 1 file\n/m);
  const tools = await makeTools(workshop, DASH);
  await Deno.symlink(locate("dpkg-query")!, `${tools}/dpkg-query`);
  const byShell = await runScript(SCRIPT, DASH, tools, { inside: machine, args: PACKAGES });
  const own = await runProgram(["record", "--packages"], { inside: machine });
  for (const recording of [byShell.stdout, own.stdout]) {
    assert.deepEqual(await replay(["-ps", "--config", "/dev/null"], new TextEncoder().encode(recording)), live);
  }
  assert.deepEqual(packagesIn(byShell.stdout), packagesIn(own.stdout));
});
