// Finds the last component of a path.

/**
 * Returns the last component of a path, as basename(1) does for one without a slash at its end.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { baseName } from "./base_name.ts";
 *
 * assert.equal(baseName("/usr/bin/fd_users"), "fd_users");
 * assert.equal(baseName("fd_users"), "fd_users");
 * ```
 */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
