import assert from "node:assert/strict";
import type { PlanEntry } from "../../lib/model/advice.ts";
import { formatPlan } from "../../lib/format/restart.ts";

const NO_REBOOT = { needed: false, reasons: [] } as const;

/** An entry for one process of a unit. */
function entry(label: string, more: Partial<PlanEntry> = {}): PlanEntry {
  return {
    action: "restart",
    argv: ["systemctl", "try-restart", label],
    service: null,
    label,
    pids: ["12"],
    user: null,
    reason: null,
    instead: null,
    leaves: [],
    restarts: [],
    ...more,
  };
}

/** An entry without a command. */
function told(label: string, more: Partial<PlanEntry> = {}): PlanEntry {
  const nothing = { argv: null, reason: "it runs", instead: "have patience", leaves: ["12"] } as const;
  return entry(label, { action: "wait", ...nothing, ...more });
}

Deno.test("formatPlan() names what a command restarts beside its service", () => {
  const lines = linesOf(entry("nftables.service", { restarts: ["fail2ban.service", "`x`.service"] }));
  assert.equal(lines[1], "# restarts too, with nftables.service: fail2ban.service, \\140x\\140.service");
});

function linesOf(...plan: readonly PlanEntry[]): readonly string[] {
  return formatPlan(plan, NO_REBOOT).split("\n").slice(0, -2);
}

Deno.test("formatPlan() joins the units of one systemctl", () => {
  assert.deepEqual(linesOf(entry("b.service"), entry("a.service"), entry("b.service")), [
    "systemctl try-restart a.service b.service",
  ]);
});

Deno.test("formatPlan() joins no commands of tools that take one name", () => {
  const plan = ["1", "2"].map((id) => entry(id, { argv: ["pct", "reboot", id] }));
  assert.deepEqual(linesOf(...plan), ["pct reboot 1", "pct reboot 2"]);
});

Deno.test("formatPlan() keeps the units of different users apart", () => {
  const plan = ["alice", "bob"].map((user) =>
    entry(user, { argv: ["runuser", "-u", user, "--", "systemctl", "--user", "try-restart", "a.service"] })
  );
  assert.deepEqual(linesOf(...plan), [
    "runuser -u alice -- systemctl --user try-restart a.service",
    "runuser -u bob -- systemctl --user try-restart a.service",
  ]);
});

Deno.test("formatPlan() quotes words that a shell would change", () => {
  assert.deepEqual(linesOf(entry("a\\x2db.service")), ["systemctl try-restart 'a\\x2db.service'"]);
});

Deno.test("formatPlan() tells after the commands what they leave", () => {
  const left = entry("cron.service", { reason: "children go on", instead: "kill 13", leaves: ["13"] });
  assert.deepEqual(linesOf(left, entry("a.service")), [
    "systemctl try-restart a.service cron.service",
    "# left: cron.service 13: children go on - kill 13",
  ]);
});

Deno.test("formatPlan() joins what is said of several services", () => {
  const plan = [
    told("a.service"),
    told("b.service", { user: "alice", leaves: ["7", "9"] }),
    told("c", { reason: "x" }),
  ];
  assert.deepEqual(linesOf(...plan), [
    "# wait: a.service 12, b.service of alice 7,9: it runs - have patience",
    "# wait: c 12: x - have patience",
  ]);
});

Deno.test("formatPlan() says in the last line whether to reboot", () => {
  assert.equal(formatPlan([], NO_REBOOT), "# reboot: not needed\n");
  assert.equal(formatPlan([], { needed: null, reasons: [] }), "# reboot: not known\n");
  assert.equal(formatPlan([], { needed: true, reasons: ["a", "b"] }), "# reboot: needed: a, b\n");
});

Deno.test("formatPlan() writes comments that do nothing in a shell that takes them for commands", () => {
  const hostile = "$(reboot) `id` a;b 'c \"d |e >f\n# x\u2028\x1b[2J !! *";
  const text = formatPlan([told(hostile, { user: hostile, reason: hostile, instead: hostile })], {
    needed: true,
    reasons: [hostile],
  });
  assert.equal(text.split("\n").length, 3);
  // deno-lint-ignore no-control-regex -- they are what must not be there
  assert.doesNotMatch(text.replaceAll(/^# |\n/gm, ""), /[\x00-\x1f\u2028`$;&|<>()'"*?!#[\]{}~]/);
});
