import assert from "node:assert/strict";
import { machineOf, type NamedFiles, type SimulatedProcess } from "../../simulator/machine.ts";
import { LIBRARIES, oldLibrary } from "../../simulator/parts.ts";
import { machineProc } from "../../simulator/proc.ts";
import { textFile } from "../../simulator/systemd.ts";
import { watch } from "../answers.ts";
import { runIn } from "../run_program.ts";

interface Entry {
  readonly action: string;
  readonly argv: readonly string[] | null;
  readonly pids: readonly number[];
  readonly reason: string | null;
}

const OLD = [oldLibrary(`${LIBRARIES}/libssl.so.3`)];
const UNIT = "/usr/lib/systemd/system/web.service";

/** A process of root in web.service that runs its program. */
function web(pid: number, more: Partial<SimulatedProcess> = {}): SimulatedProcess {
  return { pid, arguments: "/usr/sbin/web", cgroup: "/system.slice/web.service", ...more };
}

/** The one entry of the plan for these processes. `scanner`: the parent of the program. */
async function planOne(processes: readonly SimulatedProcess[], files: NamedFiles = {}, scanner = 1): Promise<Entry> {
  const machine = machineOf({ files, processes: [{ pid: 1, arguments: "/sbin/init" }, ...processes] });
  const own = { ...machine, scanner: { ...machine.scanner, parent: scanner } };
  const { stdout } = await runIn(machineProc(own), ["--json"]);
  const { plan }: { readonly plan: readonly Entry[] } = JSON.parse(stdout);
  assert.equal(plan.length, 1, stdout);
  return plan[0]!;
}

const STALE = web(10, { mappings: OLD, started: 5_000 });
const FRESH = web(20, { started: 900_000 });

Deno.test("a unit is restarted while its main process is stale", async () => {
  assert.deepEqual((await planOne([STALE])).argv, ["systemctl", "try-restart", "web.service"]);
  assert.deepEqual((await planOne([STALE, web(11, { parent: 10 })])).argv?.[1], "try-restart");
});

Deno.test("a unit whose main process is new is not restarted for left-overs", async () => {
  const { argv, reason } = await planOne([STALE, FRESH]);
  assert.equal(argv, null);
  assert.match(reason!, /left over from before its last restart/);
});

for (
  const [what, forged] of [
    ["an ordinary user runs the program of the unit", { uid: 1000 }],
    ["root runs another program", { arguments: "/usr/bin/job" }],
    ["an ordinary user runs another program", { uid: 1000, arguments: "/usr/bin/job" }],
    ["the program is a child of the stale one", { parent: 10 }],
    ["the program calls itself like that of the unit", { title: "/usr/sbin/web\0", exe: { name: "/usr/bin/job" } }],
  ] as const
) {
  Deno.test(`an orphan does not make a stale unit look new if ${what}`, async () => {
    assert.notEqual((await planOne([STALE, { ...FRESH, ...forged }])).argv, null);
  });
}

Deno.test("the user of the unit file may run its main process", async () => {
  const files = {
    [UNIT]: textFile("[Service]\nUser=alice\nExecStart=/usr/sbin/web\n"),
    "/etc/passwd": textFile("alice:x:1000:1000:::\n"),
  };
  const left = web(10, { mappings: OLD, started: 5_000, arguments: "/usr/bin/helper" });
  assert.equal((await planOne([left, { ...FRESH, uid: 1000 }], files)).argv, null);
  assert.notEqual((await planOne([left, { ...FRESH, uid: 1001 }], files)).argv, null);
});

Deno.test("a script is known as the program of a unit by its first argument", async () => {
  const script = { arguments: "/usr/bin/python3 /usr/sbin/web", exe: { name: "/usr/bin/python3" } };
  assert.equal((await planOne([{ ...STALE, ...script }, { ...FRESH, ...script }])).argv, null);
});

Deno.test("a unit is not restarted from below itself", async () => {
  const { argv, reason } = await planOne([STALE, web(30, { parent: 10 })], {}, 30);
  assert.equal(argv, null);
  assert.match(reason!, /this very command/);
});

Deno.test("a unit that leaves its children alone is restarted from below itself", async () => {
  const files = { [UNIT]: textFile("[Service]\nExecStart=/usr/sbin/web\nKillMode=process\n") };
  assert.notEqual((await planOne([STALE, web(30, { parent: 10 })], files, 30)).argv, null);
});

Deno.test("the session that the program runs in is one's own", async () => {
  const shell = { pid: 30, arguments: "/bin/sh", uid: 1000, cgroup: "/user.slice/user-1000.slice/session-3.scope" };
  const { action, reason } = await planOne([{ ...shell, mappings: OLD }], {}, 30);
  assert.deepEqual([action, reason], ["manual", "it is your own session"]);
});

Deno.test("unattended-upgrades waits while packages are installed", async () => {
  const waiting = {
    pid: 40,
    arguments: "/usr/bin/python3 /usr/share/unattended-upgrades/unattended-upgrade-shutdown",
    name: "unattended-upgr",
    cgroup: "/system.slice/unattended-upgrades.service",
    mappings: OLD,
  };
  assert.notEqual((await planOne([waiting])).argv, null);
  assert.equal((await planOne([waiting, { pid: 41, arguments: "/usr/bin/dpkg", cgroup: "/" }])).action, "wait");
  const upgrade = { pid: 41, name: "unattended-upgr", cgroup: "/system.slice/apt-daily-upgrade.service" };
  assert.equal((await planOne([waiting, upgrade])).action, "wait");
});

Deno.test("what the processes of a unit have open tells to be careful, unless they go on after a restart", async () => {
  const child = web(11, { parent: 10, descriptors: [{ name: "/dev/net/tun" }] });
  assert.match((await planOne([STALE, child])).reason!, /tunnels/);
  const goesOn = { [UNIT]: textFile("[Service]\nExecStart=/usr/sbin/web\nKillMode=process\n") };
  assert.notEqual((await planOne([STALE, child], goesOn)).argv, null);
});

Deno.test("a unit with a shell at a terminal in it is not restarted, unless the shell goes on", async () => {
  const shell = web(11, { parent: 10, arguments: "/bin/bash", terminal: 34_816 });
  assert.match((await planOne([STALE, shell])).reason!, /at a terminal/);
  const goesOn = { [UNIT]: textFile("[Service]\nExecStart=/usr/sbin/web\nKillMode=process\n") };
  assert.notEqual((await planOne([STALE, shell], goesOn)).argv, null);
});

Deno.test("a container with a shell at a terminal in it is not restarted, one with a getty is", async () => {
  const cgroup = "/machine.slice/machine-box.scope/payload";
  const daemon = web(10, { cgroup, mappings: OLD });
  const getty = web(11, { cgroup, arguments: "/sbin/agetty", terminal: 34_816 });
  assert.deepEqual((await planOne([daemon, getty])).argv, ["machinectl", "reboot", "box"]);
  const { argv, reason } = await planOne([daemon, getty, web(12, { cgroup, arguments: "/bin/sh", terminal: 34_817 })]);
  assert.equal(argv, null);
  assert.match(reason!, /at a terminal/);
});

Deno.test("a process without a service does not stand for all others without one", async () => {
  const stale = web(10, { cgroup: "/", mappings: OLD });
  const other = web(20, { cgroup: "/", descriptors: [{ number: 5, name: "/dev/kvm" }] });
  const machine = machineOf({ processes: [{ pid: 1, arguments: "/sbin/init" }, stale, other] });
  let asked = 0;
  const proc = watch(machineProc(machine), (_, path) => asked += path.startsWith("20/fd/") ? 1 : 0);
  await runIn(proc, ["--json"]);
  assert.equal(asked, 0);
});

Deno.test("no descriptor is looked at for processes that no command would end", async () => {
  const machine = machineOf({
    processes: [{ pid: 1, arguments: "/sbin/init" }, { pid: 7, arguments: "/home/a/b", mappings: OLD, cgroup: "/" }],
  });
  const asked: string[] = [];
  await runIn(watch(machineProc(machine), (_, path) => path.startsWith("7/fd") && asked.push(path)), ["--json"]);
  assert.deepEqual(asked, []);
});
