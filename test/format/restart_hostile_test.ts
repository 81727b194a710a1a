import assert from "node:assert/strict";
import fc from "fast-check";
import { planServices } from "../../lib/advice/plan.ts";
import { formatPlan } from "../../lib/format/restart.ts";
import type { PlanItem } from "../../lib/model/advice.ts";
import type { Service } from "../../lib/model/service.ts";
import { itemOf, NO_CONTEXT, stale } from "../advice/items.ts";

const HEX = "0123456789abcdef".repeat(4);
const POD = "12345678-9abc-def0-1234-56789abcdef0";
const USER = "/user.slice/user-1000.slice/user@1000.service";

/** What is printed for one service. */
function planned(item: PlanItem): string {
  return formatPlan(planServices([item], NO_CONTEXT), { needed: false, reasons: [] });
}

/** What is printed for one process in the cgroup. */
function restart(cgroup: string, more: Partial<PlanItem> = {}): string {
  return planned(itemOf(cgroup, { user: "alice", ...more }));
}

function service(kind: "runit" | "s6", name: string, directory?: string): PlanItem {
  const service: Service = { kind, service: name, directory, label: name, uid: undefined };
  return { service, processes: [stale(1)] };
}

const HOSTILE = [
  "\nreboot",
  "$(reboot)",
  "`reboot`",
  "a'b",
  'a"b',
  "a;reboot",
  "a b",
  "a|b",
  "a&b",
  "--now",
  "-x",
  "*",
  "a\u2028b",
  "\x1b[2J",
  "a\udcff",
  "é",
  "#",
  "~",
  "x".repeat(256),
];

for (const name of HOSTILE) {
  Deno.test(`formatPlan() puts ${JSON.stringify(name).slice(0, 20)} into no command`, () => {
    const text = [
      restart(`/system.slice/${name}.service`),
      restart(`${USER}/${name}.service`),
      restart(`/openrc.${name}`),
      restart(`/lxc/${name}`),
      restart(`/machine.slice/machine-${name}.scope`),
      restart(`${USER}/${name}.scope`),
      restart(`/machine.slice/machine-qemu\\x2d1\\x2d${name}.scope`),
      restart(`${USER}/app-${name}-1.scope`),
      planned(service("runit", name)),
      planned(service("s6", name, "/run")),
      planned(service("s6", "a", `/run/${name}`)),
      restart("/user.slice/user-7.slice/session-1.scope", { user: name }),
      restart(`${USER}/init.scope`, { user: name }),
      restart(`${USER}/app.slice/a.service`, { user: name }),
      restart("/", { processes: [stale(12, { name })] }),
    ].join("");
    const commands = text.split("\n").slice(0, -1).filter((line) => !line.startsWith("# "));
    assert.deepEqual(
      commands.filter((line) => !/^s6-svc -r \/run(\/[\w-]+)?(\/a)?$/.test(line)),
      [],
    );
    // deno-lint-ignore no-control-regex -- they are what must not be there
    assert.doesNotMatch(text.replaceAll("\n", ""), /[\x00-\x1f\x7f\u2028\ud800-\udfff`$*;&|<>()]/);
  });
}

Deno.test("formatPlan() writes commands of known words only, whatever the cgroup", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "system.slice",
      "user.slice",
      "user@1000.service",
      "machine.slice",
      "docker",
      "lxc",
      "a.service",
      "init.scope",
      HEX,
      `docker-${HEX}.scope`,
      `libpod-payload-${HEX}`,
      `kubepods/pod${POD}`,
    ),
    fc.string({ unit: "binary" }),
    fc.string().map((text) => `${text}.service`),
    fc.string().map((text) => `machine-${text}.scope`),
    fc.string().map((text) => `lxc.payload.${text}`),
    fc.string().map((text) => `openrc.${text}`),
  );
  const asAlice = "setsid --wait runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/[0-9]+ systemctl --user";
  const allowed = new RegExp(
    `^(# .*|(systemctl (try-restart|daemon-reexec)|${asAlice} (--no-block try-restart|daemon-reexec)|` +
      "rc-service --ifstarted|docker restart|podman restart|machinectl reboot|pct reboot)[\\w@%+=:,./ '\\\\-]*)$",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
    for (const line of restart(`/${pieces.join("/")}`).split("\n").slice(0, -1)) assert.match(line, allowed);
  }));
});
