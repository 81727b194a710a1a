// Finds the mode by the name that the program was started by.
import { baseName } from "../base/base_name.ts";
import { MODES } from "../scan/modes.ts";

/**
 * Returns the arguments of the program, with the mode in front that its name stands for: started as `fd_users`, or
 * through a link of that name, the program is `fd_users`. The path is the one that it was started by, links not followed.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { addModeOf } from "./program_name.ts";
 *
 * assert.deepEqual(addModeOf("/usr/bin/fd_users", ["-s"]), ["fd_users", "-s"]);
 * assert.deepEqual(addModeOf("/opt/lib_users.js", ["-s"]), ["-s"]);
 * ```
 */
export function addModeOf(path: string, args: readonly string[]): readonly string[] {
  const name = baseName(path).replace(/\.[jt]s$/, "");
  return MODES.slice(1).some((mode) => mode.name === name) ? [name, ...args] : args;
}
