import assert from "node:assert/strict";
import type { Finding, Scan } from "../../lib/model/scan.ts";
import { filterFindings, type Filters } from "../../lib/scan/filter.ts";
import { findService } from "../../lib/services/service.ts";
import { fileOf, findingOf } from "./findings.ts";

const ALL: Filters = {
  user: undefined,
  isUnit: undefined,
  isExcludedUnit: () => false,
  executable: false,
  olderThan: undefined,
};

const BOOTED = Date.UTC(2026, 10, 21);
const SCAN: Scan = {
  mode: "lib_users",
  processes: 4,
  unreadable: [],
  notFound: [],
  findings: [],
  booted: BOOTED,
  users: new Map([[33, "www-data"]]),
};

function inCgroup(pid: string, cgroup: string | undefined, uid: number | undefined, started = 100): Finding {
  return findingOf(pid, { cgroup, uid, started, service: findService({ pid, cgroup, uid, ancestors: [] }) });
}

/** 1: a service of root; 2: one of www-data, a day younger; 3: nothing is known of it; 4: in no unit. */
const FINDINGS: readonly Finding[] = [
  inCgroup("1", "/system.slice/ssh.service", 0),
  inCgroup("2", "/system.slice/apache2.service", 33, 100 * 86_400),
  findingOf("3", {
    service: findService({ pid: "3", cgroup: undefined, uid: undefined, ancestors: [] }),
    started: undefined,
  }),
  inCgroup("4", "/", 0),
];

const CASES: readonly (readonly [what: string, filters: Partial<Filters>, pids: readonly string[]])[] = [
  ["lets everything through by default", {}, ["1", "2", "3", "4"]],
  ["takes a user by name", { user: "www-data" }, ["2", "3"]],
  ["takes a user by id", { user: "33" }, ["2", "3"]],
  ["takes a unit, and what may be in it", { isUnit: (unit) => unit === "ssh.service" }, ["1", "3"]],
  ["leaves out a unit, but not what may be in another", { isExcludedUnit: () => true }, ["3"]],
  ["takes what is old enough, and what may be", { olderThan: 3_600_000 }, ["1", "3", "4"]],
];

for (const [what, filters, pids] of CASES) {
  Deno.test(`filterFindings() ${what}`, () => {
    const findings = filterFindings(FINDINGS, { ...ALL, ...filters }, SCAN, BOOTED + 86_400_000 + 60_000);
    assert.deepEqual(findings.map(({ process: { pid } }) => pid), pids);
  });
}

Deno.test("filterFindings() takes files that may be executed, and drops processes that have no other", () => {
  const [code, data] = [fileOf("/lib/a.so", { executable: true }), fileOf("/lib/b", { executable: false })];
  const findings = [findingOf("1", {}, [data, code]), findingOf("2", {}, [data])];
  assert.deepEqual(filterFindings(findings, { ...ALL, executable: true }, SCAN, BOOTED), [findingOf("1", {}, [code])]);
});
