/**
 * Writes into README.md, docs/ and bench/ what the program and the results of the benchmark know: the tables between
 * markers, and the transcripts. A test compares them.
 *
 * @module
 */
import { formatReport } from "../bench/report.ts";
import { encodeText } from "../lib/base/bytes.ts";
import { groupBy } from "../lib/base/group_by.ts";
import { COMMANDS, formatCommand } from "../lib/cli/commands.ts";
import { EXIT_STATUSES } from "../lib/cli/help.ts";
import { formatOption, OPTION_SPECS } from "../lib/cli/option_specs.ts";
import { FORMATS } from "../lib/format/formats.ts";
import { METRICS } from "../lib/format/prometheus.ts";
import { TEMPORARY_NAMES } from "../lib/rules/final_name.ts";
import { IGNORE_RULES } from "../lib/rules/ignore.ts";
import { type IgnoreRule, RULE_KINDS } from "../lib/rules/rule_kinds.ts";
import { machineProc } from "../simulator/proc.ts";
import { type ScenarioName, SCENARIOS } from "../simulator/scenarios.ts";
import { runIn, type SimulatedFile } from "../test/run_program.ts";
import { readArguments } from "./arguments.ts";

/** The tables, by the name in their markers: `<!-- options -->` before and `<!-- /options -->` after. */
const TABLES: Readonly<Record<string, () => string>> = {
  commands: () => table(["command", "what it does"], COMMANDS.map((each) => [code(formatCommand(each)), each.summary])),
  options: () => table(["option", "meaning"], OPTION_SPECS.map((each) => [code(formatOption(each)), each.summary])),
  formats: () => table(["format", "what it prints"], FORMATS.map(({ name, summary }) => [code(name), summary])),
  "exit-statuses": () => table(["status", "meaning"], EXIT_STATUSES),
  metrics: () => table(["metric", "meaning"], METRICS.map(({ name, help }) => [code(name), help.replace(/\.$/, "")])),
  rules: () => Array.from(groupBy(IGNORE_RULES, ({ kind }) => kind), formatKind).join("\n"),
  "temporary-names": () =>
    table(
      ["temporary name", "final name", "tool"],
      TEMPORARY_NAMES.map(({ example: [name, final], met }) => [code(name), code(final), met]),
    ),
  results: () =>
    listResults().map((path) => formatReport(JSON.parse(Deno.readTextFileSync(path)))).join("\n") || "None are kept.\n",
};

/** Returns the documents that have tables or transcripts. */
export function listDocuments(): readonly string[] {
  const docs = Array.from(Deno.readDirSync("docs"), ({ name }) => `docs/${name}`);
  return ["README.md", "bench/README.md", ...docs.filter((path) => path.endsWith(".md")).toSorted()];
}

/** Returns the results of the benchmark that are kept. */
function listResults(): readonly string[] {
  const names = Array.from(Deno.readDirSync("bench/results"), ({ name }) => `bench/results/${name}`);
  return names.filter((path) => path.endsWith(".json")).toSorted();
}

/** Returns a document with its tables and transcripts as they should be. Throws a `RangeError` for an unknown table. */
export async function updateDocument(text: string): Promise<string> {
  const withTables = text.replace(TABLE, (_, name: string) => {
    const make = TABLES[name];
    if (make === undefined) throw new RangeError(`Cannot write table "${name}": it takes ${Object.keys(TABLES)}`);
    return `<!-- ${name} -->\n\n${make()}\n<!-- /${name} -->`;
  });
  const parts: string[] = [];
  let at = 0;
  for (const { 0: block, 1: scenario = "", 2: body = "", index } of withTables.matchAll(TRANSCRIPT)) {
    parts.push(withTables.slice(at, index), "```console", scenario && ` ${scenario}`, "\n");
    for (const [, command = ""] of body.matchAll(COMMAND)) parts.push(await runTranscript(command, scenario));
    parts.push("```");
    at = index + block.length;
  }
  return [...parts, withTables.slice(at)].join("");
}

const TABLE = /<!-- ([a-z-]+) -->\n[^]*?<!-- \/\1 -->/g;
/** A block of commands and what they print, in a scenario of the simulator or beside a fleet; else in the first one. */
const TRANSCRIPT = /^```console(?: ([a-z-]+))?\n([^]*?)^```$/gm;
const COMMAND = /^\$ (.*)\n/gm;

async function runTranscript(command: string, scenario: string): Promise<string> {
  if (scenario === "fleet") return await runOnFleet(command);
  const { machine } = SCENARIOS[(scenario || "upgrade") as ScenarioName];
  const { time } = machine();
  const { stdout } = await runIn(machineProc(machine()), command.split(" "), { time });
  return `$ ${command}\n${stdout}`;
}

/** Runs a command beside the recordings of many hosts: web servers, and others that are clean or could not be recorded. */
async function runOnFleet(command: string): Promise<string> {
  const { time } = SCENARIOS["web-server"].machine();
  const failure = "db-09\tConnection timed out\n";
  const files: Record<string, SimulatedFile> = { "recordings/failures.txt": { bytes: encodeText(failure) } };
  const hosts = [["web-server", "web", 18], ["deleted-log", "mail", 2], ["nothing-stale", "db", 8]] as const;
  for (const [scenario, prefix, count] of hosts) {
    for (let number = 1; number <= count; number++) {
      const host = `${prefix}-${String(number).padStart(2, "0")}`;
      const { stdout } = await runIn(machineProc({ ...SCENARIOS[scenario].machine(), host }), ["record"], { time });
      files[`recordings/${host}.jsonl`] = { bytes: encodeText(stdout) };
    }
  }
  const { stdout } = await runIn(machineProc(SCENARIOS["nothing-stale"].machine()), command.split(" "), {
    time,
    files,
  });
  return `$ ${command}\n${stdout}`;
}

/** Formats the rules of a kind: what they have in common, then each with an example and where it was met. */
function formatKind([kind, rules]: readonly [IgnoreRule["kind"], readonly IgnoreRule[]]): string {
  const { title, what } = RULE_KINDS[kind];
  const rows = rules.map(({ name, modes, reason, example, met }) => [
    code(name),
    reason,
    modes.join(", "),
    code(example),
    met,
  ]);
  return `### ${title}\n\n${what}\n\n${table(["rule", "what it is", "in", "example", "met in"], rows)}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Formats a table as `deno fmt` does. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |\n`;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("");
}

if (import.meta.main) {
  readArguments({ usage: "deno task update", most: 0 });
  for (const path of listDocuments()) {
    const text = Deno.readTextFileSync(path);
    const updated = await updateDocument(text);
    if (updated !== text) Deno.writeTextFileSync(path, updated);
  }
}
