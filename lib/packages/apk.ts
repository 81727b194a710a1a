// Reads the database of apk: Alpine.
import { isFailure } from "../procfs/procfs.ts";
import { failedReading, type PackageHost, type Reading } from "./database.ts";
import { decodeText } from "../base/bytes.ts";
import { addPackage, type PackagesByPath } from "./file_list.ts";

/**
 * Parses apk's `installed` for the packages that own some paths. Each package has the lines `P:name`, then
 * `F:directory`, followed by `R:file` for each file in it, without a leading slash. Other lines are skipped.
 * Format: apk-package(5) and apk-tools, src/database.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseApkPackages } from "./apk.ts";
 *
 * const content = new TextEncoder().encode("P:zlib\nV:1.3.1-r2\nF:lib\nR:libz.so.1.3.1\n");
 * const path = "/lib/libz.so.1.3.1";
 * assert.deepEqual(parseApkPackages(content, new Set([path])), new Map([[path, new Set(["zlib"])]]));
 * ```
 */
export function parseApkPackages(content: Uint8Array, paths: ReadonlySet<string>): PackagesByPath {
  const byPath: PackagesByPath = new Map();
  let name = "";
  let directory = "";
  for (const line of decodeText(content).split("\n")) {
    const value = line.slice(2);
    if (line.startsWith("P:")) {
      name = value;
      directory = "";
    } else if (line.startsWith("F:")) {
      directory = value === "" ? "" : `/${value}`;
      if (paths.has(directory)) addPackage(byPath, directory, name);
    } else if (line.startsWith("R:")) {
      const path = `${directory}/${value}`;
      if (paths.has(path)) addPackage(byPath, path, name);
    }
  }
  return byPath;
}

/** Reads the database of apk for the packages that list some paths. */
export async function readApk({ proc, root }: PackageHost, paths: ReadonlySet<string>): Promise<Reading | undefined> {
  for (const file of ["lib/apk/db/installed", "usr/lib/apk/db/installed"]) {
    const content = await proc.read(`${root}/${file}`);
    if (!isFailure(content)) return { packages: parseApkPackages(content, paths), problem: undefined };
    if (content.failure !== "gone") return failedReading(content);
  }
  return undefined;
}
