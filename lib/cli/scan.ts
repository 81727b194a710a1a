import { type Format, FORMATS } from "../format/formats.ts";
import { PLAIN, type Report, type Style } from "../format/report.ts";
import { filterFindings } from "../scan/filter.ts";
import { visibleFindings } from "../scan/group.ts";
import type { Mode } from "../scan/modes.ts";
import { scan } from "../scan/scan.ts";
import { type Config, readConfig } from "./config.ts";
import { filtersOf, ignoredBy } from "./filters.ts";
import { openSource } from "./open.ts";
import { writeOutput } from "./output.ts";
import { watchProgress } from "./progress.ts";
import type { Settings } from "./settings.ts";
import { describeMissed, describeNothing } from "./warnings.ts";
import type { World } from "./world.ts";

/** Scans in one mode and prints what was found, then on stderr what could not be seen. Gives the exit status. */
export async function runScan(mode: Mode, settings: Settings, world: World): Promise<number> {
  const format = FORMATS.find(({ name }) => name === settings.format)!;
  const config = await readConfig(settings.config, world);
  const { proc, header } = await openSource(settings, world);
  const began = world.now().getTime();
  const progress = watchProgress(world);
  const found = await scan(proc, mode, {
    progress: progress?.tell,
    pids: settings.pids,
    ignoredByUser: ignoredBy(settings, config),
    details: asksForDetails(settings, format, config),
  });
  progress?.clear();
  const time = new Date(header.time).getTime();
  const findings = filterFindings(
    visibleFindings(found.findings, settings.all),
    filtersOf(settings, config),
    found,
    time,
  );
  const advice = asksForAdvice(settings) ? await import("./advice.ts") : undefined;
  const report: Report = {
    mode,
    header,
    scan: found,
    findings,
    showFiles: settings.showFiles,
    packages: settings.packages ? await advice?.askPackages(proc, findings, settings, world) : undefined,
    duration: (world.now().getTime() - began) / 1000,
    thresholds: {
      warning: settings.warning ?? config.warning ?? 1,
      critical: settings.critical ?? config.critical ?? 1,
    },
  };
  const { write, status } = await format.load();
  const trailers = format.isLines ? await advice?.formatAdvice(proc, report, settings, config) ?? [] : [];
  const parts = [write(report, styleOf(settings, world)), ...trailers];
  writeOutput(world, settings, parts.filter((part) => part !== "").join("\n"));
  for (const warning of describeMissed(report)) world.stderr.write(`${mode.name}: warning: ${warning}\n`);
  if (findings.length === 0 && world.stderr.isTerminal) {
    world.stderr.write(`${mode.name}: ${describeNothing(found, mode)}\n`);
  }
  return status?.(report) ?? 0;
}

/** Whether the options ask for more than a list. */
function asksForAdvice({ services, restart, packages }: Settings): boolean {
  return services || restart || packages;
}

/** Whether anything needs to know to whom and to what a process belongs. */
function asksForDetails(settings: Settings, format: Format, config: Config): boolean {
  const { user, units, excludedUnits, olderThan } = settings;
  return format.details || asksForAdvice(settings) || user !== undefined || olderThan !== undefined ||
    units.length + excludedUnits.length + config.excludeUnits.length > 0;
}

function styleOf({ output }: Settings, { stdout }: World): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}
