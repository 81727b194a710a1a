// Writes and reads what a recording says of packages.
import { isPlain } from "../base/bytes.ts";
import { isObject, type Json } from "../base/json.ts";
import type { FilePackages, PackageAnswer } from "../model/package.ts";

/** Writes what is known of the packages of files, as the first line of a recording has it. */
export function writePackages({ database, problem, files }: PackageAnswer): Json {
  const known = Array.from(files).filter(([name, { state }]) => state !== "unknown" && isPlain(name)).toSorted();
  return {
    database: database ?? null,
    problem: problem ?? null,
    files: Object.fromEntries(known.map(([name, { state, packages }]) => [name, { state, names: packages }])),
  };
}

/**
 * Parses what a recording says of the packages of files; undefined where it says nothing. Throws a `SyntaxError` for
 * what {@linkcode writePackages} does not write.
 */
export function readPackages({ packages }: Json): PackageAnswer | undefined {
  if (packages === undefined) return undefined;
  const { database, problem, files } = isObject(packages) ? packages : {};
  const isProper = (database === null || DATABASES.some((name) => name === database)) &&
    (problem === null || PROBLEMS.some((name) => name === problem));
  if (!isProper || !isObject(files)) throw new SyntaxError('its header has no proper "packages"');
  return {
    database: (database ?? undefined) as PackageAnswer["database"],
    problem: (problem ?? undefined) as PackageAnswer["problem"],
    files: new Map(Object.entries(files).map(([name, value]) => [name, readFilePackages(name, value)])),
  };
}

const DATABASES: readonly PackageAnswer["database"][] = ["dpkg", "apk", "pacman", "rpm"];
const PROBLEMS: readonly PackageAnswer["problem"][] = ["absent", "denied", "gone", "stuck", "unreadable", "not run"];
const STATES: readonly FilePackages["state"][] = ["listed", "guessed", "unowned"];

function readFilePackages(name: string, value: unknown): FilePackages {
  const { state: word, names } = isObject(value) ? value : {};
  const state = STATES.find((known) => known === word);
  const isProper = Array.isArray(names) && names.every((each) => typeof each === "string" && isPlain(each));
  if (state === undefined || !isProper) {
    throw new SyntaxError(`its header has no proper packages of "${name.slice(0, 100)}"`);
  }
  return { state, packages: names.toSorted() };
}
