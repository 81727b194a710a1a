import assert from "node:assert/strict";
import type { PlanAction, PlanItem } from "../../lib/model/advice.ts";
import type { Service } from "../../lib/model/service.ts";
import { unknownUnit } from "../../lib/services/unit_definition.ts";
import { assertTold, DAEMON, HEX, itemOf, MANAGER, planOne, SERVICE, stale } from "./items.ts";

const POD = "12345678-9abc-def0-1234-56789abcdef0";
const AS_ALICE = "setsid --wait runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user";

const COMMANDS: readonly (readonly [what: string, item: PlanItem, command: string])[] = [
  ["a unit", itemOf(SERVICE), "systemctl try-restart web.service"],
  ["a unit with an escape", itemOf("/system.slice/a\\x2db.service"), "systemctl try-restart a\\x2db.service"],
  ["PID 1", itemOf("/init.scope", { processes: [stale(1)] }), "systemctl daemon-reexec"],
  [
    "the manager of a user",
    itemOf(`${MANAGER}/init.scope`, { user: "alice" }),
    `${AS_ALICE} daemon-reexec`,
  ],
  [
    "a unit of a user",
    itemOf(`${MANAGER}/app.slice/web.service`, { user: "alice" }),
    `${AS_ALICE} --no-block try-restart web.service`,
  ],
  ["a service of OpenRC", itemOf("/openrc.web"), "rc-service --ifstarted web restart"],
  ["a container of Docker", itemOf(`/system.slice/docker-${HEX}.scope`), "docker restart 0123456789ab"],
  ["a container of Podman", itemOf(`/machine.slice/libpod-${HEX}.scope`), "podman restart 0123456789ab"],
  [
    "a container of Quadlet",
    itemOf(`/system.slice/web.service/libpod-payload-${HEX}`, { definition: DAEMON }),
    "systemctl try-restart web.service",
  ],
  ["a monitor of Podman", itemOf(`/machine.slice/libpod-conmon-${HEX}.scope`), "podman restart 0123456789ab"],
  ["a container of nspawn", itemOf("/machine.slice/machine-web.scope/payload"), "machinectl reboot web"],
  ["a container of Proxmox", itemOf("/lxc/101/ns"), "pct reboot 101"],
];

for (const [what, item, command] of COMMANDS) {
  Deno.test(`planServices() has a command for ${what}`, () => {
    const { argv, leaves, reason } = planOne(item);
    assert.equal(argv?.join(" "), command);
    assert.deepEqual(leaves, []);
    assert.equal(reason, null);
  });
}

const supervised = (kind: "runit" | "s6" | "daemontools", service: string, directory?: string): Service => ({
  kind,
  service,
  directory,
  label: service,
  uid: undefined,
});

for (
  const [service, command] of [
    [supervised("runit", "web", "/etc/service"), "sv restart web"],
    [supervised("s6", "web", "/run/service"), "s6-svc -r /run/service/web"],
    [supervised("s6", "/srv/web", "/run/service"), "s6-svc -r /srv/web"],
    [supervised("s6", "web"), undefined],
    [supervised("s6", "web", "/run/a b"), undefined],
    [supervised("daemontools", "web", "/service"), "svc -t /service/web"],
    [{ ...supervised("runit", "web"), uid: 1000 }, undefined],
    [supervised("runit", "--now"), undefined],
  ] as const
) {
  Deno.test(`planServices() for ${JSON.stringify(service)}`, () => {
    assert.equal(planOne({ service, processes: [stale(12)] }).argv?.join(" "), command);
  });
}

const TOLD: readonly (readonly [what: string, item: PlanItem, action: PlanAction, told: RegExp])[] = [
  ["a unit whose file is gone", itemOf(SERVICE, { definition: unknownUnit("absent") }), "stop", /systemctl stop web/],
  ["a masked unit", itemOf(SERVICE, { definition: unknownUnit("masked") }), "stop", /masked.*systemctl stop web/],
  [
    "a unit whose file could not be read",
    itemOf(SERVICE, { definition: unknownUnit("unknown") }),
    "manual",
    /could not be read.*try-restart$/,
  ],
  ["a transient unit", itemOf(SERVICE, { definition: unknownUnit("transient") }), "manual", /systemd-run/],
  [
    "a unit that refuses to be stopped",
    itemOf(SERVICE, { definition: { ...DAEMON, refuseManualStop: true } }),
    "manual",
    /kill 12, or reboot/,
  ],
  [
    "a unit that refuses to be started",
    itemOf(SERVICE, { definition: { ...DAEMON, refuseManualStart: true } }),
    "manual",
    /systemctl stop web/,
  ],
  ["a job", itemOf(SERVICE, { definition: { ...DAEMON, type: "oneshot" } }), "wait", /job that runs/],
  ["a job of a timer", itemOf(SERVICE, { definition: { ...DAEMON, hasTimer: true } }), "wait", /job that runs/],
  [
    "a connection of a socket",
    itemOf(SERVICE, { definition: { ...DAEMON, isConnection: true } }),
    "wait",
    /one connection/,
  ],
  [
    "a job that remains",
    itemOf(SERVICE, { definition: { ...DAEMON, type: "oneshot", remainAfterExit: true } }),
    "manual",
    /commands anew/,
  ],
  ["a unit that is stopped", itemOf(SERVICE, { isActive: false }), "manual", /left over.*kill 12/],
  [
    "what a restart left over",
    itemOf(SERVICE, { main: { pid: "99", isStale: false }, leftOvers: ["12"] }),
    "manual",
    /left over.*kill 12/,
  ],
  [
    "children that a restart does not end",
    itemOf(SERVICE, { main: { pid: "99", isStale: false }, definition: { ...DAEMON, killMode: "process" } }),
    "manual",
    /KillMode.*kill 12/,
  ],
  [
    "a unit of a user without a file",
    itemOf(`${MANAGER}/app.slice/web.service`, {
      user: "alice",
      definition: unknownUnit("absent"),
    }),
    "manual",
    /not read.*systemctl --user try-restart$/,
  ],
  ["a unit of a user without a name", itemOf(`${MANAGER}/app.slice/web.service`), "manual", /not known/],
  [
    "a unit of a user with an odd name",
    itemOf(`${MANAGER}/app.slice/web.service`, { user: "a b" }),
    "manual",
    /not known/,
  ],
  ["a manager of a user without a name", itemOf(`${MANAGER}/init.scope`), "manual", /not known/],
  [
    "sd-pam alone",
    itemOf(`${MANAGER}/init.scope`, { user: "alice", processes: [stale(12, { name: "(sd-pam)", parent: "11" })] }),
    "none",
    /last logout.*systemctl restart user@1000.service/,
  ],
  [
    "an open session",
    itemOf("/user.slice/user-1000.slice/session-3.scope", { session: { state: "active", type: "tty" } }),
    "manual",
    /log out/,
  ],
  [
    "a closing session",
    itemOf("/user.slice/user-1000.slice/session-3.scope", { session: { state: "closing", type: "tty" } }),
    "terminate-session",
    /nobody is logged in.*loginctl terminate-session 3/,
  ],
  [
    "a session that has ended",
    itemOf("/user.slice/user-1000.slice/session-3.scope", { session: { state: "ended", type: undefined } }),
    "manual",
    /has ended/,
  ],
  [
    "the session that it is looked from",
    itemOf("/user.slice/user-1000.slice/session-3.scope", { isWayIn: true }),
    "manual",
    /your own session/,
  ],
  ["an application", itemOf(`${MANAGER}/app.slice/app-gnome-gimp-23.scope`), "manual", /start it again/],
  ["a scope", itemOf(`${MANAGER}/run-u1.scope`), "manual", /restart it by hand/],
  ["no service", itemOf("/"), "manual", /no service is known/],
  ["a virtual machine", itemOf("/machine.slice/machine-qemu\\x2d1\\x2dwin.scope"), "manual", /migrate/],
  ["a pod", itemOf(`/kubepods/pod${POD}/${HEX}`), "manual", new RegExp(`delete the pod.*${POD}`)],
  ["a container of a user", itemOf(`${MANAGER}/user.slice/libpod-${HEX}.scope`), "manual", /podman restart/],
  [
    "another init",
    itemOf("/x", {
      service: { kind: "init", systemd: false, label: "init", uid: undefined },
      processes: [stale(1)],
    }),
    "manual",
    /telinit u/,
  ],
  [
    "a daemon of the initramfs",
    itemOf("/init.scope", {
      processes: [stale(12, { title: "@/usr/sbin/plymouthd" })],
    }),
    "reboot",
    /initramfs/,
  ],
  [
    "a daemon of the initramfs in a unit",
    itemOf(SERVICE, {
      processes: [stale(12, { title: "@dmeventd" })],
    }),
    "reboot",
    /initramfs/,
  ],
];

for (const [what, item, action, told] of TOLD) {
  Deno.test(`planServices() has no command for ${what}`, () => assertTold(planOne(item), action, told));
}
