import assert from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { openFolder, projectPath, run } from "../../contrib/folder.ts";
import { setTrap, variablesFor } from "../../end_to_end/booby_trap.ts";
import { testUnless } from "../../end_to_end/requirements.ts";
import { locate } from "../../end_to_end/shells.ts";

/** The Debian releases that the package is for, and the version of Node that each has. */
const SUITES = ["bookworm", "trixie"] as const;

const CACHE = `${Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`}/lib_users`;

for (const suite of SUITES) {
  const root = `${CACHE}/release-${suite}`;
  testUnless(
    await findMissing(suite, root),
    `The package installs, works and goes again on Debian ${suite}`,
    async () => {
      await using folder = await openFolder();
      const made = await run([Deno.execPath(), "run", "-A", projectPath("tools/release.ts"), folder.path("dist")]);
      assert.equal(made.code, 0, made.stderr);
      const deb = folder.path(`dist/lib-users_${config.version}_all.deb`);
      await using place = await openFolder();
      const trap = await setTrap(place, "trap");
      const variables = Object.entries(variablesFor(trap)).map(([name, value]) => `${name}='${value}'\n`);
      await place.write("variables", variables.join(""));
      const script = projectPath("test/release/field/package.sh");
      const { code, stdout, stderr } = await run(["sh", script, root, deb, place.path("")]);
      assert.equal(code, 0, stderr);
      assert.equal(await trap.isSprung(), false);
      assert.deepEqual(
        stdout.trim().split("\n"),
        [
          `version: lib_users ${config.version}, fd_users ${config.version}`,
          "plan printed by apt: 1",
          "found: 1",
          "manual page: LIB_USERS(8) System Administration LIB_USERS(8)",
          "manual page of fd_users: LIB_USERS(8) System Administration LIB_USERS(8)",
          "completion: complete -F _lib_users lib_users",
          "completion: complete -F _lib_users fd_users",
          "plan printed by apt in the trap: 1",
          "in the trap: lib_users -o output",
          "in the trap: fd_users -o output",
          "in the trap: /usr/lib/lib_users/after-upgrade",
          "in the trap: lib_users record -o /var/lib/lib_users/recording.jsonl",
          "in the trap: lib_users --packages --format prometheus -o /var/lib/prometheus/node-exporter/lib_users.prom",
          "in the trap: lib_users fd_users --format prometheus -o /var/lib/prometheus/node-exporter/fd_users.prom",
          "left behind: ",
        ].map((line) => line.trim()),
      );
    },
  );
}

testUnless(
  locate("lintian") === undefined ? "no lintian" : undefined,
  "lintian finds no error in the Debian package",
  async () => {
    await using folder = await openFolder();
    const made = await run([Deno.execPath(), "run", "-A", projectPath("tools/release.ts"), folder.path("dist")]);
    assert.equal(made.code, 0, made.stderr);
    const deb = folder.path(`dist/lib-users_${config.version}_all.deb`);
    const { code, stdout } = await run(["lintian", "--allow-root", "--fail-on=error", deb]);
    assert.equal(code, 0, stdout);
  },
);

/** Makes the Debian, once; returns why that cannot be done, if so. */
async function findMissing(suite: string, root: string): Promise<string | undefined> {
  if (Deno.uid() !== 0) return "not root";
  const tool = ["debootstrap", "unshare", "chroot"].find((name) => locate(name) === undefined);
  if (tool !== undefined) return `no ${tool}`;
  const { code, stdout, stderr } = await run(["sh", projectPath("test/release/field/make_root.sh"), suite, root]);
  return code === 0 ? undefined : `no Debian can be made: ${`${stdout}${stderr}`.trimEnd().split("\n").at(-1)}`;
}
