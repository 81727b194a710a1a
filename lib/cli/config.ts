import { decodeText } from "../base/bytes.ts";
import { isObject, type Json } from "../base/json.ts";
import type { Environment } from "./environment.ts";
import { reasonOf } from "./reason.ts";
import type { Caution } from "../model/advice.ts";
import { failureOf } from "../procfs/host.ts";
import { FAILURES, isForbidden } from "../procfs/procfs.ts";
import { compileGlob } from "../rules/fnmatch.ts";

/** Where the configuration is, unless the command line names another file. No variable of the environment does. */
export const CONFIG_FILE = "/etc/lib_users.conf";

/** What a machine's administrator has decided once and for all. */
export interface Config {
  /** Files to ignore, as with `--ignore-pattern`. */
  readonly ignore: readonly string[];
  /** Units to leave out, as with `--exclude-unit`. */
  readonly excludeUnits: readonly string[];
  /** Units that must not be restarted blindly, beside those that the program knows. */
  readonly cautions: readonly Caution[];
  readonly warning: number | undefined;
  readonly critical: number | undefined;
}

/** The configuration cannot be used. The message is one line that names the file and says what would be right. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Reads the configuration: JSON with comments. One that is asked for must be there, the usual one need not be; undefined
 * where the sandbox does not let it look for that. One that others than root and the user may write is refused. Throws a
 * `ConfigError`.
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

/** For whoever wants no configuration. */
const NOTHING = "/dev/null";

const GROUP_OR_OTHERS_WRITE = 0o022;

/** What is decided where nothing is. */
export const EMPTY: Config = { ignore: [], excludeUnits: [], cautions: [], warning: undefined, critical: undefined };

/** Parses a configuration. Throws a `SyntaxError` that names the first key that is wrong and what it takes. */
export function parseConfig(text: string): Config {
  const json: unknown = JSON.parse(stripComments(text));
  if (!isObject(json)) throw new SyntaxError("it takes an object");
  const unknown = Object.keys(json).find((key) => !Object.hasOwn(EMPTY, key));
  if (unknown !== undefined) {
    throw new SyntaxError(`unknown key "${unknown}": it takes ${Object.keys(EMPTY).join(", ")}`);
  }
  return {
    ignore: patterns(json, "ignore"),
    excludeUnits: patterns(json, "excludeUnits"),
    cautions: cautions(json),
    warning: count(json, "warning"),
    critical: count(json, "critical"),
  };
}

function patterns(json: Json, key: keyof Config): readonly string[] {
  const value = json[key] ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw new SyntaxError(`"${key}" takes a list of patterns`);
}

function cautions({ cautions = [] }: Json): readonly Caution[] {
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

function count(json: Json, key: keyof Config): number | undefined {
  const value = json[key];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new SyntaxError(`"${key}" takes a number from 1 on`);
}

/**
 * Replaces the comments of JSON with comments, two slashes to the end of a line or slash and star, by blanks, so that
 * `JSON.parse` reads the rest and names the right place of an error.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { stripComments } from "./config.ts";
 *
 * assert.deepEqual(JSON.parse(stripComments('{ "a": "// b" } // c')), { a: "// b" });
 * ```
 */
export function stripComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (part) => part.startsWith('"') ? part : part.replace(/[^\n]/g, " "));
}

const STRING_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;
