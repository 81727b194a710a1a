// Records: the packages that files belong to, and what could not be read of the package database.
import type { FailureName } from "./scan.ts";

/** The package managers whose database can be read. */
export type DatabaseName = "dpkg" | "apk" | "pacman" | "rpm";

/** Why a database was not read completely. `not run`: only `rpm` can read its database, and it was not run or failed. */
export type DatabaseProblem = FailureName | "not run";

/** The packages that a file belongs to. */
export interface FilePackages {
  /**
   * `listed`: these packages list it. `guessed`: no package lists it, but this one has a file of the same soname: the
   * upgrade replaced `libz.so.1.2.13` by `libz.so.1.3`. `unowned`: the database was read, and no package lists it.
   * `unknown`: the database could not be read.
   */
  readonly state: "listed" | "guessed" | "unowned" | "unknown";
  /** Names sorted as text, for dpkg as `dpkg-query -S` prints them (`libc6:amd64`); none if unowned or unknown. */
  readonly packages: readonly string[];
}

/** The answer of a machine's package database about some files. */
export interface PackageAnswer {
  /** The database that was asked; undefined if none was found. */
  readonly database: DatabaseName | undefined;
  /**
   * Why it could not be read completely; `absent`: there is none; `not recorded`: a recording says nothing of packages;
   * undefined if it was read.
   */
  readonly problem: DatabaseProblem | "absent" | "not recorded" | undefined;
  /** Every name that was asked for. */
  readonly files: ReadonlyMap<string, FilePackages>;
}
