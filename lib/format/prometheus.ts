import { byFile, byUnit, LABEL_WIDTH, type Sample } from "./prometheus_samples.ts";
import { countReport, type Counts } from "../advice/severity.ts";
import { heldBytes } from "../advice/disk_space.ts";
import { shortenText } from "./escape.ts";
import type { HostResult, Report } from "../model/report.ts";
import { isFailed, nameHosts } from "../advice/hosts.ts";
import type { HostsOptions } from "./hosts.ts";
import type { Finding } from "../model/scan.ts";
import { visibleFindings } from "../scan/group.ts";

/**
 * Formats gauges for the textfile collector of node_exporter, one file for each mode; the label `mode` tells them apart.
 * Of one host none has more than 50 sets of labels. With several, the label `host` tells them apart. Files that a rule explains are never counted.
 * Format: Prometheus, "Exposition formats", text-based format 0.0.4.
 */
export function formatPrometheus(results: readonly HostResult[], { several }: HostsOptions): string {
  const names = nameHosts(results);
  const hosts = results.map((result, index) => ({
    origin: { ...(several ? { host: shortenText(names[index]!, LABEL_WIDTH) } : {}), mode: result.mode },
    facts: isFailed(result) ? undefined : factsOf(result),
  }));
  const families = FAMILIES.map(({ name, help, samples }) => ({
    name,
    help,
    samples: hosts.flatMap(({ origin, facts }) =>
      facts === undefined ? [] : samples(facts).map(({ labels, value }) => ({
        labels: { ...origin, ...labels },
        value,
      }))
    ),
  }));
  const success = {
    name: "lib_users_scan_success",
    help: "Whether the host could be scanned.",
    samples: several ? hosts.map(({ origin, facts }) => ({ labels: origin, value: facts === undefined ? 0 : 1 })) : [],
  };
  return [...families, success].map(formatFamily).join("");
}

function factsOf(report: Report): Facts {
  return { report, counts: countReport(report), stale: visibleFindings(report.findings, false) };
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
    name: "lib_users_reboot_needed",
    help: "Whether the machine has to be rebooted: 0 no, 1 yes. Absent where that is not known.",
    samples: ({ report: { reboot } }) => typeof reboot?.needed === "boolean" ? single(Number(reboot.needed)) : [],
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
