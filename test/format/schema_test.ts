import { attributeScan } from "../../lib/services/lookup.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { planServices } from "../../lib/advice/plan.ts";
import { formatJson, formatNdjson } from "../../lib/format/json.ts";
import type { HostResult, Report } from "../../lib/model/report.ts";
import { parseRecording } from "../../lib/procfs/recording.ts";
import { treeProc } from "../../lib/procfs/tree.ts";
import { visibleFindings } from "../../lib/scan/group.ts";
import { type Mode, MODES } from "../../lib/scan/modes.ts";
import { scan } from "../../lib/scan/scan.ts";
import { itemOf, NO_CONTEXT } from "../advice/items.ts";
import { finding, jsonOf, library, ONE_HOST, openFile, reportOf } from "./reports.ts";
import { SAMPLE_REPORTS } from "./sample_reports.ts";
import schema from "../../lib/format/report.schema.json" with { type: "json" };

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).addSchema(schema);

for (const [what, report] of SAMPLE_REPORTS) {
  Deno.test(`report.schema.json describes ${what}`, () => assertValid(report));
}

for (const name of recordings()) {
  for (const mode of MODES) {
    Deno.test(`report.schema.json describes what ${mode.name} finds in recording ${name}`, async () => {
      const { header, scan } = await scanRecording(name, mode);
      const findings = visibleFindings(scan.findings, true);
      assertValid({ ...reportOf({ mode: mode.name }), header, scan, findings });
    });
  }
}

Deno.test("report.schema.json describes what is printed of several hosts", () => {
  const report = reportOf({ findings: [finding(7, { files: [openFile("/a", 1, 512)] })] });
  const results: readonly HostResult[] = [report, report, {
    mode: "lib_users",
    source: "/srv/b.jsonl",
    host: undefined,
    error: "Cannot read it",
  }];
  const document = JSON.parse([...formatJson(results, { ...ONE_HOST, several: true })].join(""));
  assert.equal(ajv.validate(`${ROOT}#/$defs/reports`, document), true, ajv.errorsText());
  assert.equal(document.reports.length, 3);
  assert.deepEqual(document.reports[2], {
    mode: "lib_users",
    host: null,
    source: "/srv/b.jsonl",
    error: "Cannot read it",
  });
  for (const line of formatNdjson(results)) {
    assert.equal(ajv.validate(LINE, JSON.parse(line)), true, ajv.errorsText());
  }
});

Deno.test("report.schema.json refuses what it does not know, wherever that is", () => {
  const report = reportOf({
    findings: [
      finding(7, {
        uid: 0,
        cgroup: "/init.scope",
        files: [library("/dev/zero", { rule: "a", reason: "b", byUser: false })],
      }),
      finding(8, { files: [openFile("/a", 1, 512)] }),
    ],
    unreadable: [{ pid: "5", failure: "denied" }],
    more: { plan: planServices([itemOf("/system.slice/a.service"), itemOf("/")], NO_CONTEXT) },
  });
  const document = JSON.parse(jsonOf(report));
  const places = objectsIn(document);
  assert.equal(places.length, 20);
  for (const place of places) {
    place["unknown"] = 1;
    assert.equal(ajv.validate(ROOT, document), false, JSON.stringify(place));
    delete place["unknown"];
  }
  for (const line of linesOf(report)) {
    for (const place of objectsIn(line)) {
      place["unknown"] = 1;
      assert.equal(ajv.validate(LINE, line), false, JSON.stringify(place));
      delete place["unknown"];
    }
  }
});

Deno.test("report.schema.json refuses a document that lacks something", () => {
  const document = JSON.parse(jsonOf(reportOf({ findings: [finding(7, { files: [library("/a")] })] })));
  for (const place of objectsIn(document)) {
    for (const [key, value] of Object.entries(place)) {
      delete place[key];
      assert.equal(ajv.validate(ROOT, document), false, key);
      place[key] = value;
    }
  }
});

const ROOT = schema.$id;
const LINE = `${schema.$id}#/$defs/line`;

type Json = Record<string, unknown>;

function assertValid(report: Report): void {
  assert.equal(ajv.validate(ROOT, JSON.parse(jsonOf(report))), true, ajv.errorsText());
  for (const line of linesOf(report)) assert.equal(ajv.validate(LINE, line), true, ajv.errorsText());
}

function linesOf(report: Report): readonly Json[] {
  return Array.from(formatNdjson([report]), (line) => JSON.parse(line));
}

/** All objects in a document, itself first. */
function objectsIn(value: unknown): readonly Json[] {
  if (typeof value !== "object" || value === null) return [];
  return [...(Array.isArray(value) ? [] : [value as Json]), ...Object.values(value).flatMap(objectsIn)];
}

function recordings(): readonly string[] {
  const names = Array.from(Deno.readDirSync(new URL("../recordings/", import.meta.url)), ({ name }) => name);
  return names.filter((name) => name.endsWith(".jsonl")).toSorted();
}

async function scanRecording(name: string, mode: Mode): Promise<Pick<Report, "header" | "scan">> {
  const bytes = await Deno.readFile(new URL(`../recordings/${name}`, import.meta.url));
  const { header, tree } = await parseRecording(bytes);
  const options = { pids: [], ignoredByUser: () => undefined, details: true };
  const proc = treeProc(tree);
  return { header, scan: await attributeScan(proc, await scan(proc, mode, options)) };
}
