import type { Config } from "./config.ts";
import type { Options } from "./options.ts";
import type { Ignored } from "../model/file.ts";
import { compileGlob } from "../rules/fnmatch.ts";
import type { Filters } from "../scan/filter.ts";

/** The filters that the command line and the configuration ask for. */
export function filtersOf({ user, units, excludedUnits, executable, olderThan }: Options, config: Config): Filters {
  return {
    user,
    isUnit: units.length === 0 ? undefined : anyOf(units),
    isExcludedUnit: anyOf([...excludedUnits, ...config.excludeUnits]),
    executable,
    olderThan,
  };
}

/** Why the user does not want to see a file of some name, by the options and the configuration. */
export function ignoredBy(
  { ignorePatterns, ignoreLiterals }: Options,
  config: Config,
): (name: string) => Ignored | undefined {
  const literals = new Set(ignoreLiterals);
  const rows = [
    ...ignorePatterns.map((pattern) => ({ rule: "ignore-pattern", pattern, matches: compileGlob(pattern) })),
    ...config.ignore.map((pattern) => ({ rule: "configuration", pattern, matches: compileGlob(pattern) })),
  ];
  return (name) => {
    if (literals.has(name)) return { rule: "ignore-literal", reason: name, byUser: true };
    const row = rows.find(({ matches }) => matches(name));
    return row && { rule: row.rule, reason: row.pattern, byUser: true };
  };
}

function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map(compileGlob);
  return (text) => matchers.some((matches) => matches(text));
}
