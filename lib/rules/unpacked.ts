// Tells by its name whether a program unpacked a file for itself, among temporary files.

/**
 * Whether a name is that of a file which a program unpacked for itself: it is in a directory for temporary files, and
 * part of it is random. `directories` are directories for temporary files that the program was told to use.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { isUnpackedName } from "./unpacked.ts";
 *
 * assert.equal(isUnpackedName("/tmp/libnetty_tcnative_linux_x86_6412583746102938.so"), true);
 * assert.equal(isUnpackedName("/usr/lib/libnetty_tcnative_linux_x86_6412583746102938.so"), false);
 * assert.equal(isUnpackedName("/tmp/libplugin.so"), false);
 * ```
 */
export function isUnpackedName(name: string, directories: readonly string[] = []): boolean {
  if (name.length > LONGEST) return false;
  const inside = pathInside(name, directories);
  return inside !== undefined && inside.split("/").some(hasRandomPart);
}

/** No program can open a file by a longer name: PATH_MAX, path_resolution(7). */
const LONGEST = 4096;

/** The option that tells a Java program where its temporary files are, and those of libraries that have their own. */
const DIRECTORY_OPTION =
  /^-D(?:java\.io\.tmpdir|jna\.tmpdir|org\.sqlite\.tmpdir|io\.netty\.native\.workdir|org\.xerial\.snappy\.tempdir)=(\/.+)$/s;

/** Finds the directories for temporary files that arguments name. */
export function findTemporaryDirectories(args: readonly string[]): readonly string[] {
  return args.flatMap((argument) => DIRECTORY_OPTION.exec(argument)?.[1] ?? []);
}

/** Whether a file is where packages install theirs: nothing there is temporary, whatever a directory is called. */
export function isInstalled(name: string): boolean {
  return INSTALLED.test(name);
}

const INSTALLED = /^\/(?:usr|lib\w*|s?bin|boot|etc)\//;
const TEMPORARY = /^.*\/(?:tmp|temp|\.tmp|\.temp|\.cache|shm|run\/user\/[0-9]+)\//s;

/** Returns the path below the innermost directory for temporary files; undefined where the name is in none. */
function pathInside(name: string, directories: readonly string[]): string | undefined {
  const told = directories.map((directory) => `${directory.replace(/\/+$/, "")}/`)
    .find((directory) => name.startsWith(directory));
  const directory = told ?? (isInstalled(name) ? undefined : TEMPORARY.exec(name)?.[0]);
  return directory === undefined ? undefined : name.slice(directory.length);
}

/** What makes names that are used once: each form is too long, or too mixed, to be chosen by a person. */
const RANDOM_PARTS: readonly RegExp[] = [
  // File.createTempFile() of Java; a time, a PID beside a counter.
  /[0-9]{6}/,
  // A UUID; a number or a digest in hexadecimal.
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  /(?<![0-9a-z])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}(?![0-9a-z])/i,
  // The bootloader of PyInstaller; tempfile of Python and of Rust; mktemp(1).
  /^_MEI\w{6}$/,
  /^tmp[0-9a-z_]{8}(?:\.|$)/,
  /^\.tmp[0-9A-Za-z]{6}(?:\.|$)/,
  /^tmp\.[0-9A-Za-z]{10}(?:\.|$)/,
];

function hasRandomPart(component: string): boolean {
  return RANDOM_PARTS.some((pattern) => pattern.test(component)) || endsLikeTemplate(component);
}

/**
 * Whether a name, without its extension, ends as mkstemp(3) makes it from `XXXXXX`: six characters that mix digits,
 * upper and lower case, and no words. Where nothing sets the six apart from the rest, they must be mixed well.
 */
function endsLikeTemplate(component: string): boolean {
  const [, before = "", six = ""] = /^(.*?)([0-9A-Za-z]{6})(?:\.[a-z]+)?$/s.exec(component) ?? [];
  if (six === "" || /^(?:[A-Z]?[a-z]{2,})*[0-9]*$/.test(six)) return false;
  const kinds = Array.from(six, (character) => /[0-9]/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : 2);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes >= (/[0-9A-Za-z]$/.test(before) ? 3 : 2);
}
