import assert from "node:assert/strict";
import { formatRestart } from "../../lib/format/restart.ts";
import { planRestarts } from "../../lib/advice/restart_plan.ts";
import type { RestartItem } from "../../lib/model/advice.ts";
import type { Service } from "../../lib/model/service.ts";
import { findService } from "../../lib/services/service.ts";

/** Writes the plan for some services. */
function planned(...args: Parameters<typeof planRestarts>): string {
  return formatRestart(planRestarts(...args));
}

const HEX = "0123456789abcdef".repeat(4);
const POD = "12345678-9abc-def0-1234-56789abcdef0";
const USER = "/user.slice/user-1000.slice/user@1000.service";

/** What is printed for one process in the cgroup. */
function restart(cgroup: string, rest: Partial<RestartItem> = {}): string {
  return planned([{ service: findService({ cgroup, uid: undefined, ancestors: [] }), pids: ["12"], ...rest }]);
}

function service(kind: "openrc" | "runit" | "s6" | "daemontools", name: string, directory?: string): Service {
  return { kind, service: name, directory, label: name, uid: undefined };
}

const SYSTEMD_RUN = "systemd-run --user --machine=1000@ --wait";

const LINES: readonly (readonly [cgroup: string, line: string])[] = [
  ["/system.slice/ssh.service", "systemctl restart ssh.service"],
  ["/system.slice/foo@a\\x2db.service", "systemctl restart 'foo@a\\x2db.service'"],
  ["/init.scope", "systemctl daemon-reexec"],
  [`${USER}/init.scope`, "systemctl --user --machine=1000@ daemon-reexec"],
  [`${USER}/app.slice/dconf.service`, "systemctl --user --machine=1000@ restart dconf.service"],
  ["/user.slice/user-1000.slice/session-3.scope", "# log out of session 3 (user 1000)"],
  [`${USER}/app.slice/app-gnome-firefox-23.scope`, "# restart the application firefox (user 1000)"],
  [`${USER}/run-u1.scope`, "# run-u1.scope (user 1000): no service manager can restart it: restart 12 by hand"],
  [`/system.slice/docker-${HEX}.scope`, "docker restart 0123456789ab"],
  [
    `${USER}/user.slice/docker-${HEX}.scope`,
    `${SYSTEMD_RUN} docker --host=unix:///run/user/1000/docker.sock restart 0123456789ab`,
  ],
  [`/machine.slice/libpod-${HEX}.scope`, "podman restart 0123456789ab"],
  [`/machine.slice/libpod-conmon-${HEX}.scope`, "podman restart 0123456789ab"],
  [`${USER}/user.slice/libpod-${HEX}.scope`, `${SYSTEMD_RUN} podman restart 0123456789ab`],
  [`/user.slice/user-0.slice/user@0.service/user.slice/libpod-${HEX}.scope`, "podman restart 0123456789ab"],
  [`/system.slice/web.service/libpod-payload-${HEX}`, "systemctl restart web.service"],
  [`${USER}/app.slice/web.service/libpod-payload-${HEX}`, "systemctl --user --machine=1000@ restart web.service"],
  [
    `/kubepods/pod${POD}/${HEX}`,
    `# POD ${POD}: delete the pod, its controller starts a new one: kubectl get pods -A -o custom-columns=` +
    `NAMESPACE:.metadata.namespace,NAME:.metadata.name,UID:.metadata.uid | grep ${POD}; ` +
    `on the node: crictl pods --label io.kubernetes.pod.uid=${POD}`,
  ],
  [
    `/system.slice/cri-containerd-${HEX}.scope`,
    "# container 0123456789ab: restart it with its runtime, containerd: crictl ps --id 0123456789ab",
  ],
  [`/jobs/${HEX}`, "# container 0123456789ab: restart it with its runtime"],
  ["/lxc/101/ns", "pct reboot 101"],
  [
    "/lxc.payload.web",
    "# LXC container web: whichever manages it: lxc-stop --reboot --name=web, lxc restart web or incus restart web",
  ],
  [
    "/lxc.payload.shop_web",
    "# LXC container shop_web: whichever manages it: lxc-stop --reboot --name=shop_web, " +
    "lxc restart --project=shop web or incus restart --project=shop web",
  ],
  [
    "/lxc.monitor.web",
    "# monitor of the LXC container web: stop and start the container, as a reboot keeps its monitor",
  ],
  [`${USER}/lxc.payload.web`, "# LXC container web (user 1000): as that user: lxc-stop --reboot --name=web"],
  ["/machine.slice/systemd-nspawn@my-web.service/payload", "machinectl reboot my-web"],
  [
    `${USER}/machine.slice/machine-web.scope`,
    "# container web (user 1000): as that user: machinectl --user reboot web",
  ],
  [
    "/machine.slice/machine-qemu\\x2d1\\x2dwin.scope",
    "# virtual machine win: shut it down and start it, or migrate it; a reboot from inside keeps the old process",
  ],
  ["/openrc.nginx", "rc-service nginx restart"],
  ["/3", "# log out of session 3"],
  ["/", "# 12: no service known: restart by hand"],
  [
    "/system.slice/auditd.service",
    "# CAUTION: auditd.service: systemd refuses, as the audit trail must have no gap; service auditd restart, or reboot",
  ],
  ["/system.slice/mnt.mount", "# CAUTION: mnt.mount: what it mounts is in use; end its users first, or reboot"],
];

for (const [cgroup, line] of LINES) {
  Deno.test(`formatRestart() for ${cgroup.replaceAll(HEX, "HEX")}`, () => {
    assert.equal(restart(cgroup), `${line}\n`);
  });
}

const LXC: Service = { ...findService({ cgroup: "/lxc.payload.shop_web", uid: undefined, ancestors: [] }) };

const OWNERS: readonly (readonly [name: string, service: Service, line: string])[] = [
  [
    "another init",
    { kind: "init", systemd: false, label: "init", uid: undefined },
    "# PID 1: telinit u, where it is the init of System V; else reboot",
  ],
  ["runit", service("runit", "ssh", "/etc/service"), "sv restart ssh"],
  ["s6", service("s6", "ssh", "/run/service"), "s6-svc -r /run/service/ssh"],
  ["s6 with a path for a name", service("s6", "/srv/ssh", "/run/service"), "s6-svc -r /srv/ssh"],
  ["s6 without a directory", service("s6", "ssh"), "# ssh: run s6-svc -r with the directory of the service"],
  ["daemontools", service("daemontools", "qmail", "/service"), "svc -t /service/qmail"],
  [
    "a caution for another supervisor",
    service("runit", "elogind"),
    "# CAUTION: elogind: desktops lose their screen and devices; restart it with nobody at a desktop, or reboot",
  ],
  [
    "a supervisor of a user",
    { ...service("runit", "ssh"), uid: 7 },
    "# ssh (user 7): restart it as that user, by the user's own runit",
  ],
  [
    "a login that nobody counts",
    { kind: "session", session: undefined, label: "login session", uid: 7 },
    "# log out of login session (user 7)",
  ],
  ["Incus", { ...LXC, manager: "incus" } as Service, "incus restart --project=shop web"],
  ["LXD", { ...LXC, manager: "lxd" } as Service, "lxc restart --project=shop web"],
  ["LXC", { ...LXC, manager: "lxc" } as Service, "lxc-stop --reboot --name=shop_web"],
];

for (const [name, service, line] of OWNERS) {
  Deno.test(`formatRestart() for ${name}`, () => {
    assert.equal(planned([{ service, pids: ["12"] }]), `${line}\n`);
  });
}

Deno.test("formatRestart() gives nothing for nothing", () => {
  assert.equal(planned([]), "");
});

Deno.test("formatRestart() gives the fewest commands, then comments, then cautions", () => {
  const cgroups = [
    "/",
    "/system.slice/b.service",
    "/system.slice/dbus.service",
    "/user.slice/user-1000.slice/session-3.scope",
    `${USER}/app.slice/y.service`,
    "/system.slice/a.service",
    "/init.scope",
    `${USER}/app.slice/x.service`,
    `/docker/${HEX}`,
    "/system.slice/b.service",
    `/docker/${"f".repeat(64)}`,
    `${USER}/init.scope`,
    "/..",
    "/user.slice/user-7.slice/user@7.service/app.slice/x.service",
    "/openrc.b",
    "/openrc.a",
  ];
  const items = cgroups.map((cgroup, at) => ({
    service: findService({ cgroup, uid: undefined, ancestors: [] }),
    pids: [`${at + 8}`],
    user: "alice",
  }));
  assert.deepEqual(planned(items).split("\n"), [
    "systemctl daemon-reexec",
    "systemctl restart a.service b.service",
    "systemctl --user --machine=1000@ daemon-reexec",
    "systemctl --user --machine=1000@ restart x.service y.service",
    "systemctl --user --machine=7@ restart x.service",
    "rc-service a restart",
    "rc-service b restart",
    "docker restart 0123456789ab ffffffffffff",
    "# log out of session 3 (alice)",
    "# 20,8: no service known: restart by hand",
    "# CAUTION: dbus.service: all that talks over the bus loses it, and much of it fails; reboot when convenient",
    "",
  ]);
});

Deno.test("formatRestart() restarts no unit whose main process is new", () => {
  const line = "its main process is already new, only left-overs (12) are old: end them when they are idle\n";
  assert.equal(restart("/system.slice/ssh.service", { mainIsNew: true }), `# ssh.service: ${line}`);
  assert.equal(restart("/system.slice/dbus.service", { mainIsNew: true }), `# dbus.service: ${line}`);
  assert.equal(restart(`${USER}/a.service`, { mainIsNew: true, user: "bob" }), `# a.service (bob): ${line}`);
  assert.equal(restart("/openrc.sshd", { mainIsNew: true }), `# sshd: ${line}`);
});

Deno.test("formatRestart() restarts a unit of which one process says that the main one is old", () => {
  const service = findService({ cgroup: "/system.slice/ssh.service", uid: undefined, ancestors: [] });
  for (const flags of [[true, false], [false, true]]) {
    const items = flags.map((mainIsNew, at) => ({ service, pids: [`${at}`], mainIsNew }));
    assert.equal(planned(items), "systemctl restart ssh.service\n");
  }
});

Deno.test("formatRestart() takes the cautions of a configuration", () => {
  const service = findService({ cgroup: "/system.slice/a.service", uid: undefined, ancestors: [] });
  const extra = [{ pattern: /^a/, reason: "mine", instead: "ask me" }];
  assert.equal(planned([{ service, pids: ["1"] }], extra), "# CAUTION: a.service: mine; ask me\n");
});
