// Reads and checks the configuration file of the machine.
import { decodeText } from "../base/bytes.ts";
import { parseThreshold } from "../advice/threshold.ts";
import { isObject, type Json } from "../base/json.ts";
import { findJsonFault } from "../base/json_fault.ts";
import type { Caution } from "../model/advice.ts";
import type { Threshold } from "../model/report.ts";
import { failureOf } from "../procfs/host.ts";
import { FAILURES, isForbidden } from "../procfs/procfs.ts";
import { compileGlob } from "../rules/fnmatch.ts";
import type { Environment } from "./environment.ts";
import { ConfigError, reasonOf } from "./errors.ts";

/** The configuration file without `--config`. No environment variable changes it. */
export const CONFIG_FILE = "/etc/lib_users.conf";

/** What the administrator of a machine has decided for every run. */
export interface Config {
  /** Patterns of files to ignore, as with `--ignore-pattern`. */
  readonly ignore: readonly string[];
  /** Patterns of units not to report, as with `--exclude-unit`. */
  readonly excludeUnits: readonly string[];
  /** Units that must not be restarted blindly, beside those that the program knows. */
  readonly cautions: readonly Caution[];
  /** The thresholds of `--format check`; undefined for the defaults. */
  readonly warning: Threshold | undefined;
  readonly critical: Threshold | undefined;
  readonly warningSessions: Threshold | undefined;
}

/** The configuration of a machine without a configuration file. */
export const EMPTY: Config = {
  ignore: [],
  excludeUnits: [],
  cautions: [],
  warning: undefined,
  critical: undefined,
  warningSessions: undefined,
};

/**
 * Reads the configuration file. The one of `--config` must exist; the default one may be missing. Returns undefined
 * where the sandbox refuses to read the default one. Throws a `ConfigError`, also for a file that others than root and
 * the user may write.
 */
export async function readConfig(asked: string | undefined, environment: Environment): Promise<Config | undefined> {
  if (asked === NOTHING) return EMPTY;
  const path = asked ?? CONFIG_FILE;
  const access = askAccess(path, environment);
  if (access === "forbidden") {
    if (asked === undefined) return undefined;
    throw new ConfigError(`Cannot read configuration "${path}": the sandbox does not allow it`);
  }
  if (access === undefined) {
    if (asked === undefined) return EMPTY;
    throw new ConfigError(`Cannot read configuration "${path}": there is no such file`);
  }
  const isTrusted = (access.uid === 0 || access.uid === environment.uid) && (access.mode & GROUP_OR_OTHERS_WRITE) === 0;
  if (!isTrusted) {
    throw new ConfigError(`Cannot trust configuration "${path}": only root and you may be able to write it`);
  }
  try {
    return parseConfig(decodeText(await environment.files.read(path)));
  } catch (error) {
    throw new ConfigError(`Cannot read configuration "${path}": ${(error as Error).message}`);
  }
}

function askAccess(
  path: string,
  environment: Environment,
): ReturnType<Environment["access"]> | "forbidden" | undefined {
  try {
    return environment.access(path);
  } catch (error) {
    if (isForbidden(error)) return "forbidden";
    if (failureOf(error) === FAILURES.gone) return undefined;
    throw new ConfigError(`Cannot read configuration "${path}": ${reasonOf(error)}`);
  }
}

/** The file of `--config` for no configuration. */
const NOTHING = "/dev/null";

const GROUP_OR_OTHERS_WRITE = 0o022;

/**
 * Parses a configuration: JSON with comments and trailing commas. Throws a `SyntaxError` that names the first wrong key
 * and what it takes.
 */
export function parseConfig(text: string): Config {
  const plain = stripComments(text);
  const json: unknown = JSON.parse(plain);
  const fault = findJsonFault(plain, Infinity);
  if (fault !== undefined) throw new SyntaxError(fault);
  if (!isObject(json)) throw new SyntaxError("it takes an object");
  const unknown = Object.keys(json).find((key) => !Object.hasOwn(EMPTY, key));
  if (unknown !== undefined) {
    throw new SyntaxError(`unknown key "${unknown}": it takes ${Object.keys(EMPTY).join(", ")}`);
  }
  return {
    ignore: parsePatterns(json, "ignore"),
    excludeUnits: parsePatterns(json, "excludeUnits"),
    cautions: parseCautions(json),
    warning: parseLimit(json, "warning"),
    critical: parseLimit(json, "critical"),
    warningSessions: parseLimit(json, "warningSessions"),
  };
}

function parsePatterns(json: Json, key: keyof Config): readonly string[] {
  const value = json[key] ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "")) return value;
  throw new SyntaxError(`"${key}" takes a list of patterns, none of them empty`);
}

function parseCautions({ cautions = [] }: Json): readonly Caution[] {
  if (!Array.isArray(cautions)) throw new SyntaxError(CAUTIONS_TAKE);
  return cautions.map((each: unknown) => {
    const { unit, reason, instead } = isObject(each) ? each : {};
    if (typeof unit !== "string" || typeof reason !== "string" || typeof instead !== "string") {
      throw new SyntaxError(CAUTIONS_TAKE);
    }
    return { pattern: { test: compileGlob(unit) }, reason, instead };
  });
}

const CAUTIONS_TAKE = '"cautions" takes a list of { "unit": PATTERN, "reason": TEXT, "instead": TEXT }';

function parseLimit(json: Json, key: keyof Config): Threshold | undefined {
  const value = json[key];
  if (value === undefined) return undefined;
  const threshold = typeof value === "number" || typeof value === "string" ? parseThreshold(String(value)) : undefined;
  if (threshold !== undefined) return threshold;
  throw new SyntaxError(`"${key}" takes a number of at least 1, or a range such as "5:" or "@2:5"`);
}

/**
 * Replaces comments and trailing commas by spaces, so that `JSON.parse` reads the rest and reports an error at the right
 * place. A comment goes from two slashes to the end of the line, or from a slash with a star to a star with a slash. No
 * library does this: run from its source, the program has none.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { stripComments } from "./config.ts";
 *
 * assert.deepEqual(JSON.parse(stripComments('{ "a": "// b,]", } // c')), { a: "// b,]" });
 * ```
 */
export function stripComments(text: string): string {
  return text
    .replace(STRING_OR_COMMENT, (part) => part.startsWith('"') ? part : part.replace(/[^\n]/g, " "))
    .replace(STRING_OR_LAST_COMMA, (part) => part.startsWith(",") ? part.replace(",", " ") : part);
}

const STRING_OR_LAST_COMMA = /"(?:[^"\\]|\\.)*"|(?<![[{,:]\s*),\s*(?=[\]}])/g;
const STRING_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;
