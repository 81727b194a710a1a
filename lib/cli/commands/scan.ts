// Runs a mode: scans each host, prints the results, then warns of what could not be read.
import { ScanError } from "../../scan/process.ts";
import { analyze } from "../../advice/analyze.ts";
import { isFailed, nameHosts } from "../../advice/hosts.ts";
import { escapeText } from "../../format/escape.ts";
import { type Format, FORMATS } from "../../format/formats.ts";
import { type HostsOptions, joinParts } from "../../format/hosts.ts";
import { PLAIN, type Style } from "../../format/style.ts";
import type { HostFailure, HostResult, Report } from "../../model/report.ts";
import type { Scan } from "../../model/scan.ts";
import type { Mode } from "../../scan/modes.ts";
import { analyzeOptions, asksForAdvice, checkFormat } from "../analysis.ts";
import { VERSION } from "../commands.ts";
import { type Config, CONFIG_FILE, EMPTY, readConfig } from "../config.ts";
import type { Environment } from "../environment.ts";
import { TargetError, UsageError } from "../errors.ts";
import { readFailures } from "../failures.ts";
import type { Options } from "../options.ts";
import { fileNamesOf, OWNER_ONLY, READABLE, writeOutput } from "../output.ts";
import { watchProgress } from "../progress.ts";
import { listTargets, openTarget } from "../targets.ts";
import { describeNotFound, describeNothing, describeTruncated, describeUnreadable } from "../warnings.ts";

/** What is the same for every host of a scan. */
interface Task {
  readonly mode: Mode;
  readonly format: Format;
  readonly options: Options;
  readonly config: Config;
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
  const { sources, ignored, failures, several } = listTargets(options, environment);
  for (const path of ignored) {
    environment.stderr.write(`${mode.name}: warning: ignored "${escapeText(path)}": it is not a regular file\n`);
  }
  if (several && format.isForOne) {
    throw new UsageError(`Cannot print several hosts as "${format.name}": it is for one`);
  }
  const results: HostResult[] = [];
  for (const source of sources) {
    const scanning = scanHost(task, source, environment);
    results.push(several ? await scanning.catch((error) => describeFailure(error, mode, source)) : await scanning);
  }
  for (const list of failures) results.push(...await readFailures(list, mode, environment));
  await writeResults(task, results, several, environment);
  warn(task, results, several, environment);
  const status = several ? undefined : await format.status?.(results[0] as Report);
  return status ?? (results.some(isFailed) ? 1 : 0);
}

async function scanHost(task: Task, source: string, environment: Environment): Promise<Report> {
  const { options } = task;
  const target = await openTarget(source, options, environment);
  const progress = watchProgress(environment);
  const report = await analyze(target.proc, {
    ...analyzeOptions(task, target, environment),
    onProgress: progress?.tell,
  });
  progress?.clear();
  if (options.user !== undefined && !isKnownUser(options.user, report.scan)) {
    throw new TargetError(`Cannot find user "${options.user}" on this host: --user takes a name of passwd or a number`);
  }
  return report;
}

/** A misspelt name would match no process, and look like "nothing found". */
function isKnownUser(user: string, { users }: Scan): boolean {
  return /^[0-9]+$/.test(user) || [...users.values()].includes(user);
}

/** Returns the failure of one host of several, which does not stop the others. Throws what is none. */
function describeFailure(error: unknown, { name }: Mode, source: string): HostFailure {
  if (error instanceof TargetError || error instanceof ScanError) {
    return { mode: name, source, host: undefined, error: error.message };
  }
  throw error;
}

async function writeResults(
  { format, options }: Task,
  results: readonly HostResult[],
  several: boolean,
  environment: Environment,
): Promise<void> {
  const formatResults = await format.load();
  const hostsOptions = {
    style: styleOf(options, environment),
    version: VERSION,
    several,
    now: environment.now(),
    formatAdvice: await adviceFormatter(options),
  };
  const mode = format.isPrivate ? OWNER_ONLY : READABLE;
  if (format.fileEnding === undefined || !options.output?.endsWith("/")) {
    return await writeOutput(environment, options, formatResults(results, hostsOptions), mode);
  }
  const names = fileNamesOf(nameHosts(results));
  for (const [index, result] of results.entries()) {
    const output = `${options.output}${names[index]}${format.fileEnding}`;
    const text = formatResults([result], { ...hostsOptions, several: true });
    await writeOutput(environment, { ...options, output }, text, mode);
  }
}

/** Returns what formats the advice below a list; what no option asks for is not loaded. */
async function adviceFormatter(options: Options): Promise<HostsOptions["formatAdvice"]> {
  if (!asksForAdvice(options)) return () => "";
  const { formatAdvice } = await import("../../format/advice.ts");
  return (report) => joinParts(formatAdvice(report, options.services));
}

function styleOf({ output }: Options, { stdout }: Environment): Style {
  return output === undefined && stdout.isTerminal ? { colour: stdout.isColoured, width: stdout.columns } : PLAIN;
}

/** Writes to stderr what could not be read, and which hosts could not be scanned. */
function warn(
  { mode, options }: Task,
  results: readonly HostResult[],
  several: boolean,
  { stderr }: Environment,
): void {
  const names = nameHosts(results);
  for (const [index, result] of results.entries()) {
    const prefix = several ? `${escapeText(names[index]!)}: ` : "";
    for (const line of isFailed(result) ? [`error: ${escapeText(result.error)}`] : warningsOf(result)) {
      // Where the host is not known, the error says what could not be read.
      stderr.write(`${mode.name}: ${isFailed(result) && result.host === undefined ? "" : prefix}${line}\n`);
    }
  }
  const failed = results.filter(isFailed).length;
  if (failed > 0) {
    stderr.write(`${mode.name}: warning: could not look at ${failed} of ${results.length} hosts\n`);
  }

  function warningsOf(report: Report): readonly string[] {
    const isEmptyScreen = report.findings.length === 0 && stderr.isTerminal && options.output === undefined;
    return [
      ...describeUnreadable(report),
      ...describeTruncated(report.findings),
      ...describeNotFound(report.scan),
      ...(isEmptyScreen ? [describeNothing(report.scan, mode)] : []),
    ];
  }
}
