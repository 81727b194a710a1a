import assert from "node:assert/strict";
import { commandsOf, commandsOfPlan, findForgotten, findUnannounced, type PlanEntry, type Report } from "./plan.ts";

function entry(fields: Partial<PlanEntry>): PlanEntry {
  return { action: "restart", argv: null, label: "a.service", pids: [], reason: null, leaves: [], ...fields };
}

function report(pids: readonly number[], ...plan: readonly PlanEntry[]): Report {
  const findings = pids.map((pid) => ({ pid, command: `daemon ${pid}`, name: "daemon" }));
  return { missed: [], findings, plan, reboot: { needed: false, reasons: [] } };
}

Deno.test("commandsOf() takes what comes after the last empty line, without comments", () => {
  assert.deepEqual(commandsOf('7 "a b"\n\nsystemctl try-restart a.service\n# log out\n'), [
    "systemctl try-restart a.service",
  ]);
  assert.deepEqual(commandsOf('7 "a b"\n\n7 belong to a\n\n# log out\n'), []);
  assert.deepEqual(commandsOf(""), []);
});

Deno.test("commandsOfPlan() quotes, and makes one of those that differ in their last word", () => {
  const plan = [
    entry({ argv: ["systemctl", "try-restart", "my\\x2dapp.service"] }),
    entry({ argv: ["podman", "restart", "it's"] }),
    entry({}),
    entry({ argv: ["systemctl", "try-restart", "a.service"] }),
  ];
  assert.deepEqual(commandsOfPlan(report([], ...plan)), [
    "systemctl try-restart 'my\\x2dapp.service' a.service",
    "podman restart 'it'\\''s'",
  ]);
});

Deno.test("findUnannounced() names what is stale after a command that should have cured it", () => {
  const before = report([7, 8], entry({ argv: ["systemctl", "try-restart", "a.service"], pids: [7, 8], leaves: [8] }));
  assert.deepEqual(findUnannounced(before, report([8])), []);
  assert.deepEqual(findUnannounced(before, report([7, 8])), ["7 daemon 7: restart systemctl try-restart a.service"]);
});

Deno.test("findUnannounced() accepts what has no command, and nothing that was not in the plan", () => {
  const before = report([7], entry({ action: "manual", pids: [7] }));
  assert.deepEqual(findUnannounced(before, report([7])), []);
  assert.deepEqual(findUnannounced(before, report([9])), ["9 daemon 9: not in the plan"]);
});

Deno.test("findForgotten() names a stale process without an entry", () => {
  assert.deepEqual(findForgotten(report([7, 8], entry({ pids: [7] }))), ["8 daemon 8"]);
});
