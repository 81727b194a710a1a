import assert from "node:assert/strict";
import { nameHosts } from "../../lib/advice/hosts.ts";
import { formatHuman, formatMachine } from "../../lib/format/classic.ts";
import { formatEach, joinFields, joinGroups } from "../../lib/format/hosts.ts";
import { formatJson, formatNdjson } from "../../lib/format/json.ts";
import { formatPrometheus } from "../../lib/format/prometheus.ts";
import type { HostFailure, Report } from "../../lib/model/report.ts";
import { finding, library, ONE_HOST, reportOf } from "./reports.ts";

const SEVERAL = { ...ONE_HOST, several: true };
const FAILED: HostFailure = { mode: "lib_users", source: "/srv/c.jsonl", host: undefined, error: "Cannot read it" };

function hostNamed(host: string, source: string, pids: readonly number[] = []): Report {
  const findings = pids.map((pid) => finding(pid, { uid: 0, files: [library("/usr/lib/libz.so.1")] }));
  const report = reportOf({ findings });
  return { ...report, source, header: { ...report.header, host } };
}

const WEB = hostNamed("web", "/srv/a.jsonl", [7]);
const CLEAN = hostNamed("db", "/srv/b.jsonl");

Deno.test("nameHosts() tells clones apart by where they were read, and so one without a name", () => {
  const hosts = [hostNamed("web", "/srv/a.jsonl"), hostNamed("web", "/srv/b.jsonl"), hostNamed("", "-"), FAILED];
  assert.deepEqual(nameHosts(hosts), ["web (/srv/a.jsonl)", "web (/srv/b.jsonl)", "-", "/srv/c.jsonl"]);
});

Deno.test("nameHosts() gives nobody the name that another host has chosen for itself", () => {
  const [a, b] = [hostNamed("web", "/a"), hostNamed("web", "/b")];
  assert.deepEqual(nameHosts([a, b, hostNamed("web (/a)", "/c")]), ["web (/a) (/a)", "web (/b)", "web (/a) (/c)"]);
  assert.deepEqual(nameHosts([FAILED, hostNamed("/srv/c.jsonl", "/d")]), [
    "/srv/c.jsonl (/srv/c.jsonl)",
    "/srv/c.jsonl (/d)",
  ]);
});

Deno.test("joinGroups() puts the advice of each host below its list", () => {
  const formatAdvice = ({ header }: Report): string => `advice for ${header.host}\n`;
  const text = formatEach(formatHuman, joinGroups)([WEB, CLEAN, FAILED], { ...SEVERAL, formatAdvice });
  assert.equal(text, 'host: web\n7 "/usr/sbin/worker -f"\n\nadvice for web\n\nhost: db\nadvice for db\n');
});

Deno.test("joinFields() puts the name of the host before each line", () => {
  const text = formatEach(formatMachine, joinFields)([WEB, CLEAN, FAILED], SEVERAL);
  assert.equal(text, "web;7;/usr/lib/libz.so.1;/usr/sbin/worker -f\n");
});

Deno.test("formatJson() has one shape for several hosts, be it one, and keeps those that failed", () => {
  for (const results of [[WEB], [WEB, CLEAN, FAILED], [FAILED]]) {
    const { format, reports } = JSON.parse([...formatJson(results, SEVERAL)].join(""));
    assert.equal(format, "lib_users reports");
    assert.deepEqual(
      reports.map(({ source }: { readonly source: string }) => source),
      results.map(({ source }) => source),
    );
  }
  const { reports: [, failed] } = JSON.parse([...formatJson([WEB, FAILED], SEVERAL)].join(""));
  assert.deepEqual(failed, {
    mode: "lib_users",
    host: null,
    source: "/srv/c.jsonl",
    error: "Cannot read it",
  });
});

Deno.test("formatNdjson() has a line for every host", () => {
  const lines = Array.from(formatNdjson([WEB, CLEAN, FAILED]), (line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ format, host, pid, stale, error }) => [format, host, pid ?? stale ?? error]), [
    ["lib_users host", "web", 1],
    ["lib_users process", "web", 7],
    ["lib_users host", "db", 0],
    ["lib_users host", null, "Cannot read it"],
  ]);
});

Deno.test("formatPrometheus() tells several hosts apart by a label, and which could be scanned", () => {
  const text = formatPrometheus([WEB, CLEAN, FAILED], SEVERAL);
  const lines = text.split("\n").filter((line) => /^lib_users_(scan_success|stale_system_processes)/.test(line));
  assert.deepEqual(lines, [
    'lib_users_stale_system_processes{host="web",mode="lib_users"} 1',
    'lib_users_stale_system_processes{host="db",mode="lib_users"} 0',
    'lib_users_scan_success{host="web",mode="lib_users"} 1',
    'lib_users_scan_success{host="db",mode="lib_users"} 1',
    'lib_users_scan_success{host="/srv/c.jsonl",mode="lib_users"} 0',
  ]);
  for (const family of text.match(/(?<=# TYPE )\w+/g) ?? []) {
    assert.equal(text.split(`# TYPE ${family} `).length, 2, family);
  }
});

Deno.test("formatJson() is a document without reports where there is no host", () => {
  assert.deepEqual(JSON.parse([...formatJson([], SEVERAL)].join("")).reports, []);
});
