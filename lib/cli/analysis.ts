// Turns the options of the command line and the configuration into those of an analysis.
import type { AnalyzeOptions } from "../advice/analyze.ts";
import { atLeast } from "../advice/threshold.ts";
import type { Format } from "../format/formats.ts";
import { FORMATS } from "../format/formats.ts";
import type { Ignored } from "../model/file.ts";
import { compileGlob } from "../rules/fnmatch.ts";
import { type Filters, NO_FILTERS } from "../scan/filter.ts";
import type { Mode } from "../scan/modes.ts";
import { type Config, EMPTY } from "./config.ts";
import type { Environment } from "./environment.ts";
import { UsageError } from "./errors.ts";
import { listOf } from "./option_values.ts";
import type { Options } from "./options.ts";
import type { Target } from "./targets.ts";

/** Throws a `UsageError` for an option that has no effect in this format. */
export function checkFormat(format: Format, options: Options): void {
  if ((options.services || options.restart) && !format.isLines) {
    const names = FORMATS.filter(({ isLines }) => isLines).map(({ name }) => name);
    throw new UsageError(`Cannot add --services or --restart to "${format.name}": they are for ${listOf(names)}`);
  }
  const { warning, critical, warningSessions, tolerate } = options;
  if (format.failure === undefined && (warning ?? critical ?? warningSessions ?? tolerate) !== undefined) {
    throw new UsageError(`Cannot add a threshold to "${format.name}": it is for check`);
  }
}

/** Returns whether the options ask for more than the list of processes. */
export function asksForAdvice({ services, restart, packages }: Options): boolean {
  return services || restart || packages;
}

/** Returns the options of an analysis, as the command line and the configuration ask for them. */
export function analyzeOptions(
  { mode, format, options, config }: {
    readonly mode: Mode;
    readonly format: Format;
    readonly options: Options;
    readonly config: Config;
  },
  { header, source, isHost, packages }: Target,
  environment: Environment,
): AnalyzeOptions {
  return {
    mode,
    host: header,
    source,
    pids: options.pids,
    ignoredByUser: ignoredBy(options, config),
    filters: filtersOf(options, config),
    details: needsDetails(options, format, config),
    all: options.all,
    packages: options.packages,
    recordedPackages: packages,
    plan: options.restart || format.plan === true,
    showFiles: options.showFiles,
    cautions: config.cautions,
    thresholds: {
      warning: options.warning ?? config.warning ?? atLeast(1),
      critical: options.critical ?? config.critical ?? atLeast(1),
      sessions: options.warningSessions ?? config.warningSessions,
      tolerated: options.tolerate ?? 0,
    },
    runRpm: isHost ? environment.runRpm : undefined,
    threads: isHost ? environment.threads : undefined,
    now: environment.now,
  };
}

/** Returns the options of an analysis that asks for everything, so that a recording of it answers every question. */
export function recordOptions(
  mode: Mode,
  options: Options,
  { header, source }: Target,
  { now }: Environment,
): AnalyzeOptions {
  return {
    mode,
    host: header,
    source,
    pids: options.pids,
    ignoredByUser: () => undefined,
    filters: NO_FILTERS,
    details: true,
    all: true,
    packages: false,
    recordedPackages: undefined,
    plan: true,
    showFiles: true,
    cautions: EMPTY.cautions,
    thresholds: { warning: atLeast(1), critical: atLeast(1), sessions: undefined, tolerated: 0 },
    runRpm: undefined,
    now,
  };
}

/** Returns whether the user and the service of each process must be known. */
function needsDetails(options: Options, format: Format, config: Config): boolean {
  const { user, units, excludedUnits, olderThan } = options;
  return format.details || asksForAdvice(options) || user !== undefined || olderThan !== undefined ||
    units.length + excludedUnits.length + config.excludeUnits.length > 0;
}

function filtersOf({ user, units, excludedUnits, executable, olderThan }: Options, config: Config): Filters {
  return {
    user,
    isUnit: units.length === 0 ? undefined : matchesAny(units),
    isExcludedUnit: matchesAny([...excludedUnits, ...config.excludeUnits]),
    executable,
    olderThan,
  };
}

function matchesAny(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map(compileGlob);
  return (text) => matchers.some((matches) => matches(text));
}

/** Returns a function that tells by which option or key of the configuration the user ignores a file. */
function ignoredBy({ ignorePatterns, ignoreLiterals }: Options, config: Config): AnalyzeOptions["ignoredByUser"] {
  const literals = new Set(ignoreLiterals);
  const rows = [
    ...ignorePatterns.map((pattern) => ({ rule: "ignore-pattern", pattern, matches: compileGlob(pattern) })),
    ...config.ignore.map((pattern) => ({ rule: "configuration", pattern, matches: compileGlob(pattern) })),
  ];
  return (name): Ignored | undefined => {
    if (literals.has(name)) return { rule: "ignore-literal", reason: name, byUser: true };
    const row = rows.find(({ matches }) => matches(name));
    return row && { rule: row.rule, reason: row.pattern, byUser: true };
  };
}
