import { analyze } from "../../advice/analyze.ts";
import { checkOptions } from "../check_settings.ts";
import { type Config, CONFIG_FILE, EMPTY, readConfig } from "../config.ts";
import type { Environment } from "../environment.ts";
import { filtersOf, ignoredBy } from "../filters.ts";
import { type Options, UsageError } from "../options.ts";
import { writeOutput } from "../output.ts";
import { watchProgress } from "../progress.ts";
import { listTargets, openTarget, type Target, TargetError } from "../targets.ts";
import { describeAbsent, describeMissed, describeNothing } from "../warnings.ts";
import { escapeText } from "../../format/escape.ts";
import { type Format, FORMATS } from "../../format/formats.ts";
import { joinGroups } from "../../format/hosts.ts";
import { PLAIN, type Style } from "../../format/style.ts";
import type { Scan } from "../../model/scan.ts";
import type { Mode } from "../../scan/modes.ts";

/** What a scan of a kind is about, the same for each host. */
interface Task {
  readonly mode: Mode;
  readonly format: Format;
  readonly settings: Options;
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
export async function runScan(mode: Mode, settings: Options, world: Environment): Promise<number> {
  const format = FORMATS.find(({ name }) => name === settings.format)!;
  checkOptions(mode, format, settings);
  const config = await readConfig(settings.config, world);
  if (config === undefined && settings.restart) {
    world.stderr.write(`${mode.name}: warning: may not read "${CONFIG_FILE}": what it cautions about is not known\n`);
  }
  const task = { mode, format, settings, config: config ?? EMPTY };
  const places = listTargets(settings, world);
  const { join } = format;
  if (places.length === 1) {
    const { text, advice, remarks, status } = await scanHost(
      task,
      await openTarget(places[0]!, settings, world),
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
async function attemptHost(task: Task, place: string, world: Environment): Promise<Part | undefined> {
  try {
    const source = await openTarget(place, task.settings, world);
    const { host } = source.header;
    return await scanHost(task, { ...source, header: { ...source.header, host: host === "" ? place : host } }, world);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    world.stderr.write(`${task.mode.name}: error: ${escapeText(error.message)}\n`);
    return undefined;
  }
}

async function scanHost({ mode, format, settings, config }: Task, target: Target, world: Environment): Promise<Part> {
  const { proc, header, isHost } = target;
  const progress = watchProgress(world);
  const report = await analyze(proc, {
    mode,
    host: header,
    onProgress: progress?.tell,
    pids: settings.pids,
    ignoredByUser: ignoredBy(settings, config),
    details: asksForDetails(settings, format, config),
    filters: filtersOf(settings, config),
    all: settings.all,
    packages: settings.packages,
    restart: settings.restart && format.isLines,
    showFiles: settings.showFiles,
    cautions: config.cautions,
    thresholds: {
      warning: settings.warning ?? config.warning ?? 1,
      critical: settings.critical ?? config.critical ?? 1,
    },
    runRpm: isHost ? world.runRpm : undefined,
    now: world.now,
  });
  progress?.clear();
  if (settings.user !== undefined && !isKnownUser(settings.user, report.scan)) {
    throw new TargetError(`Cannot find the user "${settings.user}" on this host: name one of its passwd, or a number`);
  }
  const write = await format.load();
  const hasAdvice = format.isLines && asksForAdvice(settings);
  const advice = hasAdvice ? (await import("../../format/advice.ts")).formatAdvice(report, settings.services) : [];
  const isSilent = report.findings.length > 0 || !world.stderr.isTerminal;
  return {
    host: header.host,
    remarks: [
      ...describeMissed(report),
      ...describeAbsent(report.scan),
      ...(isSilent ? [] : [describeNothing(report.scan, mode)]),
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
function asksForAdvice({ services, restart, packages }: Options): boolean {
  return services || restart || packages;
}

/** Whether anything needs to know to whom and to what a process belongs. */
function asksForDetails(settings: Options, format: Format, config: Config): boolean {
  const { user, units, excludedUnits, olderThan } = settings;
  return format.details || asksForAdvice(settings) || user !== undefined || olderThan !== undefined ||
    units.length + excludedUnits.length + config.excludeUnits.length > 0;
}

function styleOf({ output }: Options, { stdout }: Environment): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}
