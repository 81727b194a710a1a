import type { HostsOptions } from "../lib/format/hosts.ts";
import { PLAIN } from "../lib/format/style.ts";
import { escapeText } from "../lib/format/escape.ts";
import { formatJson } from "../lib/format/json.ts";
import { atLeast } from "../lib/advice/threshold.ts";
import { formatMachine } from "../lib/format/classic.ts";
import type { Report } from "../lib/model/report.ts";
import { parseMaps } from "../lib/parse/maps.ts";
import { formatRecording, parseRecording } from "../lib/procfs/recording.ts";
import { encodeText } from "../lib/base/bytes.ts";
import { treeProc } from "../lib/procfs/tree.ts";
import { compileGlob } from "../lib/rules/fnmatch.ts";
import { findIgnoreRule } from "../lib/rules/ignore.ts";
import { visibleFindings } from "../lib/scan/group.ts";
import { MODES } from "../lib/scan/modes.ts";
import { scan } from "../lib/scan/scan.ts";
import { randomMachine } from "../simulator/random.ts";
import { machineTree } from "../simulator/tree.ts";
import { FILE, mappedAs } from "../test/rules/ignore_examples.ts";

/** What one process, and one machine, costs in each part of the program; `deno task bench:parts`. */
const LINE =
  "7f3a5c000000-7f3a5c02d000 r--p 00000000 08:01 1835010                    /usr/lib/x86_64-linux-gnu/libssl.so.3";
const CLEAN = encodeText(`${LINE}\n`.repeat(200));
const STALE = encodeText(`${LINE}\n`.repeat(195) + `${LINE} (deleted)\n`.repeat(5));
const LARGE = encodeText(`${LINE}\n`.repeat(60_000));

Deno.bench("parseMaps: 200 mappings, none marked", { group: "maps", baseline: true }, () => void parseMaps(CLEAN));
Deno.bench("parseMaps: 200 mappings, five marked", { group: "maps" }, () => void parseMaps(STALE));
Deno.bench("parseMaps: 60,000 mappings, none marked", { group: "maps" }, () => void parseMaps(LARGE));

const LIBRARY = { ...FILE, ...mappedAs("r--p", "r-xp", "rw-p"), name: "/usr/lib/libssl.so.3" };
const SHARED = { ...FILE, ...mappedAs("rw-s"), name: "/SYSV00000000", place: "nowhere" } as const;
const GLOB = compileGlob("/usr/lib/*/lib[a-m]*.so.[0-9]*");

Deno.bench(
  "findIgnoreRule: a library",
  { group: "rules", baseline: true },
  () => void findIgnoreRule("lib_users", LIBRARY),
);
Deno.bench("findIgnoreRule: a shared segment", { group: "rules" }, () => void findIgnoreRule("lib_users", SHARED));
Deno.bench("compileGlob: a match", { group: "rules" }, () => void GLOB("/usr/lib/x86_64-linux-gnu/libcrypto.so.3"));
Deno.bench("escapeText: an ordinary name", { group: "rules" }, () => void escapeText("/usr/lib/libssl.so.3"));

const machine = randomMachine({ seed: 1, processes: 1000, stale: 0.1 });
const recording = await formatRecording(machine, machineTree(machine));
const proc = treeProc((await parseRecording(recording)).tree);
const options = { pids: [], ignoredByUser: () => undefined, details: true };
const found = await scan(proc, MODES[0], options);
const report: Report = {
  mode: MODES[0].name,
  header: machine,
  source: "-",
  scan: found,
  findings: visibleFindings(found.findings, false),
  showFiles: true,
  packages: undefined,
  cautions: [],
  plan: undefined,
  reboot: undefined,
  thresholds: { warning: atLeast(1), critical: atLeast(1), sessions: undefined, tolerated: 0 },
  blindness: [],
  duration: 0,
};

const ONE_HOST: HostsOptions = { style: PLAIN, version: "", several: false, now: new Date(), formatAdvice: () => "" };

Deno.bench("parseRecording: 1,000 processes, all answers", { group: "machine" }, async () => {
  await parseRecording(recording);
});
Deno.bench("scan: 1,000 processes, a tenth stale", { group: "machine", baseline: true }, async () => {
  await scan(proc, MODES[0], options);
});
Deno.bench("formatMachine", { group: "machine" }, () => void formatMachine(report));
Deno.bench("formatJson", { group: "machine" }, () => void [...formatJson([report], ONE_HOST)]);
