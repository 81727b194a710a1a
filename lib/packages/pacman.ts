/**
 * The package's name in that of its directory below `/var/lib/pacman/local`, NAME-VERSION-RELEASE, where neither
 * version nor release has a hyphen; undefined for what is no package, `ALPM_DB_VERSION`. Format: PKGBUILD(5), and
 * pacman, lib/libalpm/be_local.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parsePackageDirectory } from "./pacman.ts";
 *
 * assert.equal(parsePackageDirectory("gcc-libs-14.2.1+r134-1"), "gcc-libs");
 * ```
 */
export function parsePackageDirectory(directory: string): string | undefined {
  return /^(.+)-[^-]+-[^-]+$/s.exec(directory)?.[1];
}
