import assert from "node:assert/strict";
import { planServices } from "../../lib/advice/plan.ts";
import type { Service } from "../../lib/model/service.ts";
import { findService } from "../../lib/services/service.ts";
import { unknownUnit } from "../../lib/services/unit_definition.ts";
import { assertTold, DAEMON, HEX, itemOf, MANAGER, NO_CONTEXT, planOne, SERVICE, stale } from "./items.ts";

Deno.test("planServices() does not believe the mark of the initramfs if an ordinary user makes it", () => {
  const item = itemOf(SERVICE, { processes: [stale(12, { title: "@/usr/sbin/worker", uid: 1000 })] });
  assert.notEqual(planOne(item).argv, null);
});

Deno.test("planServices() sets the daemons of the initramfs apart", () => {
  const item = itemOf("/init.scope", { processes: [stale(1), stale(12, { title: "@plymouthd" })] });
  const plan = planServices([item], NO_CONTEXT);
  assert.deepEqual(plan.map(({ action, pids, leaves }) => [action, pids, leaves]), [
    ["reexec", ["1"], []],
    ["reboot", ["12"], ["12"]],
  ]);
});

Deno.test("planServices() tells which children go on after a restart", () => {
  const item = itemOf(SERVICE, {
    processes: [stale(7), stale(12), stale(9)],
    definition: { ...DAEMON, killMode: "process" },
    main: { pid: "9", isStale: true },
  });
  const { argv, pids, leaves, reason } = planOne(item);
  assert.deepEqual([argv?.[1], pids, leaves], ["try-restart", ["7", "9", "12"], ["7", "12"]]);
  assert.match(reason!, /KillMode=process/);
});

Deno.test("planServices() tells that sd-pam stays when its manager is renewed", () => {
  const item = itemOf(`${MANAGER}/init.scope`, {
    user: "alice",
    processes: [stale(11, { name: "systemd" }), stale(12, { name: "(sd-pam)", parent: "11" })],
  });
  const { action, leaves, reason } = planOne(item);
  assert.deepEqual([action, leaves], ["reexec", ["12"]]);
  assert.match(reason!, /last logout/);
});

Deno.test("planServices() restarts a unit with left-overs if its main process is stale", () => {
  const item = itemOf(SERVICE, { main: { pid: "12", isStale: true }, leftOvers: ["12"] });
  assert.notEqual(planOne(item).argv, null);
});

Deno.test("planServices() restarts a unit whose new main process has stale children", () => {
  const item = itemOf(SERVICE, { main: { pid: "99", isStale: false }, leftOvers: [] });
  assert.notEqual(planOne(item).argv, null);
});

Deno.test("planServices() puts a caution before left-overs, and before what the unit file says", () => {
  const left = { main: { pid: "99", isStale: false }, leftOvers: ["12"] };
  assertTold(planOne(itemOf("/system.slice/containerd.service", left)), "manual", /shims.*restart the containers/);
  const gone = { definition: unknownUnit("absent") };
  assertTold(planOne(itemOf("/system.slice/dbus.service", gone)), "reboot", /bus.*reboot/);
});

Deno.test("planServices() takes the cautions of a configuration before its own", () => {
  const cautions = [{ pattern: /^(web|dbus)\.service$/, reason: "mine", instead: "ask me" }];
  const context = { ...NO_CONTEXT, cautions };
  assertTold(planOne(itemOf(SERVICE), context), "manual", /^mine - ask me$/);
  assertTold(planOne(itemOf("/system.slice/dbus.service"), context), "manual", /^mine - ask me$/);
});

Deno.test("planServices() has the commands of the system first, then those of users, then the rest", () => {
  const items = [
    "/",
    `${MANAGER}/app.slice/y.service`,
    "/system.slice/dbus.service",
    `${MANAGER}/init.scope`,
    `/docker/${HEX}`,
    "/system.slice/b.service",
    "/system.slice/a.service",
    "/user.slice/user-1000.slice/session-3.scope",
    "/openrc.a",
  ].map((cgroup) => itemOf(cgroup, { user: "alice" }));
  const plan = planServices([...items, itemOf("/init.scope", { processes: [stale(1)] })], NO_CONTEXT);
  assert.deepEqual(plan.map(({ argv, label }) => argv === null ? label : argv.at(-1)), [
    "daemon-reexec",
    "a.service",
    "b.service",
    "restart",
    "0123456789ab",
    "daemon-reexec",
    "y.service",
    "session-3.scope",
    "worker",
    "dbus.service",
  ]);
});

Deno.test("planServices() names whose service it is, and nobody for the system's", () => {
  assert.equal(planOne(itemOf(`${MANAGER}/app.slice/y.service`, { user: "alice" })).user, "alice");
  assert.equal(planOne(itemOf(`${MANAGER}/app.slice/y.service`)).user, "user 1000");
  assert.equal(planOne(itemOf("/user.slice/user-7.slice/session-3.scope", { user: "bob" })).user, "bob");
  assert.equal(planOne(itemOf(SERVICE)).user, null);
});

Deno.test("planServices() gives nothing for nothing", () => {
  assert.deepEqual(planServices([], NO_CONTEXT), []);
});

Deno.test("planServices() shows LXC containers in their project", () => {
  const lxc = findService({ cgroup: "/lxc.payload.shop_web", uid: undefined, ancestors: [] });
  const argv = (manager: "lxc" | "lxd" | "incus"): string | undefined =>
    planOne({ service: { ...lxc, manager } as Service, processes: [stale(12)] }).argv?.join(" ");
  assert.equal(argv("incus"), "incus restart --project=shop web");
  assert.equal(argv("lxd"), "lxc restart --project=shop web");
  assert.equal(argv("lxc"), "lxc-stop --reboot --name=shop_web");
  assertTold(
    planOne({ service: lxc, processes: [stale(12)] }),
    "manual",
    /lxc-stop .*, lxc restart .* or incus restart/,
  );
});
