import assert from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { findRuntime } from "../../../tools/runtimes.ts";
import { openFolder, projectPath, run } from "../../contrib/folder.ts";
import { setTrap, variablesFor } from "../../end_to_end/booby_trap.ts";
import { linkRuntimes, runLine } from "../../end_to_end/hostile_start.ts";
import { testUnless } from "../../end_to_end/requirements.ts";

for (const node of ["18", "20", "22", "24"]) {
  const runtime = await findRuntime("node", node);
  testUnless(
    runtime === undefined ? "it cannot be had" : undefined,
    `The npm package gives both commands on Node ${node}`,
    async (context) => {
      await using folder = await openFolder();
      const made = await run([Deno.execPath(), "run", "-A", projectPath("tools/release.ts"), folder.path("dist")]);
      assert.equal(made.code, 0, made.stderr);
      const prefix = folder.path("prefix");
      const options = ["--global", "--offline", "--no-audit", "--no-fund", `--prefix=${prefix}`];
      const packed = folder.path(`dist/lib-users-${config.version}.tgz`);
      const installed = await run(["npm", "install", ...options, packed]);
      assert.equal(installed.code, 0, installed.stderr);
      for (const name of ["lib_users", "fd_users"]) {
        const { code, stdout } = await run([...runtime!, `${prefix}/bin/${name}`, "--version"]);
        assert.deepEqual([code, stdout], [0, `${name} ${config.version}\n`]);
        assert.equal((await run([...runtime!, `${prefix}/bin/${name}`, "-s"])).code, 0);
      }
      await context.step({
        name: "and they run nothing of a directory of somebody else, or of the environment",
        ignore: Deno.uid() !== 0,
        fn: async () => {
          const trap = await setTrap(folder, "trap");
          const PATH = await linkRuntimes(folder.path(""), [{ name: "Node", command: runtime }]);
          for (const name of ["lib_users", "fd_users"]) {
            const line = `'${prefix}/bin/${name}' -o output`;
            const ran = await runLine(line, trap.directory, { ...variablesFor(trap), PATH });
            assert.equal(await trap.isSprung(), false, ran);
            assert.match(ran, /^0 /);
          }
        },
      });
    },
  );
}
