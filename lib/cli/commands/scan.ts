import { analyze } from "../../advice/analyze.ts";
import { escapeText } from "../../format/escape.ts";
import { type Format, FORMATS } from "../../format/formats.ts";
import { joinGroups } from "../../format/hosts.ts";
import { PLAIN, type Style } from "../../format/style.ts";
import type { Scan } from "../../model/scan.ts";
import type { Mode } from "../../scan/modes.ts";
import { analyzeOptions, asksForAdvice, checkFormat } from "../analysis.ts";
import { type Config, CONFIG_FILE, EMPTY, readConfig } from "../config.ts";
import type { Environment } from "../environment.ts";
import { TargetError, UsageError } from "../errors.ts";
import type { Options } from "../options.ts";
import { writeOutput } from "../output.ts";
import { watchProgress } from "../progress.ts";
import { listTargets, openTarget, type Target } from "../targets.ts";
import { describeNotFound, describeNothing, describeUnreadable } from "../warnings.ts";

/** What is the same for every host of a scan. */
interface Task {
  readonly mode: Mode;
  readonly format: Format;
  readonly options: Options;
  readonly config: Config;
}

/** What there is to print about one host. */
interface HostPart {
  readonly host: string;
  readonly text: string;
  /** What follows the list: services, packages, commands. */
  readonly advice: string;
  /** Lines for stderr, without the name of the program. */
  readonly warnings: readonly string[];
  readonly status: number;
}

/** Scans in one mode and prints what was found, then on stderr what could not be read. Returns the exit status. */
export async function runScan(mode: Mode, options: Options, environment: Environment): Promise<number> {
  const format = FORMATS.find(({ name }) => name === options.format)!;
  checkFormat(format, options);
  const config = await readConfig(options.config, environment);
  if (config === undefined && options.restart) {
    environment.stderr.write(`${mode.name}: warning: may not read "${CONFIG_FILE}": its cautions are unknown\n`);
  }
  const task = { mode, format, options, config: config ?? EMPTY };
  const places = listTargets(options, environment);
  const [where, ...others] = places;
  if (where !== undefined && others.length === 0) return await scanOne(task, where, environment);
  return await scanSeveral(task, places, environment);
}

async function scanOne(task: Task, where: string, environment: Environment): Promise<number> {
  const { mode, options } = task;
  const { text, advice, warnings, status } = await scanHost(
    task,
    await openTarget(where, options, environment),
    environment,
  );
  await writeOutput(environment, options, joinParts([text, advice]));
  for (const warning of warnings) environment.stderr.write(`${mode.name}: ${warning}\n`);
  return status;
}

async function scanSeveral(task: Task, places: readonly string[], environment: Environment): Promise<number> {
  const { mode, format, options } = task;
  if (format.join === undefined) throw new UsageError(`Cannot print several hosts as "${format.name}": it is for one`);
  const parts: HostPart[] = [];
  for (const where of places) {
    const part = await tryHost(task, where, environment);
    if (part !== undefined) parts.push(part);
  }
  const advice = joinGroups(parts.map(({ host, advice }) => ({ host, text: advice })));
  await writeOutput(environment, options, joinParts([format.join(parts), advice]));
  for (const { host, warnings } of parts) {
    for (const warning of warnings) environment.stderr.write(`${mode.name}: ${escapeText(host)}: ${warning}\n`);
  }
  const failed = places.length - parts.length;
  if (failed === 0) return 0;
  environment.stderr.write(`${mode.name}: warning: could not look at ${failed} of ${places.length} hosts\n`);
  return 1;
}

/** Scans one host of several. A failure is reported on stderr and does not stop the others. */
async function tryHost(task: Task, where: string, environment: Environment): Promise<HostPart | undefined> {
  try {
    const { header, ...target } = await openTarget(where, task.options, environment);
    const host = header.host === "" ? where : header.host;
    return await scanHost(task, { ...target, header: { ...header, host } }, environment);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    environment.stderr.write(`${task.mode.name}: error: ${escapeText(error.message)}\n`);
    return undefined;
  }
}

async function scanHost(task: Task, target: Target, environment: Environment): Promise<HostPart> {
  const { mode, format, options } = task;
  const progress = watchProgress(environment);
  const report = await analyze(target.proc, {
    ...analyzeOptions(task, target, environment),
    onProgress: progress?.tell,
  });
  progress?.clear();
  if (options.user !== undefined && !isKnownUser(options.user, report.scan)) {
    throw new TargetError(`Cannot find user "${options.user}" on this host: --user takes a name of passwd or a number`);
  }
  const formatReport = await format.load();
  const hasAdvice = format.isLines && asksForAdvice(options);
  const advice = hasAdvice ? (await import("../../format/advice.ts")).formatAdvice(report, options.services) : [];
  const isEmptyScreen = report.findings.length === 0 && environment.stderr.isTerminal;
  return {
    host: target.header.host,
    text: formatReport(report, styleOf(options, environment)),
    advice: joinParts(advice),
    warnings: [
      ...describeUnreadable(report),
      ...describeNotFound(report.scan),
      ...(isEmptyScreen ? [describeNothing(report.scan, mode)] : []),
    ],
    status: await format.status?.(report) ?? 0,
  };
}

/** A misspelt name would match no process, and look like "nothing found". */
function isKnownUser(user: string, { users }: Scan): boolean {
  return /^[0-9]+$/.test(user) || [...users.values()].includes(user);
}

/** Joins parts with an empty line between them. */
function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function styleOf({ output }: Options, { stdout }: Environment): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}
