import assert from "node:assert/strict";
import { SCENARIOS } from "../../../simulator/scenarios.ts";
import { projectPath } from "../folder.ts";
import { recordingOf } from "../recordings.ts";
import { type Field, testField } from "./field.ts";

testField("promtool finds the rules right, and they alert when they should", async ({ run }) => {
  const { code, stdout, stderr } = await run(`
    cd /project/contrib/prometheus
    promtool check rules --lint=all --lint-fatal rules.yml
    promtool test rules rules_test.yml`);
  assert.equal(code, 0, stdout + stderr);
});

Deno.test("every alert has a test in which it is expected", async () => {
  const rules = await Deno.readTextFile(projectPath("contrib/prometheus/rules.yml"));
  const tests = await Deno.readTextFile(projectPath("contrib/prometheus/rules_test.yml"));
  for (const [, name] of rules.matchAll(/- alert: (\w+)/g)) {
    const cases = tests.split("- alertname: ").filter((part) => part.startsWith(`${name}\n`));
    assert.ok(cases.some((part) => part.includes("exp_alerts")), `${name} is never expected`);
  }
});

/** What a query came to: its samples, each with its labels. */
type Samples = readonly { readonly metric: Readonly<Record<string, string>>; readonly value: [number, string] }[];

/**
 * Evaluates expressions in a Prometheus that has scraped a node_exporter, of which the textfile collector has read what
 * the program says about a recording in both modes.
 */
async function evaluate(
  { run, shared }: Field,
  recording: string,
  expressions: readonly string[],
): Promise<readonly Samples[]> {
  await shared.write("recording.jsonl", recording);
  for (const [index, text] of expressions.entries()) await shared.write(`expressions/${index}`, text);
  const { code, stdout, stderr } = await run(`
    mkdir /tmp/metrics /shared/results
    for mode in lib_users fd_users; do
      $mode --config /dev/null --format prometheus --proc /shared/recording.jsonl -o "/tmp/metrics/$mode.prom"
    done
    prometheus-node-exporter --collector.disable-defaults --collector.textfile --collector.uname \\
      --collector.textfile.directory=/tmp/metrics --web.listen-address=127.0.0.1:9100 2>/tmp/exporter &
    cat >/tmp/prometheus.yml <<EOF
global: { scrape_interval: 500ms }
rule_files: [/project/contrib/prometheus/rules.yml]
scrape_configs: [{ job_name: node, static_configs: [{ targets: ["127.0.0.1:9100"] }] }]
EOF
    prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/tmp/data --web.listen-address=127.0.0.1:9090 \\
      2>/tmp/prometheus &
    query() { promtool query instant -o json http://127.0.0.1:9090 "$1"; }
    tries=0
    until query 'lib_users_scan_duration_seconds{mode="fd_users"}' 2>/dev/null | grep -q metric; do
      tries=$((tries + 1))
      [ $tries -lt 100 ] || { cat /tmp/exporter /tmp/prometheus; exit 1; }
      sleep 0.2
    done
    query node_textfile_scrape_error | grep -q '"0"\\]'
    for expression in /shared/expressions/*; do
      query "$(cat "$expression")" >"/shared/results/\${expression##*/}"
    done`);
  assert.equal(code, 0, stdout + stderr);
  return await Promise.all(
    expressions.map(async (_, index) => JSON.parse(await Deno.readTextFile(shared.path(`results/${index}`)))),
  );
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const DASHBOARD: { readonly panels: readonly Panel[]; readonly templating: { readonly list: readonly unknown[] } } =
  JSON.parse(await Deno.readTextFile(projectPath("contrib/grafana/lib_users.json")));

const BUSY = SCENARIOS["busy-machine"].machine();
const MARKS = { "/run/reboot-required": { text: "*** System restart required ***\n", size: 32 } };

testField("Prometheus knows, through node_exporter, all that the dashboard asks for", async (field) => {
  const queries = DASHBOARD.panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));
  const results = await evaluate(
    field,
    await recordingOf({ ...BUSY, files: { ...BUSY.files, ...MARKS } }),
    // Without what makes a number of nothing.
    queries.map(({ expr }) => expr.replaceAll("$instance", ".*").replace(/ or vector\(0\)$/, "")),
  );
  for (const [index, { title, expr, legendFormat = "" }] of queries.entries()) {
    const samples = results[index]!;
    assert.notEqual(samples.length, 0, `${title}: ${expr}`);
    for (const { metric, value: [, number] } of samples) {
      assert.equal(Number.isFinite(Number(number)), true, `${title}: ${number}`);
      const labels = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => metric[name!] ?? "");
      if (legendFormat !== "") assert.notEqual(labels.join(""), "", `${title}: the legend is empty`);
    }
  }
});

Deno.test("the panels of the dashboard leave no gap and do not overlap", () => {
  const cells = DASHBOARD.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + index % w},${y + Math.floor(index / w)}`)
  );
  const bottom = Math.max(...DASHBOARD.panels.map(({ gridPos: { y, h } }) => y + h));
  assert.equal(new Set(cells).size, cells.length);
  assert.equal(cells.length, 24 * bottom);
});
