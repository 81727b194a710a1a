import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { type Folder, openFolder, projectPath, run } from "../contrib/folder.ts";
import { setTrap, variablesFor } from "../end_to_end/booby_trap.ts";
import { linkRuntimes, runLine } from "../end_to_end/hostile_start.ts";
import { testLive } from "../end_to_end/requirements.ts";
import { testedRuntimes } from "../end_to_end/runtimes.ts";

const { version } = config;
const DEB = `lib-users_${version}_all.deb`;
const COMMANDS = ["lib_users", "fd_users"] as const;
const TGZ = `lib-users-${version}.tgz`;

/** Makes a release in a directory of the folder. */
async function release(folder: Folder, name: string): Promise<void> {
  const { code, stderr } = await run([
    Deno.execPath(),
    "run",
    "-A",
    projectPath("tools/release.ts"),
    folder.path(name),
  ]);
  assert.equal(code, 0, stderr);
}

testLive("A release has all that is promised", ["bundle"], async (t) => {
  await using folder = await openFolder();
  await release(folder, "dist");
  const dist = (name: string): string => folder.path(`dist/${name}`);

  await t.step("with the same bytes each time, and a checksum of every file", async () => {
    await release(folder, "again");
    assert.equal((await run(["diff", "-r", dist(""), folder.path("again")])).code, 0);
    const { code, stdout } = await run(["sha256sum", "--check", "SHA256SUMS"], { directory: dist("") });
    assert.equal(code, 0);
    const files = stdout.trim().split("\n").map((line) => line.replace(/: OK$/, ""));
    assert.deepEqual(files.filter((file) => !file.startsWith("linux-")), [
      "completions/_lib_users",
      "completions/lib_users",
      "completions/lib_users.fish",
      TGZ,
      DEB,
      "lib_users.8",
      "lib_users.js",
      "lib_users.min.js",
      "recorder.sh",
      "report.schema.json",
    ]);
  });

  await t.step("a small file for pasting: no long line, no control character, less than 150 kB", async () => {
    const text = await Deno.readTextFile(dist("lib_users.min.js"));
    assert.ok(text.length < 150_000, `${text.length} bytes`);
    assert.ok(Math.max(...text.split("\n").map((line) => line.length)) < 4095);
    assert.doesNotMatch(text, /[^\t\n -~]/);
    assert.match(text, /lib_users\.js of the same release is the readable one/);
    assert.match(text, /Permission is hereby granted/);
    const [small, readable] = await Promise.all(
      ["lib_users.min.js", "lib_users.js"].map((name) =>
        run([Deno.execPath(), "run", "-A", "--no-config", dist(name), "--help"])
      ),
    );
    assert.deepEqual(small, readable);
  });

  await t.step("an npm package that gives both commands", async () => {
    const prefix = folder.path("prefix");
    const args = ["--global", "--offline", "--no-audit", "--no-fund", `--prefix=${prefix}`];
    const { code, stderr } = await run(["npm", "install", ...args, dist(TGZ)]);
    assert.equal(code, 0, stderr);
    for (const name of COMMANDS) {
      assert.equal((await run([`${prefix}/bin/${name}`, "--version"])).stdout, `${name} ${version}\n`);
    }
    const installed = await Array.fromAsync(
      Deno.readDir(`${prefix}/lib/node_modules/lib-users`),
      ({ name }) => name,
    );
    assert.deepEqual(installed.toSorted(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "lib_users.8",
      "lib_users.js",
      "package.json",
      "report.schema.json",
    ]);
  });

  await t.step("a Debian package that gives both commands, and turns nothing on", async () => {
    const root = folder.path("root");
    assert.equal((await run(["dpkg-deb", "--extract", dist(DEB), root])).code, 0);
    for (const name of COMMANDS) {
      assert.equal((await run([`${root}/usr/bin/${name}`, "--version"])).stdout, `${name} ${version}\n`);
    }
    const units = `${root}/usr/lib/systemd/system`;
    for await (const { name } of Deno.readDir(units)) {
      if (!name.endsWith(".service")) continue;
      const [, page, section] = /^Documentation=man:(.+)\((.)\)$/m.exec(await Deno.readTextFile(`${units}/${name}`))!;
      assert.ok((await Deno.stat(`${root}/usr/share/man/man${section}/${page}.${section}.gz`)).isFile);
    }
    assert.ok((await Deno.stat(`${root}/usr/share/doc/lib-users/report.schema.json`)).isFile);
    const hook = await Deno.readTextFile(`${root}/etc/apt/apt.conf.d/99lib-users`);
    assert.match(hook, /^\/\/ DPkg::/m);
    assert.deepEqual(hook.split("\n").filter((line) => !/^(\/\/|$)/.test(line)), []);
  });

  await t.step({
    name: "and nothing that runs what is in a directory of somebody else, or in the environment",
    ignore: Deno.uid() !== 0,
    fn: async (context) => {
      const trap = await setTrap(folder, "trap");
      await Deno.mkdir(`${trap.directory}/below`);
      await Deno.copyFile(dist("lib_users.min.js"), `${trap.directory}/below/lib_users.min.js`);
      const installed = ["prefix/bin", "root/usr/bin"].flatMap((bin) => COMMANDS.map((name) => `${bin}/${name}`));
      const programs = ["dist/lib_users.js", "dist/lib_users.min.js", "trap/below/lib_users.min.js", ...installed];
      for (const runtime of (await testedRuntimes()).filter(({ command }) => command !== undefined)) {
        const env = { ...variablesFor(trap), PATH: await linkRuntimes(folder.path(""), [runtime]) };
        for (const program of programs) {
          await context.step(`${program} on ${runtime.name}`, async () => {
            const ran = await runLine(`'${folder.path(program)}' -o output`, trap.directory, env);
            assert.equal(await trap.isSprung(), false, ran);
            assert.match(ran, /^0 /);
          });
        }
      }
    },
  });
});

Deno.test("A release without an entry in the changelog is refused in one line", async () => {
  await using folder = await openFolder();
  for (const name of ["tools", "lib", "contrib", "main.ts", "deno.json", "deno.lock", "LICENSE"]) {
    assert.equal((await run(["cp", "-r", projectPath(name), folder.path(name)])).code, 0);
  }
  await folder.write("CHANGELOG.md", "# Changelog\n\n## [0.0.1] - 2026-01-01\n");
  const { code, stderr } = await run([Deno.execPath(), "run", "-A", "--quiet", folder.path("tools/release.ts")]);
  assert.deepEqual([code, stderr], [
    1,
    `release: error: Cannot release ${version}: CHANGELOG.md has no entry "## [${version}] - YYYY-MM-DD"\n`,
  ]);
});
