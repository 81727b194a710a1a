import { countReport, type Counts, isSystemProcess } from "../advice/severity.ts";
import { heldBytes } from "../advice/disk_space.ts";
import { groupBy } from "../base/group_by.ts";
import { shortenText } from "./escape.ts";
import { packagesOf } from "./packages.ts";
import type { PackageAnswer } from "../model/package.ts";
import type { Report } from "../model/report.ts";
import type { Finding } from "../model/scan.ts";
import type { Service } from "../model/service.ts";
import { visibleFindings } from "../scan/group.ts";

/**
 * Formats gauges for the textfile collector of node_exporter, one file for each mode; the label `mode` tells them apart.
 * None has more than 50 sets of labels. Files that a rule explains are never counted.
 * Format: Prometheus, "Exposition formats", text-based format 0.0.4.
 */
export function formatPrometheus(report: Report): string {
  const facts = { report, counts: countReport(report), stale: visibleFindings(report.findings, false) };
  return FAMILIES.map(({ name, help, samples }) =>
    formatFamily({
      name,
      help,
      samples: samples(facts).map(({ labels, value }) => ({ labels: { mode: report.mode, ...labels }, value })),
    })
  ).join("");
}

interface Facts {
  readonly report: Report;
  readonly counts: Counts;
  /** The stale processes. */
  readonly stale: readonly Finding[];
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: (facts: Facts) => readonly Sample[];
}

/** All metrics. Their help is the same in every mode: the collector refuses files that differ in it. */
const FAMILIES: readonly Family[] = [
  {
    name: "lib_users_stale_processes",
    help: "Processes that use deleted files, by unit (a user's count for the user's slice) and container.",
    samples: ({ stale }) => byUnit(stale, countDistinct),
  },
  {
    name: "lib_users_stale_system_processes",
    help: "Processes of root, of system users or of system services that use deleted files.",
    samples: ({ counts }) => single(counts.system),
  },
  {
    name: "lib_users_stale_file_processes",
    help: "Processes that use deleted files, by package, or by file where no package is known.",
    samples: ({ stale, report }) => byFile(stale, report.packages, countDistinct),
  },
  {
    name: "lib_users_held_bytes",
    help: "Disk space that deleted files take up because they are held open, each file once.",
    samples: ({ counts }) => single(counts.held),
  },
  {
    name: "lib_users_unit_held_bytes",
    help: "Disk space that deleted files take up because a unit or container holds them open.",
    samples: ({ stale }) => byUnit(stale.filter((finding) => heldBytes([finding]) > 0), heldBytes),
  },
  {
    name: "lib_users_processes",
    help: "Processes that were looked at.",
    samples: ({ counts }) => single(counts.processes),
  },
  {
    name: "lib_users_unreadable_processes",
    help: "Processes that could not be read, or only in part, by reason.",
    samples: ({ report: { scan: { unreadable } } }) =>
      REASONS.map((reason) => ({
        labels: { reason },
        value: unreadable.filter(({ failure }) => failure === reason).length,
      })),
  },
  {
    name: "lib_users_scan_duration_seconds",
    help: "How long the scan took.",
    samples: ({ report }) => single(report.duration),
  },
  {
    name: "lib_users_scan_timestamp_seconds",
    help: "When the scan began, in seconds since 1970.",
    samples: ({ report: { header } }) => single(new Date(header.time).getTime() / 1000),
  },
];

const REASONS = ["denied", "stuck", "unreadable"] as const;

function single(value: number): readonly Sample[] {
  return Number.isFinite(value) ? [{ labels: {}, value }] : [];
}

function countDistinct(findings: readonly Finding[]): number {
  return new Set(findings).size;
}

/** Measures the findings that share a set of labels. A finding may be among them more than once. */
export type Measure = (findings: readonly Finding[]) => number;

/** Measures findings by unit and container. */
export function byUnit(findings: readonly Finding[], measure: Measure): readonly Sample[] {
  const members = findings.map((finding) => ({ finding, labels: unitLabels(finding.process.service) }));
  return bound(members, measure, { unit: OTHER, container: "" });
}

/** Measures findings by package, and by file where no package is known. */
export function byFile(
  findings: readonly Finding[],
  packages: PackageAnswer | undefined,
  measure: Measure,
): readonly Sample[] {
  const uses = findings.flatMap((finding) => finding.files.map(({ name }) => ({ finding, name })));
  const members = [...groupBy(uses, ({ name }) => name)].flatMap(([name, same]) => {
    const file = { package: "", file: shortenText(name, FILE_WIDTH) };
    return same.flatMap(({ finding }) => {
      const owners = packagesOf(finding.process, name, packages)?.packages ?? [];
      const owned = owners.map((name) => ({ package: shortenText(name, LABEL_WIDTH), file: "" }));
      return (owned.length > 0 ? owned : [file]).map((labels) => ({ finding, labels }));
    });
  });
  return bound(members, measure, { package: OTHER, file: "" });
}

type Labels = Sample["labels"];

interface Member {
  readonly finding: Finding;
  readonly labels: Labels;
}

/** Prometheus keeps every set of labels for long, and anybody who can start processes can make new ones. */
const MAX_SETS = 50;
const OTHER = "other";
const LABEL_WIDTH = 100;
const FILE_WIDTH = 200;

/**
 * Returns one sample for each set of labels. Of too many, those of the system are kept, then those with the highest
 * values; the rest are measured together. Where there is nothing, the sample is zero, so that the metric always exists.
 */
function bound(members: readonly Member[], measure: Measure, other: Labels): readonly Sample[] {
  if (members.length === 0) {
    return [{ labels: Object.fromEntries(Object.keys(other).map((key) => [key, ""])), value: 0 }];
  }
  const ranked = rank(members, measure);
  if (ranked.length <= MAX_SETS) return ranked;
  const kept = ranked.slice(0, MAX_SETS - 1).filter(({ key }) => key !== keyOf(other));
  const keptKeys = new Set(kept.map(({ key }) => key));
  const rest = members.filter(({ labels }) => !keptKeys.has(keyOf(labels)));
  return [...kept, { labels: other, value: measure(rest.map(({ finding }) => finding)) }];
}

function rank(members: readonly Member[], measure: Measure): readonly (Sample & { readonly key: string })[] {
  return Array.from(groupBy(members, ({ labels }) => keyOf(labels)), ([key, same]) => ({
    key,
    labels: same[0]!.labels,
    value: measure(same.map(({ finding }) => finding)),
    isSystem: same.some(({ finding }) => isSystemProcess(finding.process)),
  })).toSorted((left, right) =>
    Number(right.isSystem) - Number(left.isSystem) || right.value - left.value || (left.key < right.key ? -1 : 1)
  );
}

function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}

function unitLabels(service: Service | undefined): Labels {
  if (service === undefined) return { unit: "", container: "" };
  return { unit: shortenText(unitOf(service), LABEL_WIDTH), container: shortenText(containerOf(service), LABEL_WIDTH) };
}

/** Returns the unit, or for a user's unit the slice of the user: a user can make any number of units of any name. */
function unitOf(service: Service): string {
  if (service.uid !== undefined) return `user-${service.uid}.slice`;
  return "runtime" in service ? service.unit ?? "" : service.label;
}

/** Returns the id of a container, as short as the lists of the runtimes show it. */
function containerOf(service: Service): string {
  if (!("runtime" in service)) return "";
  return (service.id || service.pod || "").replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
}

/** One value of a metric. */
export interface Sample {
  /** By name, in the order in which they are written. */
  readonly labels: Readonly<Record<string, string>>;
  /** In the unit that the name of the metric ends with. */
  readonly value: number;
}

/** A metric: its description and its values. */
export interface SampleFamily {
  /** It ends with the unit. */
  readonly name: string;
  /** One line, without a backslash. */
  readonly help: string;
  /** Each with other labels. */
  readonly samples: readonly Sample[];
}

/**
 * Formats a gauge in the text format of Prometheus; empty where it has no values. The values of labels must not have
 * control characters or bytes that are not UTF-8.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatFamily } from "./prometheus.ts";
 *
 * const samples = [{ labels: { unit: 'a"b' }, value: 3 }];
 * assert.equal(
 *   formatFamily({ name: "stale", help: "Stale.", samples }),
 *   '# HELP stale Stale.\n# TYPE stale gauge\nstale{unit="a\\"b"} 3\n',
 * );
 * ```
 */
export function formatFamily({ name, help, samples }: SampleFamily): string {
  if (samples.length === 0) return "";
  const lines = samples.map(({ labels, value }) => `${name}{${formatLabels(labels)}} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

function formatLabels(labels: Sample["labels"]): string {
  return Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(",");
}

/** Escapes the value of a label. It has no newline. */
function escapeLabel(value: string): string {
  return value.replace(/[\\"]/g, "\\$&");
}
