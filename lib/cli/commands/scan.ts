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
  readonly options: Options;
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
export async function runScan(mode: Mode, options: Options, environment: Environment): Promise<number> {
  const format = FORMATS.find(({ name }) => name === options.format)!;
  checkOptions(mode, format, options);
  const config = await readConfig(options.config, environment);
  if (config === undefined && options.restart) {
    environment.stderr.write(
      `${mode.name}: warning: may not read "${CONFIG_FILE}": what it cautions about is not known\n`,
    );
  }
  const task = { mode, format, options, config: config ?? EMPTY };
  const places = listTargets(options, environment);
  const { join } = format;
  if (places.length === 1) {
    const { text, advice, remarks, status } = await scanHost(
      task,
      await openTarget(places[0]!, options, environment),
      environment,
    );
    await writeOutput(environment, options, joinParts([text, advice]));
    for (const remark of remarks) environment.stderr.write(`${mode.name}: ${remark}\n`);
    return status;
  }
  if (join === undefined) throw new UsageError(`Cannot print several hosts as "${format.name}": it tells of one`);
  const parts: Part[] = [];
  for (const place of places) {
    const part = await attemptHost(task, place, environment);
    if (part !== undefined) parts.push(part);
  }
  const advice = joinGroups(parts.map(({ host, advice }) => ({ host, text: advice })));
  await writeOutput(environment, options, joinParts([join(parts), advice]));
  for (const { host, remarks } of parts) {
    for (const remark of remarks) environment.stderr.write(`${mode.name}: ${escapeText(host)}: ${remark}\n`);
  }
  if (parts.length === places.length) return 0;
  environment.stderr.write(
    `${mode.name}: warning: could not look at ${places.length - parts.length} of ${places.length} hosts\n`,
  );
  return 1;
}

/** Scans one host of several: that it cannot be looked at is said, but does not keep the others from being. */
async function attemptHost(task: Task, place: string, environment: Environment): Promise<Part | undefined> {
  try {
    const source = await openTarget(place, task.options, environment);
    const { host } = source.header;
    return await scanHost(
      task,
      { ...source, header: { ...source.header, host: host === "" ? place : host } },
      environment,
    );
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    environment.stderr.write(`${task.mode.name}: error: ${escapeText(error.message)}\n`);
    return undefined;
  }
}

async function scanHost(
  { mode, format, options, config }: Task,
  target: Target,
  environment: Environment,
): Promise<Part> {
  const { proc, header, isHost } = target;
  const progress = watchProgress(environment);
  const report = await analyze(proc, {
    mode,
    host: header,
    onProgress: progress?.tell,
    pids: options.pids,
    ignoredByUser: ignoredBy(options, config),
    details: asksForDetails(options, format, config),
    filters: filtersOf(options, config),
    all: options.all,
    packages: options.packages,
    restart: options.restart && format.isLines,
    showFiles: options.showFiles,
    cautions: config.cautions,
    thresholds: {
      warning: options.warning ?? config.warning ?? 1,
      critical: options.critical ?? config.critical ?? 1,
    },
    runRpm: isHost ? environment.runRpm : undefined,
    now: environment.now,
  });
  progress?.clear();
  if (options.user !== undefined && !isKnownUser(options.user, report.scan)) {
    throw new TargetError(`Cannot find the user "${options.user}" on this host: name one of its passwd, or a number`);
  }
  const write = await format.load();
  const hasAdvice = format.isLines && asksForAdvice(options);
  const advice = hasAdvice ? (await import("../../format/advice.ts")).formatAdvice(report, options.services) : [];
  const isSilent = report.findings.length > 0 || !environment.stderr.isTerminal;
  return {
    host: header.host,
    remarks: [
      ...describeMissed(report),
      ...describeAbsent(report.scan),
      ...(isSilent ? [] : [describeNothing(report.scan, mode)]),
    ],
    text: write(report, styleOf(options, environment)),
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
function asksForDetails(options: Options, format: Format, config: Config): boolean {
  const { user, units, excludedUnits, olderThan } = options;
  return format.details || asksForAdvice(options) || user !== undefined || olderThan !== undefined ||
    units.length + excludedUnits.length + config.excludeUnits.length > 0;
}

function styleOf({ output }: Options, { stdout }: Environment): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}
