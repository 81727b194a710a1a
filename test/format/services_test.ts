import assert from "node:assert/strict";
import { formatServices } from "../../lib/format/human.ts";
import type { Finding } from "../../lib/model/scan.ts";
import { findService } from "../../lib/services/service.ts";
import { service, userUnit } from "./reports.ts";
import { findingOf } from "../scan/findings.ts";

function inside(pid: string, cgroup: string): Finding {
  return findingOf(pid, { service: findService({ cgroup, uid: undefined, ancestors: [] }) });
}

Deno.test("formatServices() prints a line a service, in the order of their first process", () => {
  const text = formatServices([
    inside("894", service("ssh.service")),
    inside("7", service("systemd-logind.service")),
    inside("8810", service("ssh.service")),
  ]);
  assert.equal(text, "8810,894 belong to ssh.service\n7 belong to systemd-logind.service\n");
});

Deno.test("formatServices() leaves out processes that belong to nothing, or of which it was not asked", () => {
  assert.equal(formatServices([inside("7", "/"), findingOf("8")]), "");
  assert.equal(formatServices([inside("7", "/"), inside("9", service("a.service"))]), "9 belong to a.service\n");
  assert.equal(formatServices([]), "");
});

Deno.test("formatServices() keeps a user's unit apart from the system's of the same name", () => {
  const lines = formatServices([inside("7", service("a.service")), inside("8", userUnit(1000, "a.service"))]);
  assert.deepEqual(lines.split("\n").map((line) => line.split(" ")[0]), ["7", "8", ""]);
});

Deno.test("formatServices() cannot be made to forge a line", () => {
  const forged = findService({ cgroup: service("a\n1 belong to b\x1b.service"), uid: undefined, ancestors: [] });
  const text = formatServices([findingOf("7", { service: forged })]);
  assert.equal(text.split("\n").length, 2);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /\x1b/);
});
