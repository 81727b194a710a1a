// Finds the packages of the stale files of the host, not of its containers.
import type { PackageAnswer } from "../model/package.ts";
import type { Finding } from "../model/scan.ts";
import { hostRoot, type ProcFs } from "../procfs/procfs.ts";
import { usesHostFiles } from "../services/identity.ts";

/** Where to learn the packages of files. */
export interface HostPackagesOptions {
  /** What a recording says of them; undefined to ask the package database of the host. */
  readonly recordedPackages: PackageAnswer | undefined;
  /** Runs `rpm` with these arguments; see `PackageOptions.queryRpm`. */
  readonly runRpm: ((args: readonly string[]) => Promise<string | undefined>) | undefined;
}

/** Finds the packages of the host's own files: those in a container are no business of its package database. */
export async function findHostPackages(
  proc: ProcFs,
  findings: readonly Finding[],
  { recordedPackages, runRpm }: HostPackagesOptions,
): Promise<PackageAnswer> {
  const own = findings.filter(({ process }) => usesHostFiles(process.service));
  const names = new Set(own.flatMap(({ files }) => files.map(({ name }) => name)));
  if (recordedPackages !== undefined) return { ...recordedPackages, files: pick(recordedPackages, names) };
  const { findPackages } = await import("../packages/packages.ts");
  const { RPM_ARGUMENTS } = await import("../packages/rpm.ts");
  return await findPackages(proc, names, {
    root: await hostRoot(proc),
    ...(runRpm === undefined ? {} : { queryRpm: (files) => runRpm([...RPM_ARGUMENTS, ...files]) }),
  });
}

function pick({ files }: PackageAnswer, names: ReadonlySet<string>): PackageAnswer["files"] {
  return new Map(Array.from(names, (name) => [name, files.get(name) ?? { state: "unknown", packages: [] }]));
}
