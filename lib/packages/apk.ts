import { decodeText } from "../base/bytes.ts";
import { addOwner, type Owners } from "./file_list.ts";

/**
 * Parses apk's `installed` for the packages that own some paths. Of each package it has the lines `P:name`, then
 * `F:directory` followed by `R:file` for each file in it, without a leading slash. Other lines are passed over.
 * Format: apk-package(5) and apk-tools, src/database.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseApkOwners } from "./apk.ts";
 *
 * const content = new TextEncoder().encode("P:zlib\nV:1.3.1-r2\nF:lib\nR:libz.so.1.3.1\n");
 * const path = "/lib/libz.so.1.3.1";
 * assert.deepEqual(parseApkOwners(content, new Set([path])), new Map([[path, new Set(["zlib"])]]));
 * ```
 */
export function parseApkOwners(content: Uint8Array, paths: ReadonlySet<string>): Owners {
  const owners: Owners = new Map();
  let name = "";
  let directory = "";
  for (const line of decodeText(content).split("\n")) {
    const value = line.slice(2);
    if (line.startsWith("P:")) {
      name = value;
      directory = "";
    } else if (line.startsWith("F:")) {
      directory = value === "" ? "" : `/${value}`;
      if (paths.has(directory)) addOwner(owners, directory, name);
    } else if (line.startsWith("R:")) {
      const path = `${directory}/${value}`;
      if (paths.has(path)) addOwner(owners, path, name);
    }
  }
  return owners;
}
