import { addOwner, type Owners } from "./file_list.ts";

/**
 * The arguments of `rpm`, before the names. What rpm prints unless told leaves open which line answers for which
 * name: several packages may own one, and of a file that is gone and listed nowhere it says so on stderr. So let it
 * print the name and all files of each package. See rpm-queryformat(7).
 */
export const RPM_ARGUMENTS: readonly string[] = ["-qf", "--queryformat", "[%{=NAME}\\t%{FILENAMES}\\n]"];

/**
 * Parses what rpm prints when run with {@linkcode RPM_ARGUMENTS}: `PACKAGE`, a tab and `FILE` a line, of which those
 * of other files are left out, like `file X is not owned by any package`, in whatever language. So the X that was
 * asked for must not have a newline in it: the rest of it could be taken for an answer.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRpmOwners } from "./rpm.ts";
 *
 * const path = "/usr/lib64/libz.so.1.3.1";
 * const output = `zlib-ng-compat\t/usr/lib64/libz.so.1\nzlib-ng-compat\t${path}\n`;
 * assert.deepEqual(parseRpmOwners(output, new Set([path])), new Map([[path, new Set(["zlib-ng-compat"])]]));
 * ```
 */
export function parseRpmOwners(output: string, paths: ReadonlySet<string>): Owners {
  const owners: Owners = new Map();
  for (const line of output.split("\n")) {
    const tab = line.indexOf("\t");
    const path = line.slice(tab + 1);
    if (tab > 0 && paths.has(path)) addOwner(owners, path, line.slice(0, tab));
  }
  return owners;
}
