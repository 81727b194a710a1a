// Formats metrics for the textfile collector of Prometheus.
import { groupBy } from "../base/group_by.ts";
import { byFile, byUnit, LABEL_WIDTH, type Sample } from "./prometheus_samples.ts";
import { countReport, type Counts, hidesProcesses, isSession } from "../advice/severity.ts";
import { findHeldByMount, heldBytes } from "../advice/disk_space.ts";
import { shortenText } from "./escape.ts";
import type { HostResult, Report } from "../model/report.ts";
import { isFailed, nameHosts } from "../advice/hosts.ts";
import type { HostsOptions } from "./hosts.ts";
import type { Finding } from "../model/scan.ts";
import { visibleFindings } from "../scan/group.ts";

/**
 * Formats gauges for the textfile collector of node_exporter, one file for each mode; the label `mode` tells them apart.
 * Of one host none has more than 50 sets of labels. With several hosts, the label `host` tells them apart. Files that a
 * rule explains are never counted. Login sessions are apart: no restart of a service renews their processes.
 * Format: Prometheus, "Exposition formats", text-based format 0.0.4.
 */
export function formatPrometheus(results: readonly HostResult[], { several, version }: HostsOptions): string {
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
    ...SUCCESS,
    samples: several ? hosts.map(({ origin, facts }) => ({ labels: origin, value: facts === undefined ? 0 : 1 })) : [],
  };
  const build = {
    ...BUILD,
    samples: (["lib_users", "fd_users"] as const).filter((mode) => results.some((result) => result.mode === mode))
      .map((mode) => ({ labels: { mode, version }, value: 1 })),
  };
  return [...families, success, build].map(formatFamily).join("");
}

function factsOf(report: Report): Facts {
  const visible = visibleFindings(report.findings, false);
  return {
    report,
    counts: countReport(report),
    visible,
    stale: visible.filter(({ process }) => !isSession(process.service)),
  };
}

interface Facts {
  readonly report: Report;
  readonly counts: Counts;
  /** The stale processes. */
  readonly visible: readonly Finding[];
  /** Those of them that are in no login session. */
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
    help:
      "Processes outside of login sessions that use deleted files, by unit (those of a user as the user's slice) and container.",
    samples: ({ stale }) => byUnit(stale, countDistinct),
  },
  {
    name: "lib_users_stale_system_processes",
    help: "Processes of root, of system users or of system services that use deleted files.",
    samples: ({ counts }) => single(counts.system),
  },
  {
    name: "lib_users_stale_sessions",
    help: "Login sessions with processes that use deleted files.",
    samples: ({ counts }) => single(counts.sessions),
  },
  {
    name: "lib_users_stale_file_processes",
    help: "Processes that use deleted files, by package, or by file where no package is known.",
    samples: ({ visible, report }) => byFile(visible, report.packages, countDistinct),
  },
  {
    name: "lib_users_oldest_stale_timestamp_seconds",
    help: "Since when the oldest deleted file in use is stale, in seconds since 1970. Absent where there is none.",
    samples: ({ visible }) => oldest(visible),
  },
  {
    name: "lib_users_held_bytes",
    help: "Disk space that deleted files take up because they are open or mapped, each file once.",
    samples: ({ counts }) => single(counts.held),
  },
  {
    name: "lib_users_mount_held_bytes",
    help: "Space that deleted files take up, by the mount point where it comes back and the medium: disk or memory.",
    samples: ({ visible }) => byMount(visible),
  },
  {
    name: "lib_users_unit_held_bytes",
    help: "Disk space that deleted files take up because a unit or container holds them open.",
    samples: ({ visible }) => byUnit(visible.filter((finding) => heldBytes([finding]) > 0), heldBytes),
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
    name: "lib_users_hidden_processes",
    help: "Whether processes may be missing from the list (hidepid, a PID namespace): 0 no, 1 yes.",
    samples: ({ report: { blindness } }) => single(Number(hidesProcesses(blindness))),
  },
  {
    name: "lib_users_reboot_required",
    help: "Whether the machine has to be rebooted, by reason: 0 no, 1 yes. Absent where that is not known.",
    samples: ({ report: { reboot } }) => byReason(reboot),
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

const SUCCESS = { name: "lib_users_scan_success", help: "Whether the host could be scanned; only of several hosts." };
const BUILD = { name: "lib_users_build_info", help: "The version of the program that wrote this, as a label." };

/** The name and the meaning of every metric, for the documentation. */
export const METRICS: readonly { readonly name: string; readonly help: string }[] = [...FAMILIES, SUCCESS, BUILD];

/** A forged recording can claim any time. */
function oldest(findings: readonly Finding[]): readonly Sample[] {
  const times = findings.flatMap(({ files }) => files.flatMap(({ staleSince }) => staleSince ?? []));
  const time = times.reduce((least, each) => Math.min(least, each), Infinity);
  return single(time / 1000);
}

/** The mounts that gain most, each once: its name may be cut, and is up to whoever may mount. */
function byMount(findings: readonly Finding[]): readonly Sample[] {
  const samples = findHeldByMount(findings).slice(0, MAX_MOUNTS).map(({ medium, mountPoint = "", bytes }) => ({
    labels: { mountpoint: shortenText(mountPoint, LABEL_WIDTH), medium },
    value: bytes,
  }));
  return Array.from(groupBy(samples, ({ labels }) => JSON.stringify(labels)).values(), (same) => ({
    labels: same[0]!.labels,
    value: same.reduce((sum, { value }) => sum + value, 0),
  }));
}

const MAX_MOUNTS = 50;

function byReason(reboot: Report["reboot"]): readonly Sample[] {
  if (typeof reboot?.needed !== "boolean") return [];
  if (!reboot.needed) return [{ labels: { reason: "" }, value: 0 }];
  const reasons = new Set(reboot.reasons.slice(0, MAX_REASONS).map((reason) => shortenText(reason, LABEL_WIDTH)));
  return Array.from(reasons, (reason) => ({ labels: { reason }, value: 1 }));
}

const MAX_REASONS = 10;

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
