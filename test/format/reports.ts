import type { HostsOptions } from "../../lib/format/hosts.ts";
import { formatJson, formatNdjson } from "../../lib/format/json.ts";
import { formatPrometheus } from "../../lib/format/prometheus.ts";
import { PLAIN } from "../../lib/format/style.ts";
import { atLeast } from "../../lib/advice/threshold.ts";
import type { FileDescriptor, Ignored, Stat, UsedFile } from "../../lib/model/file.ts";
import type { Process } from "../../lib/model/process.ts";
import type { Report, Thresholds } from "../../lib/model/report.ts";
import type { Finding, ModeName, Scan } from "../../lib/model/scan.ts";
import { findService } from "../../lib/services/service.ts";

/** What a report is made of. What is left out is of an idle machine with root, alice (1000) and 240 processes. */
export interface ReportParts {
  readonly mode?: ModeName;
  readonly findings?: readonly Finding[];
  readonly unreadable?: Scan["unreadable"];
  readonly processes?: number;
  readonly more?: Partial<Report>;
}

/** Makes a report. */
export function reportOf(
  { mode = "lib_users", findings = [], unreadable = [], processes = 240, more }: ReportParts,
): Report {
  const users = new Map([[0, "root"], [33, "www-data"], [1000, "alice"]]);
  return {
    mode,
    source: "/proc",
    header: { host: "server", kernel: "6.12.0", uid: 0, time: "2026-03-14T09:26:53.500Z" },
    scan: { mode, processes, unreadable, notFound: [], findings, booted: 1_773_000_000_000, users },
    findings,
    showFiles: false,
    packages: undefined,
    cautions: [],
    plan: [],
    reboot: { needed: null, reasons: [] },
    blindness: [],
    thresholds: thresholds(1, 1),
    duration: 0.1234,
    ...more,
  };
}

/** The thresholds of a check; login sessions have none. */
export function thresholds(warning: number, critical: number): Thresholds {
  return { warning: atLeast(warning), critical: atLeast(critical), sessions: undefined, tolerated: 0 };
}

/** A process of a user, in a cgroup, that uses files. */
export function finding(
  pid: number,
  { uid, cgroup, files }: {
    readonly uid?: number | undefined;
    readonly cgroup?: string | undefined;
    readonly files: readonly UsedFile[];
  },
): Finding {
  const process: Process = {
    pid: String(pid),
    name: "worker",
    parent: "1",
    started: 4711,
    arguments: ["/usr/sbin/worker", "-f"],
    command: "/usr/sbin/worker -f",
    truncated: [],
    uid,
    cgroup,
    service: findService({ cgroup, uid, ancestors: [] }),
  };
  return { process, files };
}

/** A mapped library that was replaced. */
export function library(name: string, ignored?: Ignored): UsedFile {
  return {
    name,
    note: undefined,
    state: "replaced",
    executable: true,
    stat: undefined,
    fileSystem: "ext4",
    mountPoint: "/",
    staleSince: 1_773_400_000_000,
    device: "8:1",
    mountId: undefined,
    inode: "4711",
    isProgram: false,
    mappings: [{ range: "400000-401000", permissions: "r-xp" }],
    descriptors: [],
    ignored,
  };
}

/** A deleted file that is held open. */
export function openFile(name: string, inode: number, bytes: number, more: Partial<FileDescriptor> = {}): UsedFile {
  const stat: Stat = {
    type: "file",
    device: 2049,
    inode,
    nlink: 0,
    size: bytes,
    blocks: bytes / 512,
    ctime: 1_773_400_000_000,
    mtime: 1_773_300_000_000,
    uid: 0,
  };
  return {
    ...library(name),
    state: "removed",
    executable: false,
    stat,
    device: undefined,
    mountId: "26",
    inode: String(inode),
    mappings: [],
    descriptors: [{ number: "3", thread: undefined, offset: bytes, flags: 0o102001, ...more }],
  };
}

/** The cgroup of a service of the system. */
export function service(unit: string): string {
  return `/system.slice/${unit}`;
}

/** The cgroup of a unit that a user runs. */
export function userUnit(uid: number, unit: string): string {
  return `/user.slice/user-${uid}.slice/user@${uid}.service/app.slice/${unit}`;
}

/** How one host is formatted, and nothing with it. */
export const ONE_HOST: HostsOptions = {
  style: PLAIN,
  version: "1.2.3",
  several: false,
  now: new Date("2026-03-14T09:26:53.500Z"),
  formatAdvice: () => "",
};

/** Formats a report as JSON. */
export function jsonOf(report: Report): string {
  return Array.from(formatJson([report], ONE_HOST)).join("");
}

/** Formats a report as lines of JSON, without the line of the host. */
export function ndjsonOf(report: Report): string {
  return Array.from(formatNdjson([report])).join("").replace(/^.*\n/, "");
}

/** Formats a report for Prometheus. */
export function prometheusOf(report: Report): string {
  return formatPrometheus([report], ONE_HOST);
}
