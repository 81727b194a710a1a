import assert from "node:assert/strict";
import { dirname } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { COMMAND, linesAbout, MAIN, runProgram } from "./program.ts";
import { testLive } from "./requirements.ts";
import { makeBundle, PROJECT, testedRuntimes, testOn } from "./runtimes.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const PROGRAMS = ["lib_users", "fd_users"] as const;

async function compile(folder: string, env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const args = ["run", "-A", `${PROJECT}/tools/compile.ts`, folder];
  const options = { args, env, stdout: "null", stderr: "null", signal: AbortSignal.timeout(60_000) } as const;
  return (await new Deno.Command(Deno.execPath(), options).output()).success;
}

/** Whether Deno has, or can fetch, the part of itself that goes into a compiled program. */
async function hasDenort(): Promise<boolean> {
  if (COMMAND !== undefined) return false;
  const folder = await Deno.makeTempDir({ prefix: "lib_users_" });
  try {
    return await compile(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
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
    assert.ok(await compile(workshop.path("bin")));
    await checkPrograms(workshop, "compiled", (name) => [workshop.path(`bin/${name}`)]);
  });
} else {
  testLive(
    "Compiled, lib_users and fd_users have their arguments in them (not run: no denort, see DENORT_BIN)",
    ["source"],
    async () => {
      await using workshop = await openWorkshop();
      assert.ok(await compile(workshop.path("bin"), { DENORT_BIN: await Deno.realPath(Deno.execPath()) }));
      for (const [name, argv] of [["lib_users", "[]"], ["fd_users", '["fd_users"]']] as const) {
        const bytes = await Deno.readFile(workshop.path(`bin/${name}`));
        const end = new TextDecoder("latin1").decode(bytes.subarray(-4_000_000));
        assert.ok(end.includes(`{"argv":${argv},`));
      }
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
