import assert from "node:assert/strict";
import { parseCgroup } from "../../lib/parse/cgroup.ts";

const HEX = "6a2b".repeat(16);

const CASES: readonly (readonly [name: string, lines: readonly string[], path: string | undefined])[] = [
  ["takes the path of cgroup v2", ["0::/system.slice/ssh.service"], "/system.slice/ssh.service"],
  [
    "prefers systemd's own hierarchy",
    ["12:pids:/system.slice/x.service/sub", "1:name=systemd:/system.slice/x.service", "0::/system.slice/y.service"],
    "/system.slice/x.service",
  ],
  [
    "passes over a hierarchy of systemd that nobody uses",
    ["9:name=systemd:/", "8:pids:/", "0::/user.slice/user-1000.slice/session-3.scope"],
    "/user.slice/user-1000.slice/session-3.scope",
  ],
  [
    "passes over one that leads out of the namespace and no further",
    ["1:name=systemd:/..", "0::/../init.scope"],
    "/../init.scope",
  ],
  [
    "keeps colons in a path",
    ["0::/a.slice:cri-containerd:ab/dbus-:1.2-x@0.service"],
    "/a.slice:cri-containerd:ab/dbus-:1.2-x@0.service",
  ],
  [
    "keeps the way out of the reader's namespace",
    ["0::/../../system.slice/ssh.service"],
    "/../../system.slice/ssh.service",
  ],
  ["takes off the kernel's mark", ["0::/system.slice/x.service (deleted)"], "/system.slice/x.service"],
  ["takes it off once", ["0::/system.slice/x (deleted) (deleted)"], "/system.slice/x (deleted)"],
  ["spells a service of OpenRC as cgroup v2 does", ["9:pids:/", "1:name=openrc:/sshd", "0::/"], "/openrc.sshd"],
  ["believes OpenRC before a bare name in cgroup v2", ["1:name=openrc:/docker", "0::/docker"], "/openrc.docker"],
  ["takes OpenRC's cgroup v2", ["0::/openrc.sshd"], "/openrc.sshd"],
  ["takes OpenRC's controllers", ["3:memory:/", "2:cpu:/openrc_nginx", "1:cpuset:/"], "/openrc_nginx"],
  ["takes a session that elogind keeps in OpenRC's hierarchy", ["1:name=openrc:/c1"], "/c1"],
  [
    "takes a session of elogind before its service",
    ["2:name=openrc:/sshd", "1:name=elogind:/4", "0::/openrc.sshd"],
    "/4",
  ],
  [
    "takes a container of Docker from the controllers, not the service that started it",
    [`4:pids:/docker/${HEX}`, "1:name=openrc:/docker", "0::/docker"],
    `/docker/${HEX}`,
  ],
  [
    "takes a container of Docker from the hierarchy of systemd, not its runtime",
    [`2:name=systemd:/docker/${HEX}`, "0::/system.slice/containerd.service"],
    `/docker/${HEX}`,
  ],
  ["takes a container of LXC from any hierarchy", ["3:pids:/lxc/web", "1:name=openrc:/lxc.web"], "/lxc/web"],
  ["takes what the controllers say where nothing else does", ["4:memory:/jobs/7", "1:cpu:/", "0::/"], "/jobs/7"],
  ["gives the root where all say so", ["2:name=systemd:/", "0::/"], "/"],
  ["gives the way out where all say so", ["2:name=systemd:/", "0::/.."], "/.."],
  [
    "is not misled by lines added through a newline in a name",
    ["1:name=systemd:/a", "1:name=systemd:/b", "0::/c"],
    "/a",
  ],
  ["passes over lines of another shape", ["", "x", "0:", "0::relative", "::/x", "0::/a"], "/a"],
  ["gives nothing for an empty file", [""], undefined],
  ["keeps bytes that are not UTF-8", ["0::/a\udcff"], "/a\udcff"],
];

for (const [name, lines, path] of CASES) {
  Deno.test(`parseCgroup() ${name}`, () => {
    assert.equal(parseCgroup(lines.map((line) => `${line}\n`).join("")), path);
  });
}

Deno.test("parseCgroup() needs no final newline", () => {
  assert.equal(parseCgroup("0::/init.scope"), "/init.scope");
});
