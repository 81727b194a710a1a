import assert from "node:assert/strict";
import { formatNames, formatSummary } from "../../lib/format/summary.ts";
import type { PlanEntry } from "../../lib/model/advice.ts";
import type { HostFailure, HostResult, Report } from "../../lib/model/report.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, ONE_HOST, reportOf } from "./reports.ts";

const ENTRY: PlanEntry = {
  action: "restart",
  argv: ["systemctl", "try-restart", "nginx.service"],
  service: null,
  label: "nginx.service",
  pids: ["7"],
  user: null,
  reason: null,
  instead: null,
  leaves: [],
  restarts: [],
};

interface Told {
  readonly plan?: readonly PlanEntry[];
  readonly reasons?: readonly string[];
  readonly unreadable?: boolean;
}

/** A host with this plan; clean without one. */
function hostNamed(host: string, { plan = [], reasons = [], unreadable = false }: Told = {}): Report {
  const report = reportOf({
    findings: plan.map(({ pids: [pid] }) => finding(Number(pid), { uid: 0, files: [library("/usr/lib/libz.so.1")] })),
    unreadable: unreadable ? [{ pid: "5", failure: "denied" }] : [],
    more: { plan, reboot: { needed: reasons.length > 0, reasons } },
  });
  return { ...report, source: `/srv/${host}.jsonl`, header: { ...report.header, host } };
}

function failed(name: string, error: string): HostFailure {
  return { mode: "lib_users", source: name, host: undefined, error };
}

/** Web servers that differ in nothing but their processes, one with another plan, clean ones, and failures. */
const FLEET: readonly HostResult[] = [
  ...Array.from(
    { length: 20 },
    (_, at) => hostNamed(`web-${String(at).padStart(3, "0")}`, { plan: [{ ...ENTRY, pids: [String(at + 7)] }] }),
  ),
  hostNamed("db-1", {
    plan: [{ ...ENTRY, argv: null, action: "wait", label: "backup.service" }],
    reasons: ["old kernel"],
  }),
  ...Array.from({ length: 177 }, (_, at) => hostNamed(`node${at}`)),
  hostNamed("odd", { unreadable: true }),
  failed("/srv/gone.jsonl", 'Cannot read recording "/srv/gone.jsonl": it is cut short'),
  { ...failed("/srv/failures.txt", "no answer within 120 seconds"), host: "web-77" },
];

Deno.test("formatSummary() puts hosts with the same plan in one line, whatever their processes are", () => {
  assert.deepEqual(formatSummary(FLEET, ONE_HOST).split("\n"), [
    "201 hosts: 21 with stale processes, 177 clean, 1 not fully readable, 1 to reboot, 2 failed",
    "",
    "To do:",
    "  20 hosts: systemctl try-restart nginx.service — web-000 … web-019",
    "  1 host: 1 entry without a command — db-1",
    "",
    "To reboot:",
    "  1 host: old kernel — db-1",
    "",
    "Failed:",
    '  Cannot read recording "/srv/gone.jsonl": it is cut short',
    "  web-77: no answer within 120 seconds",
    "",
  ]);
});

Deno.test("formatSummary() has at most 60 lines, however different the hosts are", () => {
  const host = (at: number): Report =>
    hostNamed(`host${at}`, { plan: [{ ...ENTRY, label: `a${at}`, argv: ["x", `${at}`] }], reasons: [`reason ${at}`] });
  const ofYear = (year: number, report: Report): Report => ({
    ...report,
    header: { ...report.header, time: `${year}-01-01T00:00:00.000Z` },
  });
  const results = Array.from({ length: 500 }, (_, at) => [
    at % 3 === 0 ? ofYear(2020 + 20 * (at % 2), host(at)) : host(at),
    failed(`/srv/${at}`, `error ${at}`),
  ]).flat();
  const lines = formatSummary(results, ONE_HOST).split("\n");
  assert.ok(lines.length <= 60, `${lines.length}`);
  assert.ok(lines.includes("  … and 485 more groups: see --format html or json"));
});

Deno.test("formatSummary() says which recordings are not of today", () => {
  const from = (host: string, time: string): Report => {
    const report = hostNamed(host);
    return { ...report, header: { ...report.header, time } };
  };
  const results = [
    from("nightly", "2026-03-13T03:00:00.000Z"),
    ...["web-1", "web-2", "web-3"].map((host, at) => from(host, `2026-02-0${at + 1}T03:00:00.000Z`)),
    from("fast", "2026-03-14T10:00:00.000Z"),
    from("tomorrow", "2026-03-15T03:00:00.000Z"),
  ];
  assert.deepEqual(formatSummary(results, ONE_HOST).split("\n"), [
    "6 hosts: 0 with stale processes, 6 clean, 0 to reboot",
    "",
    "Not of today:",
    "  3 hosts: recorded more than 2 days ago, the oldest 41 days ago — web-1 … web-3",
    "  1 host: recorded in the future: a clock is wrong — tomorrow",
    "",
  ]);
});

for (const name of HOSTILE_NAMES) {
  Deno.test(`formatSummary() keeps hostile text in its line: ${JSON.stringify(name)}`, () => {
    const host = hostNamed(name, { plan: [{ ...ENTRY, argv: null, label: name, reason: name }], reasons: [name] });
    const lines = formatSummary([host, failed(name, name)], ONE_HOST).split("\n");
    assert.equal(lines.length, 11);
    // deno-lint-ignore no-control-regex
    for (const line of lines) assert.doesNotMatch(line, /[\x00-\x1f\x7f-\x9f\u202e\ud800-\udfff]/u);
  });
}

const NAMES: readonly (readonly [names: readonly string[], text: string])[] = [
  [["b", "a"], "a, b"],
  [["web-2", "web-1"], "web-1, web-2"],
  [["web-1", "web-2", "web-3"], "web-1 … web-3"],
  [["web-08", "web-09", "web-10", "db"], "db, web-08 … web-10"],
  [["a1.example", "a2.example", "a3.example"], "a1.example … a3.example"],
  [["a", "c", "e", "g", "i", "k", "m", "o"], "a, c, e, g, i, k, … and 2 more"],
];

for (const [names, text] of NAMES) {
  Deno.test(`formatNames() writes ${text}`, () => assert.equal(formatNames(names), text));
}
