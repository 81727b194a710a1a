import { formatPackages } from "../format/packages.ts";
import type { Report } from "../model/report.ts";
import { formatRestart, type RestartItem } from "../format/restart.ts";
import { formatServices } from "../format/services.ts";
import { RPM_ARGUMENTS } from "../packages/rpm.ts";
import type { ProcFs } from "../procfs/procfs.ts";
import { usesHostFiles } from "../model/service.ts";
import type { Finding, Scan } from "../model/finding.ts";
import { hostRoot } from "../services/lookup.ts";
import { findPackages, type PackageAnswer } from "../packages/packages.ts";
import { findRenewedUnits, ownerKey } from "../advice/restarted_units.ts";
import type { Settings } from "./options.ts";
import type { World } from "./environment.ts";

/** What comes after a list of findings, each part to be set off by an empty line. */
export async function formatAdvice(
  proc: ProcFs,
  { findings, scan, packages, cautions }: Report,
  { services, restart }: Settings,
): Promise<readonly string[]> {
  if (findings.length === 0) return [];
  return [
    services ? formatServices(findings) : "",
    packages === undefined ? "" : formatPackages(findings, packages),
    restart ? formatRestart(restartItems(findings, scan, await findRenewedUnits(proc, findings)), cautions) : "",
  ];
}

/**
 * Asks the host's package database, with `world` also rpm, only about files of the host: those in a container are no
 * business of it.
 */
export async function askPackages(
  proc: ProcFs,
  findings: readonly Finding[],
  world: World | undefined,
): Promise<PackageAnswer> {
  const ownFindings = findings.filter(({ process }) => usesHostFiles(process.owner));
  const names = new Set(ownFindings.flatMap(({ files }) => files.map(({ name }) => name)));
  return await findPackages(proc, names, {
    root: hostRoot(proc),
    ...(world === undefined ? {} : { queryRpm: (files) => world.runRpm([...RPM_ARGUMENTS, ...files]) }),
  });
}

function restartItems(
  findings: readonly Finding[],
  { users }: Scan,
  renewed: ReadonlySet<string>,
): readonly RestartItem[] {
  return findings.map(({ process: { pid, owner, uid } }) => {
    const user = users.get(owner?.uid ?? uid ?? -1);
    return {
      owner: owner!,
      pids: [pid],
      mainIsNew: renewed.has(ownerKey(owner)),
      ...(user === undefined ? {} : { user }),
    };
  });
}
