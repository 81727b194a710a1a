import { escapeText } from "../../format/escape.ts";
import { type Format, FORMATS } from "../../format/formats.ts";
import { joinGroups } from "../../format/hosts.ts";
import { PLAIN, type Report, type Style } from "../../model/report.ts";
import { filterFindings } from "../../scan/filter.ts";
import type { Scan } from "../../model/finding.ts";
import { visibleFindings } from "../../scan/group.ts";
import { hidesProcesses } from "../../scan/hidepid.ts";
import type { Mode } from "../../scan/modes.ts";
import { scan } from "../../scan/scan.ts";
import { checkSettings } from "../check_settings.ts";
import { type Config, CONFIG_FILE, EMPTY, readConfig } from "../config.ts";
import { filtersOf, ignoredBy } from "../filters.ts";
import { listSources, openSource, type Source, SourceError } from "../targets.ts";
import { writeOutput } from "../output.ts";
import { watchProgress } from "../progress.ts";
import { type Settings, UsageError } from "../options.ts";
import { describeAbsent, describeMissed, describeNothing } from "../warnings.ts";
import type { World } from "../environment.ts";

/** What a scan of a kind is about, the same for each host. */
interface Task {
  readonly mode: Mode;
  readonly format: Format;
  readonly settings: Settings;
  readonly config: Config;
}

/** What there is to print about one host. */
interface Part {
  readonly host: string;
  readonly text: string;
  /** What comes after the list: services, packages, commands. */
  readonly advice: string;
  /** What to say on stderr. */
  readonly remarks: readonly string[];
  readonly status: number;
}

/** Scans in one mode and prints what was found, then on stderr what could not be seen. Gives the exit status. */
export async function runScan(mode: Mode, settings: Settings, world: World): Promise<number> {
  const format = FORMATS.find(({ name }) => name === settings.format)!;
  checkSettings(mode, format, settings);
  const config = await readConfig(settings.config, world);
  if (config === undefined && settings.restart) {
    world.stderr.write(`${mode.name}: warning: may not read "${CONFIG_FILE}": what it cautions about is not known\n`);
  }
  const task = { mode, format, settings, config: config ?? EMPTY };
  const places = listSources(settings, world);
  const { join } = format;
  if (places.length === 1) {
    const { text, advice, remarks, status } = await scanHost(
      task,
      await openSource(places[0]!, settings, world),
      world,
    );
    await writeOutput(world, settings, joinParts([text, advice]));
    for (const remark of remarks) world.stderr.write(`${mode.name}: ${remark}\n`);
    return status;
  }
  if (join === undefined) throw new UsageError(`Cannot print several hosts as "${format.name}": it tells of one`);
  const parts: Part[] = [];
  for (const place of places) {
    const part = await attemptHost(task, place, world);
    if (part !== undefined) parts.push(part);
  }
  const advice = joinGroups(parts.map(({ host, advice }) => ({ host, text: advice })));
  await writeOutput(world, settings, joinParts([join(parts), advice]));
  for (const { host, remarks } of parts) {
    for (const remark of remarks) world.stderr.write(`${mode.name}: ${escapeText(host)}: ${remark}\n`);
  }
  if (parts.length === places.length) return 0;
  world.stderr.write(
    `${mode.name}: warning: could not look at ${places.length - parts.length} of ${places.length} hosts\n`,
  );
  return 1;
}

/** Scans one host of several: that it cannot be looked at is said, but does not keep the others from being. */
async function attemptHost(task: Task, place: string, world: World): Promise<Part | undefined> {
  try {
    const source = await openSource(place, task.settings, world);
    const { host } = source.header;
    return await scanHost(task, { ...source, header: { ...source.header, host: host === "" ? place : host } }, world);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    world.stderr.write(`${task.mode.name}: error: ${escapeText(error.message)}\n`);
    return undefined;
  }
}

async function scanHost({ mode, format, settings, config }: Task, source: Source, world: World): Promise<Part> {
  const { proc, header, isHost } = source;
  const began = world.now().getTime();
  const progress = watchProgress(world);
  const found = await scan(proc, mode, {
    progress: progress?.tell,
    pids: settings.pids,
    ignoredByUser: ignoredBy(settings, config),
    details: asksForDetails(settings, format, config),
  });
  progress?.clear();
  if (settings.user !== undefined && !isKnownUser(settings.user, found)) {
    throw new SourceError(`Cannot find the user "${settings.user}" on this host: name one of its passwd, or a number`);
  }
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
    packages: settings.packages
      ? await (await import("../advice.ts")).askPackages(proc, findings, isHost ? world : undefined)
      : undefined,
    cautions: config.cautions,
    hidden: header.uid !== 0 && await hidesProcesses(proc),
    duration: (world.now().getTime() - began) / 1000,
    thresholds: {
      warning: settings.warning ?? config.warning ?? 1,
      critical: settings.critical ?? config.critical ?? 1,
    },
  };
  const write = await format.load();
  const hasAdvice = format.isLines && asksForAdvice(settings);
  const advice = hasAdvice ? await (await import("../advice.ts")).formatAdvice(proc, report, settings) : [];
  const isSilent = findings.length > 0 || !world.stderr.isTerminal;
  return {
    host: header.host,
    remarks: [
      ...describeMissed(report),
      ...describeAbsent(found),
      ...(isSilent ? [] : [describeNothing(found, mode)]),
    ],
    text: write(report, styleOf(settings, world)),
    advice: joinParts(advice),
    status: await format.status?.(report) ?? 0,
  };
}

/** A name that passwd does not have would filter out everything, and look like "nothing found". */
function isKnownUser(user: string, { users }: Scan): boolean {
  return /^[0-9]+$/.test(user) || [...users.values()].includes(user);
}

/** Parts that an empty line sets off from each other. */
function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
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
