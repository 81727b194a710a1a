import { FORMATS } from "../format/formats.ts";
import { formatPackages } from "../format/packages.ts";
import { PLAIN, type Report, type Style } from "../format/report.ts";
import { formatRestart, type RestartItem } from "../format/restart.ts";
import { formatServices } from "../format/services.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import { RPM_ARGUMENTS } from "../parse/rpm.ts";
import { filterFindings } from "../scan/filter.ts";
import type { Finding, Scan } from "../scan/finding.ts";
import { visibleFindings } from "../scan/group.ts";
import { hostRoot } from "../scan/machine.ts";
import type { Mode } from "../scan/modes.ts";
import { findPackages, type PackageAnswer } from "../scan/packages.ts";
import { scan } from "../scan/scan.ts";
import { findRenewedUnits } from "../scan/units.ts";
import { type Config, readConfig } from "./config.ts";
import { filtersOf, ignoredBy } from "./filters.ts";
import { openSource } from "./open.ts";
import { writeOutput } from "./output.ts";
import { DEFAULTS, type Settings } from "./settings.ts";
import { describeMissed, describeNothing } from "./warnings.ts";
import type { World } from "./world.ts";

/** Scans in one mode and prints what was found, then on stderr what could not be seen. Gives the exit status. */
export async function runScan(mode: Mode, settings: Settings, world: World): Promise<number> {
  const format = FORMATS.find(({ name }) => name === settings.format)!;
  const config = await readConfig(settings.config, world);
  const { proc, header } = await openSource(settings, world);
  const began = world.now().getTime();
  const found = await scan(proc, mode, {
    pids: settings.pids,
    ignoredByUser: ignoredBy(settings, config),
    details: format.details || asksForDetails(settings, config),
  });
  const time = new Date(header.time).getTime();
  const findings = filterFindings(
    visibleFindings(found.findings, settings.all),
    filtersOf(settings, config),
    found,
    time,
  );
  const report: Report = {
    mode,
    header,
    scan: found,
    findings,
    showFiles: settings.showFiles,
    packages: settings.packages ? await askPackages(proc, findings, settings, world) : undefined,
    duration: (world.now().getTime() - began) / 1000,
    thresholds: {
      warning: settings.warning ?? config.warning ?? 1,
      critical: settings.critical ?? config.critical ?? 1,
    },
  };
  const trailers = format.isLines ? await formatTrailers(proc, report, settings, config) : [];
  const list = format.write(report, styleOf(settings, world));
  writeOutput(world, settings, [list, ...trailers].filter((part) => part !== "").join("\n"));
  for (const warning of describeMissed(report)) world.stderr.write(`${mode.name}: warning: ${warning}\n`);
  if (findings.length === 0 && world.stderr.isTerminal) {
    world.stderr.write(`${mode.name}: ${describeNothing(found, mode)}\n`);
  }
  return format.status?.(report) ?? 0;
}

/** Whether the options need to know to whom and to what a process belongs. */
function asksForDetails(settings: Settings, config: Config): boolean {
  const { services, restart, packages, user, units, excludedUnits, olderThan } = settings;
  return services || restart || packages || user !== undefined || olderThan !== undefined ||
    units.length + excludedUnits.length + config.excludeUnits.length > 0;
}

/** What comes after a list, each part after an empty line. */
async function formatTrailers(
  proc: ProcFs,
  { findings, scan, packages }: Report,
  { services, restart }: Settings,
  { cautions }: Config,
): Promise<readonly string[]> {
  if (findings.length === 0) return [];
  return [
    services ? formatServices(findings) : "",
    packages === undefined ? "" : formatPackages(findings, packages),
    restart ? formatRestart(restartItems(findings, scan, await findRenewedUnits(proc, findings)), cautions) : "",
  ];
}

function restartItems(
  findings: readonly Finding[],
  { users }: Scan,
  renewed: ReadonlySet<string>,
): readonly RestartItem[] {
  return findings.map(({ process: { pid, owner, uid } }) => {
    const user = users.get(owner?.uid ?? uid ?? -1);
    return {
      owner: owner!,
      pids: [pid],
      mainIsNew: renewed.has(owner!.label),
      ...(user === undefined ? {} : { user }),
    };
  });
}

/** Asks the host's database only about files of the host: those in a container are no business of it. */
async function askPackages(
  proc: ProcFs,
  findings: readonly Finding[],
  { proc: where }: Settings,
  world: World,
): Promise<PackageAnswer> {
  const ownFindings = findings.filter(({ process }) => process.owner?.kind !== "container");
  const names = new Set(ownFindings.flatMap(({ files }) => files.map(({ name }) => name)));
  const queryRpm = (files: readonly string[]): Promise<string | undefined> =>
    world.runRpm([...RPM_ARGUMENTS, ...files]);
  return await findPackages(proc, names, { root: hostRoot(proc), ...(where === DEFAULTS.proc ? { queryRpm } : {}) });
}

function styleOf({ output }: Settings, { stdout }: World): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}
