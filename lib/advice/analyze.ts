// Does everything between the door and the output: scans a host and makes the report.
import type { Caution, PlanEntry, RebootAdvice } from "../model/advice.ts";
import type { HostInfo, Report, Thresholds } from "../model/report.ts";
import type { Finding, Scan } from "../model/scan.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import { filterFindings, type Filters } from "../scan/filter.ts";
import { visibleFindings } from "../scan/group.ts";
import { findBlindness } from "../scan/visibility.ts";
import type { Mode } from "../scan/modes.ts";
import { scan, type ScanOptions } from "../scan/scan.ts";
import type { HostPackagesOptions } from "./host_packages.ts";

/** What a report is to be about. */
export interface AnalyzeOptions extends ScanOptions, HostPackagesOptions {
  readonly mode: Mode;
  readonly host: HostInfo;
  /** See {@linkcode Report.source}. */
  readonly source: string;
  readonly filters: Filters;
  /** Whether to report the ignored files too. */
  readonly all: boolean;
  /** Whether to find out to which packages the files belong. */
  readonly packages: boolean;
  /** Whether to plan what to do about the findings, and to advise about a reboot. */
  readonly plan: boolean;
  readonly showFiles: boolean;
  readonly cautions: readonly Caution[];
  readonly thresholds: Thresholds;
  readonly now: () => Date;
}

/** Scans the processes, attributes them to services, filters them, and advises what to do about them. */
export async function analyze(proc: ProcFs, options: AnalyzeOptions): Promise<Report> {
  const { mode, host, source, filters, all, cautions, thresholds, showFiles, now } = options;
  const began = now().getTime();
  const [scanned, blindness] = await Promise.all([scan(proc, mode, options), findBlindness(proc, host.uid)]);
  const found = options.details ? await (await import("../services/lookup.ts")).attributeScan(proc, scanned) : scanned;
  const visible = visibleFindings(found.findings, all);
  const findings = filterFindings(visible, filters, found, new Date(host.time).getTime());
  const plan = options.plan ? await planFindings(proc, visibleFindings(findings, false), found, cautions) : undefined;
  return {
    mode: mode.name,
    header: host,
    source,
    scan: found,
    findings,
    showFiles,
    packages: options.packages
      ? await (await import("./host_packages.ts")).findHostPackages(proc, findings, options)
      : undefined,
    cautions,
    plan,
    reboot: options.plan ? await readReboot(proc, options, found, plan ?? []) : undefined,
    blindness,
    duration: (now().getTime() - began) / 1000,
    thresholds,
  };
}

/** Plans what to do about the findings. Ignored files need nothing to be done. */
async function planFindings(
  proc: ProcFs,
  findings: readonly Finding[],
  scan: Scan,
  cautions: readonly Caution[],
): Promise<readonly PlanEntry[]> {
  if (findings.length === 0) return [];
  const { readPlanItems } = await import("./plan_items.ts");
  const { planServices } = await import("./plan.ts");
  const { items, context } = await readPlanItems(proc, findings, scan, cautions);
  return planServices(items, context);
}

async function readReboot(
  proc: ProcFs,
  { host, mode }: AnalyzeOptions,
  { unreadable }: Scan,
  plan: readonly PlanEntry[],
): Promise<RebootAdvice> {
  const { adviseReboot, readRebootHints } = await import("./reboot.ts");
  return adviseReboot(await readRebootHints(proc, host.kernel), plan, !mode.tellsReboot || unreadable.length > 0);
}
