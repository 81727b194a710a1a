import type { FailureName } from "./scan.ts";

/** The package managers whose database can be read. */
export type DatabaseName = "dpkg" | "apk" | "pacman" | "rpm";

/** Why a database was not read, or not all of it; `not run`: only `rpm` can read its own, and was not run, or failed. */
export type DatabaseProblem = FailureName | "not run";

/** The packages that a file belongs to. */
export interface FilePackages {
  /**
   * `listed`: these packages list it. `guessed`: none does, but this one has the soname that it had: the upgrade
   * replaced `libz.so.1.2.13` by `libz.so.1.3`. `unowned`: the database was read, and it is nobody's. `unknown`: could
   * not look.
   */
  readonly state: "listed" | "guessed" | "unowned" | "unknown";
  /** Sorted as text; none where unowned or unknown. Of dpkg's as `dpkg-query -S` has them: `libc6:amd64`. */
  readonly packages: readonly string[];
}

/** What a machine's package database says of some files. */
export interface PackageAnswer {
  /** The database that was asked; undefined where none is known to be there. */
  readonly database: DatabaseName | undefined;
  /** Why it could not be read, or not all of it; `absent`: there is none; undefined where it was read. */
  readonly problem: DatabaseProblem | "absent" | undefined;
  /** Every name that was asked for. */
  readonly files: ReadonlyMap<string, FilePackages>;
}
