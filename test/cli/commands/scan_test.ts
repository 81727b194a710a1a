import assert from "node:assert/strict";
import { processOf, procOf, SCANNER } from "../../answers.ts";
import { runIn } from "../../run_program.ts";

const WRONG: readonly (readonly [args: readonly string[], code: number, message: string])[] = [
  [["fd_users", "--executable"], 2, "Cannot use --executable with fd_users: it is for lib_users"],
  [["-S", "--json"], 2, 'Cannot add --services or --restart to "json": they are for human, machine or long'],
  [
    ["-r", "--format", "check"],
    2,
    'Cannot add --services or --restart to "check": they are for human, machine or long',
  ],
  [["--warning", "3"], 2, 'Cannot add a threshold to "human": it is for check'],
  [["--critical", "3", "--json"], 2, 'Cannot add a threshold to "json": it is for check'],
  [["--proc", "-", "--proc", "-"], 2, 'Cannot read standard input twice: use "--proc -" once'],
  [
    ["--proc", "/proc", "--proc", "-", "--format", "check"],
    2,
    'Cannot print several hosts as "check": it is for one',
  ],
  [
    ["--user", "nobody-here"],
    1,
    'Cannot find user "nobody-here" on this host: --user takes a name of passwd or a number',
  ],
];

for (const [args, code, message] of WRONG) {
  Deno.test(`${args.join(" ")} is refused in one line`, async () => {
    const run = await runIn(procOf(SCANNER, processOf(7)), args);
    const program = args[0] === "fd_users" ? "fd_users" : "lib_users";
    assert.equal(run.stderr, `${program}: error: ${message}\n`);
    assert.equal(run.code, args.includes("check") ? 3 : code);
  });
}

Deno.test("A wrong command line is no state for a monitor", async () => {
  for (const args of [["--format", "check", "--bad"], ["--warning", "0", "--format=check"]]) {
    const { code, stdout } = await runIn(procOf(SCANNER, processOf(7)), args);
    assert.equal(code, 3);
    assert.match(stdout, /^LIB_USERS UNKNOWN - Cannot use .+\n$/);
  }
});

Deno.test("A full disk below both streams is no state for a monitor", async () => {
  for (const [args, code] of [[["--format", "check"], 3], [["--format", "check", "--bad"], 3], [["-m"], 1]] as const) {
    const run = await runIn(procOf(SCANNER, processOf(7)), [...args, "--pid", "9"], { isFull: true });
    assert.equal(run.code, code);
  }
});

Deno.test("--pid names the processes that are not there", async () => {
  const { code, stderr } = await runIn(procOf({ read: { "7/maps": "" } }), ["--pid", "7", "--pid", "8", "--pid", "9"]);
  assert.deepEqual([code, stderr], [0, "lib_users: warning: there is no process 8 or 9\n"]);
});

Deno.test("-o - writes to standard output", async () => {
  const { stdout, written } = await runIn(procOf(SCANNER, processOf(7)), ["--format", "check", "-o", "-"]);
  assert.match(stdout, /^LIB_USERS /);
  assert.equal(written.size, 0);
});

Deno.test("-o DIRECTORY/ writes a file for each host in the format of Prometheus, and is the name of a file in others", async () => {
  const proc = procOf(SCANNER, processOf(7), { read: { "sys/kernel/hostname": "web-1\n" } });
  const { written } = await runIn(proc, ["--format", "prometheus", "-o", "/out/"]);
  assert.deepEqual([...written.keys()], ["/out/web-1.prom"]);
  const others = await runIn(proc, ["--json", "-o", "/out/"]);
  assert.deepEqual([...others.written.keys()], ["/out/"]);
});

Deno.test("--warning and --critical are taken by check", async () => {
  const { code, stderr } = await runIn(procOf(SCANNER, processOf(7)), [
    "--format",
    "check",
    "--warning",
    "3",
    "--critical",
    "2",
  ]);
  assert.deepEqual([code, stderr], [0, ""]);
});

Deno.test("a place where no procfs is mounted is an error, in every format", async () => {
  for (const args of [[], ["-m"], ["--json"], ["--format", "prometheus"], ["record"]]) {
    const { code, stdout, stderr } = await runIn(procOf({}), args);
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    assert.equal(stderr, "lib_users: error: Cannot find any process: this is no mounted procfs\n");
  }
  const { code, stdout } = await runIn(procOf({}), ["--format", "check"]);
  assert.equal(code, 3);
  assert.match(stdout, /^LIB_USERS UNKNOWN - /);
});
