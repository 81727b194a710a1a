import assert from "node:assert/strict";
import { encodeText } from "../../../lib/base/bytes.ts";
import type { ProcFs } from "../../../lib/procfs/procfs.ts";
import { parseRecording } from "../../../lib/procfs/recording.ts";
import { mapLine, processOf, procOf, SCANNER, statOf } from "../../answers.ts";
import { runIn } from "../../run_program.ts";

const INFO = "self/root/var/lib/dpkg/info";
const LIBRARY = "/usr/lib/libz.so.1.2.13";

/** A machine with dpkg, on which one process maps a library, a file of no package and an ignored one, and opens a log. */
function machine(): ProcFs {
  return procOf(
    SCANNER,
    processOf(7, {
      argv: ["seven"],
      maps: [
        mapLine(`${LIBRARY} (deleted)`),
        mapLine("/opt/own.so (deleted)", { inode: 43 }),
        mapLine("/memfd:a (deleted)", { inode: 44, device: "00:01" }),
      ],
      fds: { 3: "/var/log/listed.log (deleted)" },
    }),
    {
      list: { [INFO]: ["zlib1g:amd64.list", "logs.list"] },
      stat: { "7/fd/3": statOf({ inode: 45 }) },
      read: {
        "sys/kernel/hostname": "db1\n",
        [`${INFO}/zlib1g:amd64.list`]: "/.\n/usr/lib/libz.so.1\n/usr/share/doc/private\n",
        [`${INFO}/logs.list`]: "/var/log/listed.log\n",
      },
    },
  );
}

async function record(...args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return encodeText((await runIn(machine(), ["record", ...args])).stdout);
}

Deno.test("record --packages keeps the packages of the stale files of both modes, and nothing else", async () => {
  const bytes = await record("--packages");
  const { tree, packages } = await parseRecording(bytes);
  assert.deepEqual(packages, {
    database: "dpkg",
    problem: undefined,
    files: new Map([
      ["/opt/own.so", { state: "unowned", packages: [] }],
      [LIBRARY, { state: "guessed", packages: ["zlib1g:amd64"] }],
      ["/var/log/listed.log", { state: "listed", packages: ["logs"] }],
    ]),
  });
  assert.deepEqual(tree, (await parseRecording(await record())).tree);
  assert.equal(new TextDecoder().decode(bytes).includes("private"), false);
});

Deno.test("A report over a recording with packages says what the run said of them", async (t) => {
  const input = await record("--packages");
  for (const mode of ["lib_users", "fd_users"]) {
    for (
      const question of [["-p"], ["-lp"], ["--json", "-p"], ["--format", "html", "-p"], [
        "--format",
        "prometheus",
        "-p",
      ]]
    ) {
      await t.step([mode, ...question].join(" "), async () => {
        const run = await runIn(machine(), [mode, ...question]);
        const replay = await runIn(procOf(), [mode, "--proc", "-", ...question], { input });
        assert.equal(
          replay.stdout.replace('"source": "-"', '"source": "/proc"').replace("from -.", "from /proc."),
          run.stdout,
        );
        assert.match(run.stdout, mode === "lib_users" ? /zlib1g:amd64/ : /\blogs\b/);
      });
    }
  }
});

Deno.test("A recording without packages says so when it is asked for them", async () => {
  const input = await record();
  const { stdout } = await runIn(procOf(), ["-p", "--proc", "-"], { input });
  assert.equal(stdout, '7 "seven"\n\npackages not looked up: the recording was made without --packages\n');
  const report = JSON.parse((await runIn(procOf(), ["--json", "-p", "--proc", "-"], { input })).stdout);
  assert.deepEqual(report.packages, { database: null, problem: "not recorded" });
  assert.deepEqual(report.findings[0].files[0].packages, { state: "unknown", names: [] });
});

Deno.test("A recording does not take a file that was ignored then for one of no package", async () => {
  const input = await record("--packages");
  const { stdout } = await runIn(procOf(), ["-p", "--all", "--proc", "-"], { input });
  assert.match(stdout, /\nzlib1g:amd64: 1 process, 0 services\nno package: 1 file\npackages not recorded: 1 file\n$/);
});

Deno.test("record --packages of a recording keeps what that has", async () => {
  const input = await record("--packages");
  const { stdout } = await runIn(procOf(), ["record", "--packages", "--proc", "-"], { input });
  assert.deepEqual((await parseRecording(encodeText(stdout))).packages, (await parseRecording(input)).packages);
});
