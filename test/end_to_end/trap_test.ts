import assert from "node:assert/strict";
import { setTrap, variablesFor } from "./booby_trap.ts";
import { runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { linkRuntimes, runLine } from "./hostile_start.ts";
import { makeBundle, PROJECT, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop } from "./workshop.ts";

const runtimes = (await testedRuntimes()).filter(({ command }) => command !== undefined);

/** Where the documents say how to start the program. */
const DOCUMENTS = ["README.md", "docs/permissions.md", "docs/usage.md", "docs/fleet.md", "docs/formats.md"];

/** A runtime, perhaps with nothing of the environment, and one of the files of the program. */
const STARTING =
  /(?:env -i PATH="\$PATH" )?\b(?:deno|node|bun) (?:[^`|<>;&\n]* )?(?:\.\/|dist\/)?(?:main\.ts|"?(?:\$PWD\/)?lib_users\.js"?)[^`|<>;&#\n]*/g;

/** What is no scan of this machine. */
const OTHERWISE = /^deno install| --proc\b/;

/** The ways to start the program that the documents and the file itself tell, each once. */
async function documentedWays(bundle: string): Promise<readonly string[]> {
  const header = (await Deno.readTextFile(bundle)).split("\n").filter((line) => line.startsWith("//   ")).join("\n");
  const texts = await Promise.all(DOCUMENTS.map((name) => Deno.readTextFile(`${PROJECT}/${name}`)));
  // Nobody can keep npx from reading what is above, and docs/permissions.md says so.
  const lines = [header, ...texts].flatMap((text) => text.replace(/^npx .*$/gm, "").match(STARTING) ?? []);
  const ways = new Set(lines.map((line) => line.replace(/ {3,}.*| --help| recorder\b.*/g, "").trim()));
  return [...ways].filter((way) => !OTHERWISE.test(way));
}

/** Where the files of the program are, in the workshop, and from where it is started. */
interface Place {
  readonly what: string;
  readonly files: string;
  readonly cwd: string;
}

const PLACES: readonly Place[] = [
  { what: "in the directory of somebody else", files: "own", cwd: "trap" },
  { what: "from a file below the directory of somebody else", files: "trap/below", cwd: "." },
  { what: "from a file below the directory of somebody else, and there", files: "trap/below", cwd: "trap/below/clone" },
];

/** What a run in a sandbox says; Node 20 knows the option by another name. */
const SANDBOX = /^1 lib_users: error: Cannot |^9 /;

function isAllowed(way: string): boolean {
  return !way.includes("--permission") && !/^deno run (?!-A)/.test(way);
}

for (const { what, files, cwd } of PLACES) {
  testLive(`Started ${what}, in whatever way, it runs nothing of theirs`, ["bundle", "root"], async (context) => {
    await using workshop = await openWorkshop();
    const trap = await setTrap(workshop, "trap");
    const directory = workshop.path(files);
    await Deno.mkdir(directory, { recursive: true });
    const bundle = await writeBundle(directory);
    await copyClone(`${directory}/clone`);
    await Deno.symlink("lib_users.js", `${directory}/lib_users`);
    await Deno.symlink("lib_users.js", `${directory}/fd_users`);
    await Deno.writeTextFile(`${directory}/recorder.sh`, (await runProgram(["recorder"])).stdout);
    await Deno.mkdir(workshop.path(cwd), { recursive: true });

    async function check(line: string, said: RegExp, env: Readonly<Record<string, string>>): Promise<void> {
      await context.step(line.replaceAll(workshop.directory, "…"), async () => {
        const ran = await runLine(line, workshop.path(cwd), { HOME: workshop.path("home"), ...env });
        assert.equal(await trap.isSprung(), false, ran.slice(0, 2000));
        assert.match(ran, said);
        const [, advised] = /; run: (.*)/.exec(ran) ?? [];
        if (advised === undefined) return;
        assert.match(await runLine(advised, workshop.path(cwd), { HOME: workshop.path("home"), ...env }), /^0 /);
        assert.equal(await trap.isSprung(), false, advised);
      });
    }
    const all = { PATH: `${await linkRuntimes(workshop.directory, runtimes)}:/usr/bin:/bin` };
    const variables = variablesFor(trap);
    for (const way of await documentedWays(bundle)) {
      const env = way.startsWith("env -i ") ? { ...all, ...variables } : all;
      await check(`${locatedIn(directory, way)} -o output`, isAllowed(way) ? /^0 / : SANDBOX, env);
    }
    const installed = workshop.path("installed");
    await check(
      `cd ${directory}/clone && deno install -g -A --root ${installed} -n lib_users ./main.ts && cd - &&
        ${installed}/bin/lib_users -o output`,
      /^0 /,
      all,
    );
    if (files === "own") await check(`sh -s < '${directory}/recorder.sh' > '${installed}/recording'`, /^0 /, all);
    await check(`'${PROJECT}contrib/after-upgrade'`, /^0 /, { PATH: `${directory}:${all.PATH}` });
    for (const runtime of runtimes) {
      const PATH = await linkRuntimes(workshop.directory, [runtime]);
      for (const name of ["lib_users.js", "fd_users"]) {
        await check(`'${directory}/${name}' -o output`, /^0 /, { ...variables, PATH });
      }
    }
  });
}

testLive("What starts by itself gives a runtime nothing of the environment that it does not need", [
  "bundle",
], async (context) => {
  await using workshop = await openWorkshop();
  const bundle = await writeBundle(workshop.directory);
  const PATH = workshop.path("bin");
  const env = { PATH, HOME: "/", NO_COLOR: "1", UV_THREADPOOL_SIZE: "1", LANG: "C", NODE_PATH: PATH, DENO_DIR: PATH };
  for (const name of ["deno", "node", "bun"]) {
    await context.step(name, async () => {
      await Deno.mkdir(PATH);
      await Deno.writeTextFile(`${PATH}/${name}`, "#!/bin/sh\n/bin/cat /proc/$$/environ\n", { mode: 0o755 });
      const given = (await runLine(bundle, "/", env)).slice(2).split("\0").toSorted();
      const own = ["DENO_NO_UPDATE_CHECK=1", "UV_THREADPOOL_SIZE=32"];
      assert.deepEqual(given, ["", "HOME=/", "NO_COLOR=1", `PATH=${PATH}`, ...own].toSorted());
      await Deno.remove(PATH, { recursive: true });
    });
  }
});

let text: Promise<string> | undefined;

/** Puts the one file into a directory. */
async function writeBundle(directory: string): Promise<string> {
  const file = `${directory}/lib_users.js`;
  text ??= makeBundle(directory).then(() => Deno.readTextFile(file));
  await Deno.writeTextFile(file, await text, { mode: 0o755 });
  return file;
}

async function copyClone(directory: string): Promise<void> {
  await Deno.mkdir(directory);
  const args = ["-r", ...["main.ts", "lib", "deno.json"].map((name) => `${PROJECT}/${name}`), directory];
  assert.ok((await new Deno.Command("cp", { args }).output()).success);
}

/** Puts the files where they really are. */
function locatedIn(directory: string, way: string): string {
  return way.replaceAll(
    /(?<=[ =,"])(?:\.\/|dist\/|\$PWD\/)*(main\.ts|lib_users\.js)/g,
    (_, file) => `${directory}/${file === "main.ts" ? "clone/main.ts" : file}`,
  );
}

/** Ways that are not careful enough, each with what it falls for. */
const CARELESS = [
  { runtime: "Deno", line: "deno run -A", cwd: "." },
  { runtime: "Deno", line: "deno run -A --no-lock", cwd: "." },
  { runtime: "Bun", line: "bun --config=/dev/null", cwd: "trap" },
  { runtime: "Bun", line: "bun --env-file=/dev/null", cwd: "trap" },
  { runtime: "Bun", line: "bun", cwd: ".", variable: "BUN_OPTIONS" },
  { runtime: "Bun", line: "bun", cwd: ".", variable: "BUN_INSPECT_PRELOAD" },
  { runtime: "Node", line: "node", cwd: ".", variable: "NODE_OPTIONS" },
  { runtime: "Node", line: "node", cwd: ".", variable: "OPENSSL_CONF" },
] as const;

for (const { runtime, line, cwd, ...more } of CARELESS) {
  const what = `${line}${"variable" in more ? `, with ${more.variable}` : ""}`;
  const found = runtimes.find(({ name }) => name === runtime) ?? { name: runtime, command: undefined };
  testOn(found, `The trap is one for ${what}, from ${cwd}`, ["root"], async () => {
    await using workshop = await openWorkshop();
    const trap = await setTrap(workshop, "trap");
    await Deno.mkdir(workshop.path("trap/below/clone"), { recursive: true });
    await Deno.writeTextFile(workshop.path("trap/below/clone/deno.json"), "{}");
    const bundle = await writeBundle(workshop.path("trap/below/clone"));
    const PATH = await linkRuntimes(workshop.directory, [found]);
    const variables = "variable" in more ? { [more.variable]: variablesFor(trap)[more.variable]! } : {};
    const ran = await runLine(`${line} '${bundle}' -o output`, workshop.path(cwd), { PATH, ...variables });
    assert.ok(await trap.isSprung(), ran);
  });
}

for (const runtime of runtimes.filter(({ name }) => name === "Bun")) {
  testOn(runtime, "The trap is one for what Bun has compiled, whatever it is told to leave out", ["root"], async () => {
    await using workshop = await openWorkshop();
    const trap = await setTrap(workshop, "trap");
    const PATH = await linkRuntimes(workshop.directory, [runtime]);
    const switches = "--no-compile-autoload-dotenv --no-compile-autoload-bunfig --tsconfig-override=/dev/null";
    const bundle = await writeBundle(workshop.directory);
    await runLine(`bun build --compile ${switches} --outfile compiled '${bundle}'`, workshop.directory, { PATH });
    const ran = await runLine(workshop.path("compiled"), "/", variablesFor(trap));
    assert.ok(await trap.isSprung(), ran);
  });
}
