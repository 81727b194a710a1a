import assert from "node:assert/strict";
import { formatHtml } from "../../lib/format/html.ts";
import type { HostResult, Report } from "../../lib/model/report.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, ONE_HOST, reportOf } from "./reports.ts";

const MARKUP = [
  ...HOSTILE_NAMES,
  "<script>alert(1)</script>",
  "</pre></details><img src=x onerror=alert(1)>",
  "\"' onmouseover=alert(1) x='",
  "</style><style>*{display:none}",
  "<!--",
  "&lt;b&gt;",
  "javascript:alert(1)",
  "<svg/onload=alert(1)>",
];

/** A host that calls everything by this name. */
function hostile(name: string): Report {
  const entry = { action: "manual", argv: null, service: null, label: name, pids: ["7"], user: name } as const;
  const report = reportOf({
    findings: [finding(7, { uid: 0, cgroup: `/system.slice/${name}.service`, files: [library(name)] })],
    more: {
      plan: [{ ...entry, reason: name, instead: name, leaves: ["7"], restarts: [name] }],
      reboot: { needed: true, reasons: [name] },
    },
  });
  const [{ process, files }] = report.findings as [Report["findings"][number]];
  const findings = [{ process: { ...process, command: name, arguments: [name] }, files }];
  return { ...report, findings, source: name, header: { ...report.header, host: name, kernel: name, time: name } };
}

/** Every tag of a page, with its attributes. */
function tagsOf(page: string): readonly string[] {
  return page.match(/<[^>]*>/g) ?? [];
}

Deno.test("formatHtml() has no tag that is made of text from a host", async (t) => {
  const expected = new Set(tagsOf(formatHtml([hostile("name"), failure("name")], ONE_HOST)));
  for (const name of MARKUP) {
    await t.step(JSON.stringify(name), () => {
      const page = formatHtml([hostile(name), failure(name)], ONE_HOST);
      assert.deepEqual(tagsOf(page).filter((tag) => !expected.has(tag)), []);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(page, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      assert.ok(page.isWellFormed());
    });
  }
});

function failure(name: string): HostResult {
  return { mode: "lib_users", source: name, host: name, error: name };
}

Deno.test("formatHtml() fetches nothing and runs nothing", () => {
  const page = formatHtml([hostile("name")], ONE_HOST);
  assert.match(page, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
  assert.deepEqual(tagsOf(page).filter((tag) => /^<(script|img|link|iframe|object|embed|a|form)\b/.test(tag)), []);
  assert.doesNotMatch(page, /\b(src|href|srcset|action|on[a-z]+)=|url\(|@import/);
});

Deno.test("formatHtml() shows what to do once for hosts that need the same", () => {
  const entry = {
    action: "restart",
    argv: ["systemctl", "try-restart", "a.service"],
    service: null,
    label: "a.service",
    user: null,
    reason: "children stay",
    instead: null,
    restarts: [],
  } as const;
  const hosts = ["web-1", "web-2", "web-3"].map((host, at) => {
    const pids = [String(at + 7)];
    const report = reportOf({
      findings: [finding(at + 7, { uid: 0, files: [library("/a")] })],
      more: { plan: [{ ...entry, pids, leaves: pids }], reboot: { needed: false, reasons: [] } },
    });
    return { ...report, header: { ...report.header, host } };
  });
  const page = formatHtml(hosts, ONE_HOST);
  const [toDo = ""] = page.match(/<h2>What to do[^]*?<\/section>/) ?? [];
  assert.match(toDo, /<h3>3 hosts, 3 processes<\/h3>\n<p>web-1 … web-3<\/p>/);
  assert.match(toDo, /<pre>systemctl try-restart a\.service\n# left: a\.service: children stay\n<\/pre>/);
  assert.equal(page.match(/<details>/g)?.length, 3);
});

Deno.test("formatHtml() says how old a recording is, and which are not of today", () => {
  const report = reportOf({ findings: [] });
  const host = (name: string, time: string): Report => ({ ...report, header: { ...report.header, host: name, time } });
  const page = formatHtml([host("new", ONE_HOST.now.toISOString()), host("old", "2026-03-01T09:26:53.500Z")], ONE_HOST);
  assert.match(page, /<p>Scanned 2026-03-14T09:26:53\.500Z, kernel/);
  assert.match(page, /<p>Scanned 2026-03-01T09:26:53\.500Z \(13 days ago\), kernel/);
  assert.match(
    page,
    /<h2>Not of today<\/h2>\n<ul>\n<li>1 host recorded more than 2 days ago, the oldest 13 days ago: old</,
  );
});
