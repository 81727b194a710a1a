import assert from "node:assert/strict";
import { MODES } from "../../lib/scan/modes.ts";
import { scan } from "../../lib/scan/scan.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { LIBRARIES } from "../../simulator/parts.ts";
import { machineProc } from "../../simulator/proc.ts";
import { SCENARIOS } from "../../simulator/scenarios.ts";
import { OPTIONS, scanBoth, statesOf } from "./scanning.ts";

Deno.test("an ordinary user is refused the processes of others", async () => {
  const { libs, fds } = await scanBoth(SCENARIOS["ordinary-user"].machine());
  // The threads of the kernel have nothing mapped, which everyone may see.
  assert.deepEqual([libs.processes, libs.unreadable.length, fds.unreadable.length], [25, 20, 23]);
  assert.ok(fds.unreadable.every(({ failure }) => failure === "denied"));
  const hidden = await scanBoth(SCENARIOS["hidden-processes"].machine());
  assert.deepEqual([hidden.libs.processes, hidden.libs.unreadable.length, hidden.fds.unreadable.length], [25, 23, 23]);
});

Deno.test("the upgrade leaves replaced files, and states are what they are called", async () => {
  const upgrade = await scanBoth(SCENARIOS["upgrade"].machine());
  assert.deepEqual(new Set(statesOf(upgrade.libs).map(([, , state]) => state)), new Set(["replaced"]));
  const { libs, fds } = await scanBoth(SCENARIOS["states"].machine());
  const expected = [
    ["7001", "/opt/lib/replaced.so", "replaced", undefined],
    ["7002", "/opt/lib/removed.so", "removed", undefined],
    ["7003", "/opt/lib/relinked.so", "linked", "linked"],
    ["7004", "/opt/lib/kept-elsewhere.so", "removed", undefined],
    ["7005", "/mnt/nfs/lib/remote.so", "unknown", undefined],
    ["7006", "/usr/lib/detached.so", "unknown", undefined],
    ["7007", "/ (deleted)", "unknown", undefined],
    ["7008", "/opt/lib/looks", "linked", "linked"],
    ["7009", "/opt/lib/was (deleted)", "removed", undefined],
    ["7010", "/srv/sub/lib/btrfs.so", "replaced", undefined],
    ["7011", "/opt/lib/#7011", "unknown", "tmpfile"],
  ];
  assert.deepEqual(statesOf(libs), expected);
  const open = expected.filter(([pid]) => pid !== "7007" && pid !== "7011")
    .map(([pid, ...rest]) => pid === "7004" ? [pid, ...rest.slice(0, 2), "other-name"] : [pid, ...rest]);
  assert.deepEqual(statesOf(fds), [...open, ["7011", "/opt/lib/#7011", "linked", "linked"]]);
});

Deno.test("a file is replaced or removed in the namespace of its process", async () => {
  const { libs } = await scanBoth(SCENARIOS["namespaces"].machine());
  assert.deepEqual(statesOf(libs).map(([pid, , state]) => `${pid} ${state}`), [
    "3001 replaced",
    "3002 replaced",
    "3101 removed",
    "3201 unknown",
    "3301 replaced",
    "3302 replaced",
  ]);
});

Deno.test("hostile names are found as they are", async () => {
  const { libs, fds } = await scanBoth(SCENARIOS["hostile-names"].machine());
  const named = libs.findings.filter(({ process }) => Number(process.pid) < 5100).map(({ files }) => files[0]!.name);
  assert.deepEqual(named, HOSTILE_NAMES);
  assert.deepEqual(fds.findings.map(({ files }) => files[0]!.name), HOSTILE_NAMES);
  assert.equal(libs.findings.every(({ files }) => files.length === 1), true);
  assert.deepEqual(libs.findings.at(-1)?.files.map(({ name, state }) => [name, state]), [["/opt/x/exists", "linked"]]);
});

Deno.test("of processes that end during the scan nothing is missed, and nothing is made up", async () => {
  const { libs, fds } = await scanBoth(SCENARIOS["ends-during-scan"].machine());
  assert.deepEqual([libs.unreadable, fds.unreadable, fds.findings], [[], [], []]);
  for (const { process, files } of libs.findings) {
    assert.equal(process.command, `/usr/bin/worker --number ${process.pid}`);
    assert.deepEqual(files.map(({ name }) => name), [`${LIBRARIES}/libssl.so.3`]);
  }
  assert.equal(libs.findings.at(-1)?.process.pid, "2100");
});

Deno.test("a process that never answers is missed, and no other", async () => {
  const proc = machineProc(SCENARIOS["stuck"].machine(), 20);
  const { unreadable } = await scan(proc, MODES[0], OPTIONS);
  assert.deepEqual(unreadable, [{ pid: "2000", failure: "stuck" }]);
});

Deno.test("the busy machine has its stale families", async () => {
  const { libs, fds } = await scanBoth(SCENARIOS["busy-machine"].machine());
  const counts = Array.from(
    Map.groupBy(libs.findings, ({ process }) => process.name),
    ([name, all]) => [name, all.length],
  );
  assert.deepEqual(counts, [["nginx", 17], ["php-fpm8.4", 65], ["rsyslogd", 1], ["sshd-session", 24]]);
  assert.equal(fds.findings.length, 66);
});

Deno.test("every owner uses the old libssl", async () => {
  const machine = SCENARIOS["owners"].machine();
  const { libs } = await scanBoth(machine);
  const stale = machine.processes.filter(({ mappings }) => mappings !== undefined);
  assert.deepEqual(libs.findings.map(({ process }) => process.pid), stale.map(({ pid }) => String(pid)));
  assert.deepEqual(new Set(statesOf(libs).map(([, , state]) => state)), new Set(["replaced"]));
});
