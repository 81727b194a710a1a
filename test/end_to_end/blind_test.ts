import assert from "node:assert/strict";
import { dirname } from "node:path";
import { COMMAND, type Run, runProgram } from "./program.ts";
import { type Need, testLive } from "./requirements.ts";
import { AS_NOBODY, openWorkshop } from "./workshop.ts";

/** A place from which the processes of the machine cannot be seen, and what is said there. */
interface Place {
  readonly what: string;
  readonly needs: readonly Need[];
  /** The command line that starts another one there. */
  readonly prefix: readonly string[];
  /** Whether nothing at all can be seen, so that the scan is not done. */
  readonly isDark: boolean;
  readonly said: RegExp;
}

function inShell(prefix: readonly string[], script: string): readonly string[] {
  return [...prefix, "sh", "-ec", `${script}; exec "$@"`, "sh"];
}

const MOUNTS = ["unshare", "--mount"];
const PLACES: readonly Place[] = [
  {
    what: "no procfs",
    needs: ["namespaces", "no procfs"],
    prefix: inShell(MOUNTS, "umount -l /proc"),
    isDark: true,
    said: /procfs/,
  },
  {
    what: "an empty file system in its place",
    needs: ["namespaces", "no procfs"],
    prefix: inShell(MOUNTS, "mount -t tmpfs none /proc"),
    isDark: true,
    said: /procfs/,
  },
  {
    what: "an empty directory bound over it",
    needs: ["namespaces", "no procfs"],
    prefix: inShell(MOUNTS, "mount --bind /mnt /proc"),
    isDark: true,
    said: /procfs/,
  },
  {
    what: "a PID namespace of its own",
    needs: ["namespaces"],
    prefix: ["unshare", "--mount-proc", "--pid", "--fork"],
    isDark: false,
    said: /PID namespace|may be hidden/,
  },
  {
    what: "the processes of others hidden",
    needs: ["namespaces", "other users"],
    prefix: [...inShell(MOUNTS, "mount -t proc -o hidepid=2 proc /proc"), ...AS_NOBODY],
    isDark: false,
    said: /hidepid|hidden/,
  },
  {
    what: "the processes of others hidden by another word",
    needs: ["namespaces", "other users"],
    prefix: [...inShell(MOUNTS, "mount -t proc -o hidepid=ptraceable proc /proc"), ...AS_NOBODY],
    isDark: false,
    said: /hidepid|hidden/,
  },
  {
    what: "the processes of others hidden from the root of a user namespace",
    needs: ["namespaces", "other users", "user namespaces"],
    prefix: [...inShell(MOUNTS, "mount -t proc -o hidepid=2 proc /proc"), ...AS_NOBODY, "unshare", "-Ur"],
    isDark: false,
    said: /hidepid|hidden/,
  },
];

const MODES = ["lib_users", "fd_users"] as const;

const FORMATS: readonly (readonly string[])[] = [
  [],
  ["-s"],
  ["-m"],
  ["-l"],
  ["--json"],
  ["--format", "ndjson"],
  ["--format", "prometheus"],
];

for (const { what, needs, prefix, isDark, said } of PLACES) {
  testLive(`With ${what}, nothing is called clean`, needs, async (context) => {
    // Another user cannot read everything below a home, nor fill a cache that is not his.
    await using workshop = await openWorkshop();
    const env = { HOME: workshop.directory, DENO_DIR: workshop.path("cache"), PATH: path() };
    await Deno.mkdir(env.DENO_DIR, { mode: 0o777 });
    await Deno.chmod(env.DENO_DIR, 0o777);
    const run = (args: readonly string[]): Promise<Run> => runProgram(args, { prefix, env });
    for (const mode of MODES) {
      for (const format of FORMATS) {
        await context.step([mode, ...format].join(" "), async () => {
          const { code, stdout, stderr } = await run([mode, ...format]);
          assert.match(stderr, said);
          if (isDark) assert.deepEqual([code, stdout], [1, ""]);
          assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
        });
      }
      await context.step(`${mode} --format check`, async () => {
        const { code, stdout } = await run([mode, "--format", "check"]);
        assert.equal(code, 3);
        assert.match(stdout, /^[A-Z_]+ UNKNOWN - /);
        assert.match(stdout, said);
      });
    }
    await context.step("record", async () => {
      const { code, stdout, stderr } = await run(["record"]);
      assert.match(stderr, said);
      if (isDark) assert.deepEqual([code, stdout], [1, ""]);
    });
  });
}

testLive("A procfs of nothing but processes is enough for a whole report", ["namespaces"], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start({ args: ["daemon"] });
  await holder.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
  const prefix = inShell(MOUNTS, "mount -t proc -o subset=pid proc /proc");
  for (const mode of MODES) {
    const { code, stdout } = await runProgram([mode, "-s", "--pid", String(holder.pid)], { prefix });
    assert.deepEqual([code, stdout], [
      0,
      `${holder.pid} "${workshop.path("holder")} daemon" uses ${workshop.path("a")}\n`,
    ]);
  }
});

/** Where the runtime is. */
function path(): string {
  return [...(COMMAND === undefined ? [dirname(Deno.execPath())] : []), Deno.env.get("PATH")].join(":");
}
