import assert from "node:assert/strict";
import { findService, type ServiceFacts } from "../../lib/services/service.ts";
import type { Service } from "../../lib/model/service.ts";
import { container, HEX, NONE, openrc, POD, scope, session, unit, USER, vm } from "./services.ts";

const PATHS: readonly (readonly [path: string, owner: Service])[] = [
  // OpenRC and elogind.
  ["/openrc.sshd", openrc("sshd")],
  ["/openrc.net.eth0/sub", openrc("net.eth0")],
  ["/rc/sshd", openrc("sshd")],
  ["/openrc_nginx", openrc("nginx")],
  ["/init/openrc_nginx", openrc("nginx")],
  ["/3", { kind: "session", session: "3", label: "session 3", uid: undefined }],
  ["/c1", { kind: "session", session: "c1", label: "session c1", uid: undefined }],
  // As seen from within a cgroup namespace.
  ["/../../system.slice/ssh.service", unit("ssh.service")],
  ["/../ssh.service", unit("ssh.service")],
  [`/../docker-${HEX}.scope`, container("docker", HEX, `docker-${HEX}.scope`)],
  ["/../../../../user-1001.slice/user@1001.service/app.slice/a.service", unit("a.service", 1001)],
  // What a user makes below the user's own manager stays the user's.
  [`${USER}/system.slice/sshd.service`, unit("sshd.service", 1000)],
  [`${USER}/evil.service/sshd.service`, unit("evil.service", 1000)],
  [`${USER}/evil.service/docker-${HEX}.scope`, container("docker", HEX, `docker-${HEX}.scope`, { uid: 1000 })],
  [`${USER}/evil.service/docker/${HEX}`, container("docker", HEX, `docker/${HEX}`, { uid: 1000 })],
  [`${USER}/kubepods/pod${POD}/${HEX}`, container("kubernetes", HEX, `pod${POD}/${HEX}`, { pod: POD, uid: 1000 })],
  [`${USER}/user.slice/user-0.slice/user@0.service/init.scope`, unit("user@0.service", 1000)],
  [`${USER}/user.slice/user-0.slice/session-1.scope`, scope("session-1.scope", 1000)],
  [`${USER}/x/init.scope`, scope("user@1000.service", 1000)],
  [`${USER}/machine.slice/machine-web.scope`, container("nspawn", "web", "machine-web.scope", { uid: 1000 })],
  [`${USER}/openrc.sshd`, scope("user@1000.service", 1000)],
  [`${USER}/lxc.payload.web`, container("lxc", "web", "lxc.payload.web", { uid: 1000 })],
  [`${USER}/qemu.slice/100.scope`, vm("100", "qemu.slice/100.scope", 1000)],
];

for (const [path, owner] of PATHS) {
  Deno.test(`findService() knows ${path.replaceAll(HEX, "HEX")}`, () => {
    assert.deepEqual(findService({ cgroup: path, uid: undefined, ancestors: [] }), owner);
  });
}

const SYSTEMD = { name: "systemd", argv: ["/sbin/init"], uid: 0 };
const RUNSVDIR = { name: "runsvdir", argv: ["runsvdir", "-P", "/etc/service", "log: ..."], uid: 0 };
const SSHD = { name: "sshd", argv: ["/usr/sbin/sshd", "-D"], uid: 0 };

const FACTS: readonly (readonly [name: string, facts: Partial<ServiceFacts>, owner: Service])[] = [
  ["knows nothing without a cgroup and ancestors", {}, NONE],
  ["takes another init for what it is", { pid: "1", cgroup: "/" }, {
    kind: "init",
    systemd: false,
    label: "init",
    uid: undefined,
  }],
  ["takes the user of a session of elogind", { cgroup: "/3", uid: 1000 }, {
    kind: "session",
    session: "3",
    label: "session 3",
    uid: 1000,
  }],
  [
    "believes the path of a session, not the process",
    { cgroup: "/user.slice/user-7.slice/session-3.scope", uid: 0 },
    session("3", 7),
  ],
  ["reads paths from where PID 1 is", {
    cgroup: "/../../user.slice/user-7.slice/session-3.scope",
    initCgroup: "/../../init.scope",
  }, session("3", 7)],
  [
    "knows its own container from a nested one",
    { cgroup: `/docker/${HEX}/system.slice/ssh.service`, initCgroup: `/docker/${HEX}/init.scope` },
    unit("ssh.service"),
  ],
  ["does not cut another path by the length", { cgroup: "/docker/x.service", initCgroup: "/dock/init.scope" }, NONE],
  ["keeps a unit below the user's manager the user's, where that is cut off", {
    cgroup: "/../../app.slice/a.service",
    uid: 1000,
  }, unit("a.service", 1000)],
  [
    "finds the service of runit",
    { cgroup: "/", ancestors: [SSHD, { name: "runsv", argv: ["runsv", "ssh"], uid: 0 }, RUNSVDIR] },
    { kind: "runit", service: "ssh", directory: "/etc/service", label: "ssh", uid: undefined },
  ],
  [
    "takes the nearest supervisor",
    { ancestors: [{ name: "runsv", argv: ["runsv", "inner"] }, { name: "runsv", argv: ["runsv", "outer"] }] },
    { kind: "runit", service: "inner", directory: undefined, label: "inner", uid: undefined },
  ],
  [
    "finds the service of s6",
    {
      ancestors: [{ name: "s6-supervise", argv: ["s6-supervise", "cron"], uid: 0 }, {
        name: "s6-svscan",
        argv: ["s6-svscan", "-t0", "/run/service"],
        uid: 0,
      }],
    },
    { kind: "s6", service: "cron", directory: "/run/service", label: "cron", uid: undefined },
  ],
  [
    "finds the service of daemontools",
    {
      ancestors: [{ name: "supervise", argv: ["supervise", "qmail"], uid: 0 }, {
        name: "svscan",
        argv: ["svscan"],
        uid: 0,
      }],
    },
    { kind: "daemontools", service: "qmail", directory: undefined, label: "qmail", uid: undefined },
  ],
  [
    "finds the service of supervise-daemon, whose name is cut to 15 bytes",
    {
      ancestors: [{
        name: "supervise-daemo",
        argv: ["supervise-daemon", "nginx", "--start", "/usr/sbin/nginx", "--", "-g", "x"],
        uid: 0,
      }],
    },
    openrc("nginx"),
  ],
  [
    "leaves a supervisor without a service",
    {
      ancestors: [{ name: "runsv", argv: [] }, { name: "runsv", argv: ["runsv"] }, {
        name: "s6-supervise",
        argv: ["s6-supervise", ""],
      }],
    },
    NONE,
  ],
  [
    "tells a supervisor that a user runs",
    { ancestors: [{ name: "runsv", argv: ["runsv", "sshd"], uid: 1000 }] },
    { kind: "runit", service: "sshd", directory: undefined, label: "sshd", uid: 1000 },
  ],
  ["asks no ancestor where the cgroup tells", {
    cgroup: "/system.slice/a.service",
    ancestors: [{ name: "runsv", argv: ["runsv", "b"] }],
  }, unit("a.service")],
  [
    "takes a login below a supervised sshd for a login",
    {
      cgroup: "/",
      uid: 1000,
      ancestors: [{ name: "bash", argv: ["-bash"] }, { name: "sshd", argv: ["sshd: alice@pts/0"] }, SSHD, {
        name: "runsv",
        argv: ["runsv", "ssh"],
      }],
    },
    { kind: "session", session: undefined, label: "login session", uid: 1000 },
  ],
  [
    "takes a login in the cgroup of OpenRC's sshd for a login",
    { cgroup: "/openrc.sshd", uid: 1000, ancestors: [{ name: "sshd-session", argv: ["sshd-session: alice"] }, SSHD] },
    { kind: "session", session: undefined, label: "login session", uid: 1000 },
  ],
  ["takes no daemon for a login", { cgroup: "/openrc.sshd", ancestors: [SSHD, SYSTEMD] }, openrc("sshd")],
  [
    "tells LXD by the monitor",
    {
      cgroup: "/lxc.payload.web",
      ancestors: [{ name: "lxd", argv: ["[lxc monitor] /var/snap/lxd/common/lxd/containers web"] }],
    },
    container("lxc", "web", "lxc.payload.web", { manager: "lxd" }),
  ],
  [
    "tells Incus by the monitor, not by what the container says",
    {
      cgroup: "/lxc.payload.web",
      ancestors: [
        { name: "x", argv: ["[lxc monitor] /var/lib/lxc web"] },
        { name: "incusd", argv: ["[lxc monitor] /var/lib/incus/containers web"] },
        SYSTEMD,
      ],
    },
    container("lxc", "web", "lxc.payload.web", { manager: "incus" }),
  ],
  [
    "tells plain LXC by the monitor",
    { cgroup: "/lxc.payload.web", ancestors: [{ name: "lxc-start", argv: ["[lxc monitor] /var/lib/lxc web"] }] },
    container("lxc", "web", "lxc.payload.web", { manager: "lxc" }),
  ],
];

for (const [name, facts, owner] of FACTS) {
  Deno.test(`findService() ${name}`, () => {
    assert.deepEqual(findService({ cgroup: undefined, uid: undefined, ancestors: [], ...facts }), owner);
  });
}

Deno.test("findService() is quick with a long hostile path", () => {
  const started = performance.now();
  for (const piece of ["/a.slice", "/kubepods", "/x-kubepods", ":a", "app-", "/machine-", "-"]) {
    findService({ cgroup: `/app-${piece.repeat(4000 / piece.length)}.scope`, uid: undefined, ancestors: [] });
    findService({ cgroup: `${USER}${piece.repeat(4000 / piece.length)}`, uid: undefined, ancestors: [] });
  }
  assert.ok(performance.now() - started < 1000);
});
