import assert from "node:assert/strict";
import { FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { listProcesses, readOwnStart, readProcess } from "../../lib/scan/process.ts";
import { override, processOf, procOf, SCANNER, statLine } from "../answers.ts";

Deno.test("listProcesses() gives the processes in the order of the procfs, without the scanner", () => {
  const proc = override(procOf({ link: { self: "99" } }), {
    list: () => ["7", "99", "812", "self", "acpi", "1a", "a1", "9"],
  });
  assert.deepEqual(listProcesses(proc), ["7", "812", "9"]);
});

Deno.test("listProcesses() gives all processes where nobody knows which one is the scanner", () => {
  const proc = procOf({ read: { "7/maps": "", "8/maps": "" } });
  assert.deepEqual(listProcesses(proc), ["7", "8"]);
});

Deno.test("listProcesses() throws a ScanError where there is nothing to list", async (t) => {
  for (const failure of [FAILURES.denied, FAILURES.gone, FAILURES.unreadable]) {
    await t.step(failure.failure, () => {
      const proc = override(procOf(), { list: () => failure });
      const message = `Cannot list the processes: ${failure.failure}`;
      assert.throws(() => listProcesses(proc), { name: "ScanError", message });
    });
  }
});

Deno.test("readProcess() reads who a process is", async () => {
  const proc = procOf(processOf(7, { argv: ["/bin/a b", "c"], name: "x) R 1 (y", parent: 3, started: 812 }));
  assert.deepEqual(await readProcess(proc, "7"), {
    pid: "7",
    name: "x) R 1 (y",
    parent: "3",
    started: 812,
    arguments: ["/bin/a b", "c"],
    command: "/bin/a b c",
    truncated: [],
    uid: undefined,
    cgroup: undefined,
  });
});

Deno.test("readProcess() reads the user and the cgroup where it is told to", async () => {
  const proc = procOf(processOf(7), { read: { "7/status": "Uid:\t1000\t1000\t1000\t1000\n", "7/cgroup": "0::/7\n" } });
  const process = await readProcess(proc, "7", { details: true });
  assert.deepEqual(process, {
    pid: "7",
    name: "daemon",
    parent: "1",
    started: 100,
    arguments: [],
    command: "",
    truncated: [],
    uid: 1000,
    cgroup: "/7",
  });
});

/** The fields that the tests below are about. */
async function read(proc: ProcFs): Promise<unknown> {
  const answer = await readProcess(proc, "7");
  if ("failure" in answer) return answer;
  return { name: answer.name, command: answer.command, started: answer.started };
}

Deno.test("readProcess() takes the command line of a thread where the leader has exited", async () => {
  const proc = procOf(processOf(7, { name: "java", state: "Z" }), {
    list: { "7/task": ["7", "8", "9"] },
    read: { "7/task/8/cmdline": "java\0-jar\0" },
  });
  assert.deepEqual(await read(proc), { name: "java", command: "java -jar", started: 100 });
});

Deno.test("readProcess() leaves empty what it may not read", async () => {
  const proc = procOf(processOf(7), { read: { "7/cmdline": FAILURES.denied, "7/stat": FAILURES.denied } });
  assert.deepEqual(await read(proc), { name: "?", command: "", started: undefined });
});

Deno.test("readProcess() leaves empty what is of another shape", async () => {
  const proc = procOf(processOf(7, { argv: ["a"] }), { read: { "7/stat": "nonsense" } });
  assert.deepEqual(await read(proc), { name: "?", command: "a", started: undefined });
});

Deno.test("readProcess() leaves the name empty where a copy lacks the file", async () => {
  const proc = procOf(processOf(7, { argv: ["a"] }), { read: { "7/stat": FAILURES.gone } });
  assert.deepEqual(await read(proc), { name: "?", command: "a", started: undefined });
});

Deno.test("readProcess() says gone where the process has ended", async () => {
  const ended = { list: { "7": FAILURES.gone }, read: { "7/stat": FAILURES.gone } };
  assert.equal(await readProcess(procOf(processOf(7, { argv: ["a"] }), ended), "7"), FAILURES.gone);
  assert.equal(await readProcess(procOf(), "7"), FAILURES.gone);
});

Deno.test("readProcess() says gone of a zombie, but not of a leader whose threads go on", async () => {
  const zombie = processOf(7, { state: "Z" });
  assert.equal(await readProcess(procOf(zombie), "7"), FAILURES.gone);
  assert.deepEqual(await read(procOf(zombie, { list: { "7/task": ["7", "8"] } })), {
    name: "daemon",
    command: "",
    started: 100,
  });
});

Deno.test("readOwnStart() reads when the scanner started", async () => {
  assert.equal(await readOwnStart(procOf(SCANNER)), 1000);
  assert.equal(await readOwnStart(procOf({ read: { "self/stat": statLine("self", { started: 5 }) } })), 5);
});

Deno.test("readOwnStart() gives undefined where the procfs cannot tell", async () => {
  assert.equal(await readOwnStart(procOf()), undefined);
  assert.equal(await readOwnStart(procOf({ read: { "self/stat": "" } })), undefined);
});
