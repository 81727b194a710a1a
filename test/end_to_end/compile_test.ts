import assert from "node:assert/strict";
import { dirname } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { setTrap, variablesFor } from "./booby_trap.ts";
import { runLine } from "./hostile_start.ts";
import { COMMAND, linesAbout, MAIN, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { makeBundle, PROJECT, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const PROGRAMS = ["lib_users", "fd_users"] as const;

/** Compiles the program. Throws what the tool says where that cannot be done. */
async function compile(directory: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const args = ["run", "-A", "--quiet", `${PROJECT}/tools/compile.ts`, directory];
  const options = { args, env, signal: AbortSignal.timeout(60_000) };
  const { success, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Whether Deno has, or can fetch, the part of itself that goes into a compiled program. */
async function hasDenort(): Promise<boolean> {
  if (COMMAND !== undefined) return false;
  const directory = await Deno.makeTempDir({ prefix: "lib_users_" });
  try {
    await compile(directory);
    return true;
  } catch {
    return false;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs both programs; each is to see the process in its own way. */
async function checkPrograms(
  workshop: Workshop,
  title: string,
  commandFor: (name: string) => readonly string[],
): Promise<void> {
  const holder = await workshop.start({ args: [title] });
  // An installed program starts the Deno that it finds.
  const env = { PATH: `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}` };
  await holder.tell(["create", "mapped"], ["map", "mapped"], ["unlink", "mapped"]);
  await holder.tell(["create", "opened"], ["open", "opened"], ["unlink", "opened"]);
  for (const [name, file] of [["lib_users", "mapped"], ["fd_users", "opened"]] as const) {
    const command = commandFor(name);
    assert.equal((await runProgram(["--version"], { command, env })).stdout, `${name} ${config.version}\n`);
    const { code, stdout, stderr } = await runProgram(["-m"], { command, env });
    assert.equal(code, 0, stderr);
    assert.deepEqual(linesAbout(stdout, [holder]), [
      `${holder.pid};${workshop.path(file)};${workshop.path("holder")} ${title}`,
    ]);
  }
}

if (await hasDenort()) {
  testLive("Compiled, lib_users and fd_users run by themselves", ["source"], async () => {
    await using workshop = await openWorkshop();
    await compile(workshop.path("bin"));
    await checkPrograms(workshop, "compiled", (name) => [workshop.path(`bin/${name}`)]);
  });

  testLive("Compiled, they run nothing of the directory that they are started in", ["source", "root"], async () => {
    await using workshop = await openWorkshop();
    await compile(workshop.path("bin"));
    const trap = await setTrap(workshop, "trap");
    for (const name of PROGRAMS) {
      assert.match(
        await runLine(`${workshop.path(`bin/${name}`)} -o output`, trap.directory, variablesFor(trap)),
        /^0 /,
      );
      assert.equal(await trap.isSprung(), false);
    }
  });
} else {
  testLive(
    "Compiled, it is one program and a link to it (not run: no denort, see DENORT_BIN)",
    ["source"],
    async () => {
      await using workshop = await openWorkshop();
      const { message } = await compile(workshop.path("bin")).then(() => assert.fail(), (error) => error);
      assert.match(message, /^compile: error: Cannot fetch denort, .*DENORT_BIN.*\n$/);
      await compile(workshop.path("bin"), { DENORT_BIN: await Deno.realPath(Deno.execPath()) });
      // Else it would run compiled code that it finds in /tmp.
      assert.ok((await Deno.readTextFile(workshop.path("bin/lib_users"))).includes('"code_cache_key":null'));
      assert.equal(await Deno.readLink(workshop.path("bin/fd_users")), "lib_users");
    },
  );
}

testLive("Installed as the manual says, lib_users and fd_users run", ["bundle"], async () => {
  await using workshop = await openWorkshop();
  const bundle = await makeBundle(workshop.directory);
  for (const [index, file] of [MAIN, bundle].entries()) {
    const root = workshop.path(`root${index}`);
    for (const name of PROGRAMS) {
      const baked = name === "fd_users" ? ["--", name] : [];
      const args = ["install", "--global", "--root", root, "-A", "-n", name, file, ...baked];
      assert.ok((await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).output()).success);
    }
    await checkPrograms(workshop, `installed ${index}`, (name) => [`${root}/bin/${name}`]);
  }
});

for (const runtime of (await testedRuntimes()).filter(({ name }) => name === "Bun")) {
  testOn(runtime, "Compiled by Bun, the bundle runs by itself", [], async ([bun]) => {
    await using workshop = await openWorkshop();
    const bundle = await makeBundle(workshop.directory);
    const file = workshop.path("compiled");
    const args = ["build", "--compile", "--outfile", file, bundle];
    assert.ok((await new Deno.Command(bun!, { args, stdout: "null", stderr: "null" }).output()).success);
    await checkPrograms(workshop, "compiled by Bun", (name) => name === "lib_users" ? [file] : [file, name]);
  });
}
