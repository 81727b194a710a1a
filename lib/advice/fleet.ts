// Groups many hosts by what is to be done about them.
import { isFailed, nameHosts } from "./hosts.ts";
import { groupBy } from "../base/group_by.ts";
import type { PlanEntry } from "../model/advice.ts";
import type { HostResult, Report } from "../model/report.ts";
import { visibleFindings } from "../scan/group.ts";
import { heldBytes } from "./disk_space.ts";
import { hidesProcesses } from "./severity.ts";

/** Many hosts, sorted by what is to be done about them. */
export interface Fleet {
  /** How many hosts there are, those that failed included. */
  readonly hosts: number;
  /** Hosts with the same plan, the largest group first. */
  readonly groups: readonly FleetGroup[];
  /** Hosts that need a reboot, by reason; a host can have several. */
  readonly reboots: readonly FleetReboot[];
  /** Hosts of which it is not known whether they need a reboot. */
  readonly unknownReboots: readonly string[];
  /** Hosts with nothing stale that could be read in full. */
  readonly clean: readonly string[];
  /** Hosts with nothing stale, of which not every process could be read. */
  readonly uncertain: readonly string[];
  /** The disk space that deleted files still hold, in bytes, on all hosts. */
  readonly held: number;
  readonly failed: readonly FleetFailure[];
  /** Hosts whose recording says little about today. */
  readonly old: readonly string[];
  /** The age of the oldest recording, in milliseconds. */
  readonly oldest: number;
  /** Hosts recorded at a time that is still to come, by one of the two clocks. */
  readonly future: readonly string[];
}

/** Hosts with the same plan. */
export interface FleetGroup {
  readonly names: readonly string[];
  /** The plan of the first of them: only the processes differ. */
  readonly plan: readonly PlanEntry[];
  /** How many processes are stale, on all of them. */
  readonly stale: number;
}

/** Hosts that need a reboot for one reason. */
export interface FleetReboot {
  readonly reason: string;
  readonly names: readonly string[];
}

/** A host that could not be scanned. */
export interface FleetFailure {
  readonly name: string;
  readonly error: string;
}

/** Sorts hosts by what is to be done about them. The order of the names is that of the hosts. */
export function findFleet(results: readonly HostResult[], now: Date): Fleet {
  const names = nameHosts(results);
  const named = results.map((result, index) => ({ name: names[index]!, result }));
  const reports = named.flatMap(({ name, result }) => isFailed(result) ? [] : [{ name, report: result }]);
  const stale = reports.filter(({ report }) => staleIn(report) > 0);
  const fresh = reports.filter(({ report }) => staleIn(report) === 0);
  const isSure = ({ report }: { readonly report: Report }): boolean =>
    report.scan.unreadable.length === 0 && !hidesProcesses(report.blindness);
  const reboots = reports.flatMap(({ name, report: { reboot } }) =>
    reboot?.needed === true ? reboot.reasons.map((reason) => ({ name, reason })) : []
  );
  const ages = reports.map(({ name, report }) => ({ name, age: ageOf(report, now) }));
  return {
    hosts: results.length,
    groups: Array.from(groupBy(stale, ({ report }) => planKey(report.plan ?? [])).values(), (same) => ({
      names: namesOf(same),
      plan: same[0]!.report.plan ?? [],
      stale: same.reduce((sum, { report }) => sum + staleIn(report), 0),
    })).toSorted((left, right) => right.names.length - left.names.length),
    reboots: Array.from(groupBy(reboots, ({ reason }) => reason), ([reason, same]) => ({
      reason,
      names: namesOf(same),
    })).toSorted((left, right) => right.names.length - left.names.length),
    unknownReboots: namesOf(reports.filter(({ report }) => report.reboot?.needed === null)),
    clean: namesOf(fresh.filter(isSure)),
    uncertain: namesOf(fresh.filter((each) => !isSure(each))),
    held: reports.reduce((sum, { report }) => sum + heldBytes(visibleFindings(report.findings, false)), 0),
    failed: named.flatMap(({ name, result }) => isFailed(result) ? [{ name, error: result.error }] : []),
    old: namesOf(ages.filter(({ age }) => age > OLD)),
    oldest: ages.reduce((oldest, { age }) => Math.max(oldest, age), 0),
    future: namesOf(ages.filter(({ age }) => age < -AHEAD)),
  };
}

function namesOf(hosts: readonly { readonly name: string }[]): readonly string[] {
  return hosts.map(({ name }) => name);
}

/** Counts the hosts in some groups, each once. */
export function countHosts(groups: readonly Pick<FleetGroup, "names">[]): number {
  return new Set(groups.flatMap(({ names }) => names)).size;
}

/** Returns how long ago a host was scanned, in milliseconds; less than 0 for a time that is still to come. */
export function ageOf({ header }: Report, now: Date): number {
  return now.getTime() - new Date(header.time).getTime();
}

/** The age from which on a recording is old: one of every night is younger. */
const OLD = 2 * 86_400_000;

/** By how much clocks may differ. */
const AHEAD = 3_600_000;

function staleIn({ findings }: Report): number {
  return visibleFindings(findings, false).length;
}

/** What two plans have in common that ask for the same, whatever the processes are. */
function planKey(plan: readonly PlanEntry[]): string {
  return JSON.stringify(
    plan.map(({ action, argv, label, user, reason, instead }) => [action, argv, label, user, reason, instead]).sort(),
  );
}
