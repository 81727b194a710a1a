import assert from "node:assert/strict";
import { FAILURES } from "../../../lib/procfs/procfs.ts";
import { type Machine, machineOf } from "../../../simulator/machine.ts";
import { LIBRARIES, oldLibrary } from "../../../simulator/parts.ts";
import { machineProc } from "../../../simulator/proc.ts";
import { textFile } from "../../../simulator/systemd.ts";
import { runIn } from "../../run_program.ts";

const INIT = { pid: 1, arguments: "/sbin/init" };
const OLD = [oldLibrary(`${LIBRARIES}/libssl.so.3`)];

/** What `lib_users reboot` says of a machine, and its exit status. */
async function reboot(parts: Partial<Machine>): Promise<readonly [stdout: string, code: number]> {
  const { stdout, code } = await runIn(machineProc(machineOf({ processes: [INIT], ...parts })), ["reboot"]);
  return [stdout, code];
}

Deno.test("reboot says that none is needed", async () => {
  assert.deepEqual(await reboot({}), ["reboot: not needed\n", 0]);
});

Deno.test("reboot says that it is not known where no kernel is to be seen", async () => {
  assert.deepEqual(await reboot({ systemd: false }), ["reboot: not known\n", 3]);
});

Deno.test("reboot says that it is not known where a process could not be read", async () => {
  const denied = { pid: 7, arguments: "/usr/bin/x", refuses: { maps: "denied" } } as const;
  assert.deepEqual(await reboot({ processes: [INIT, denied] }), ["reboot: not known\n", 3]);
});

Deno.test("reboot names a newer kernel", async () => {
  const files = { "/boot/vmlinuz-6.12.60+deb13-amd64": textFile("x") };
  const [stdout, code] = await reboot({ files });
  assert.equal(stdout, "the kernel 6.12.60+deb13-amd64 is installed, 6.12.57+deb13-amd64 runs\n");
  assert.equal(code, 1);
});

Deno.test("reboot names the packages that ask for one", async () => {
  const files = {
    "/run/reboot-required": textFile("*** System restart required ***\n"),
    "/run/reboot-required.pkgs": textFile("linux-base\ndbus\nlinux-base\nnot a package\x1b[2J\n"),
  };
  assert.deepEqual(await reboot({ files }), ["/run/reboot-required exists, for linux-base, dbus\n", 1]);
});

Deno.test("reboot takes an empty mark for one that livepatch takes care of", async () => {
  assert.deepEqual(await reboot({ files: { "/run/reboot-required": textFile("") } }), ["reboot: not needed\n", 0]);
});

Deno.test("reboot reads no mark that is no regular file", async () => {
  const files = { "/run/reboot-required": { ...textFile("x"), type: "fifo" } } as const;
  assert.deepEqual(await reboot({ files }), ["reboot: not needed\n", 0]);
});

Deno.test("reboot knows the mark of SUSE", async () => {
  assert.deepEqual(await reboot({ files: { "/run/reboot-needed": textFile("") } }), ["/run/reboot-needed exists\n", 1]);
});

Deno.test("reboot tells that the modules of the running kernel are gone", async () => {
  const files = { "/usr/lib/modules/6.18.1-arch1-1/modules.dep": textFile("x") };
  const [stdout, code] = await reboot({ kernel: "6.17.9-arch1-1", systemd: false, files });
  assert.equal(
    stdout,
    "the kernel 6.18.1-arch1-1 is installed, 6.17.9-arch1-1 runs\nthe modules of the running kernel 6.17.9-arch1-1 are gone\n",
  );
  assert.equal(code, 1);
});

Deno.test("reboot names a service that only a reboot renews, and none of a user", async () => {
  const dbus = { pid: 7, arguments: "/usr/bin/dbus-daemon", mappings: OLD };
  const system = { ...dbus, cgroup: "/system.slice/dbus.service" };
  assert.deepEqual(await reboot({ processes: [INIT, system] }), [
    "dbus.service uses deleted files, and only a reboot renews it\n",
    1,
  ]);
  const own = { ...dbus, uid: 1000, cgroup: "/user.slice/user-1000.slice/user@1000.service/app.slice/dbus.service" };
  assert.deepEqual(await reboot({ processes: [INIT, own] }), ["reboot: not needed\n", 0]);
});

Deno.test("reboot does not take a failure for a need", async () => {
  const proc = machineProc(machineOf({ processes: [INIT] }));
  const { code } = await runIn({ ...proc, listSync: () => FAILURES.denied }, ["reboot"]);
  assert.equal(code, 3);
  assert.equal((await runIn(proc, ["reboot", "--all"])).code, 2);
  assert.deepEqual(
    await runIn(proc, ["reboot", "--proc", "/proc", "--proc", "-"]).then(({ code, stderr }) => [code, stderr]),
    [
      2,
      "lib_users: error: Cannot use reboot with several hosts: name one procfs or recording with --proc\n",
    ],
  );
});
