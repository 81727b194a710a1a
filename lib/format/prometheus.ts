import { visibleFindings } from "../scan/group.ts";
import type { Finding } from "../model/finding.ts";
import { countReport, type Counts, heldBytes } from "../advice/counts.ts";
import { byFile, byUnit } from "./prometheus_labels.ts";
import { formatFamily, type Sample } from "./prometheus_text.ts";
import type { Report } from "../model/report.ts";

/**
 * For the textfile collector of node_exporter, a file a mode: the label `mode` keeps them apart. All are gauges, and
 * none has more than 50 sets of labels. What the rules explain is never counted.
 * Format: Prometheus, "Exposition formats", text-based format 0.0.4.
 */
export function formatPrometheus(report: Report): string {
  const facts = { report, counts: countReport(report), stale: visibleFindings(report.findings, false) };
  return FAMILIES.map(({ name, help, samples }) =>
    formatFamily({
      name,
      help,
      samples: samples(facts).map(({ labels, value }) => ({ labels: { mode: report.mode.name, ...labels }, value })),
    })
  ).join("");
}

interface Facts {
  readonly report: Report;
  readonly counts: Counts;
  /** The processes that use files which no rule explains. */
  readonly stale: readonly Finding[];
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: (facts: Facts) => readonly Sample[];
}

/** All metrics. The help must be the same in every mode: the collector refuses files that differ in it. */
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
    help: "Processes that could not be read, or not wholly, by reason.",
    samples: ({ report: { scan: { missed } } }) =>
      REASONS.map((reason) => ({
        labels: { reason },
        value: missed.filter(({ failure }) => failure === reason).length,
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
