import assert from "node:assert/strict";
import { FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { findPackages } from "../../lib/packages/packages.ts";
import { listed, machine, type Root, UNKNOWN } from "./packages_machine.ts";

const INFO = "var/lib/dpkg/info";

const ABSENT: readonly (readonly [string, Root, string])[] = [
  ["has no database", {}, "absent"],
  ["has an empty database", { [`${INFO}/format`]: "1\n", "var/lib/pacman/local/ALPM_DB_VERSION": "9\n" }, "absent"],
  ["lets nobody look", { [INFO]: FAILURES.denied, "lib/apk/db/installed": FAILURES.denied }, "denied"],
  ["has an apk that does not answer", { "lib/apk/db/installed": FAILURES.stuck }, "stuck"],
  ["has an rpm that nobody may look at", { "var/lib/rpm": FAILURES.denied }, "denied"],
];

for (const [what, root, problem] of ABSENT) {
  Deno.test(`findPackages() does not know where the machine ${what}`, async () => {
    assert.deepEqual(await findPackages(machine(root), new Set(["/usr/bin/a"]), { root: "1/root" }), {
      database: undefined,
      problem,
      files: new Map([["/usr/bin/a", UNKNOWN]]),
    });
  });
}

Deno.test("findPackages() tries the next database where it cannot tell whether there is one", async () => {
  const root = { [INFO]: FAILURES.denied, "lib/apk/db/installed": "P:a\nF:usr/bin\nR:a\n" };
  assert.deepEqual(await findPackages(machine(root), new Set(["/usr/bin/a"]), { root: "1/root" }), {
    database: "apk",
    problem: undefined,
    files: new Map([["/usr/bin/a", listed("a")]]),
  });
});

Deno.test("findPackages() reads nothing if nothing is asked", async () => {
  const answer = await findPackages({} as ProcFs, new Set(), { root: "1/root" });
  assert.deepEqual(answer, { database: undefined, problem: undefined, files: new Map() });
});
