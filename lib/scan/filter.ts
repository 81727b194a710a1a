// Leaves out what the user does not want to see.
import type { Finding, Scan } from "../model/scan.ts";
import { startTime } from "./process.ts";

/** Conditions that a process and its files must meet to be reported. A condition that is undefined is met. */
export interface Filters {
  /** A name or an id. */
  readonly user: string | undefined;
  readonly isUnit: ((unit: string) => boolean) | undefined;
  readonly isExcludedUnit: (unit: string) => boolean;
  /** Whether to report only files that the process may execute. */
  readonly executable: boolean;
  /** How long a process must have been running, in milliseconds. */
  readonly olderThan: number | undefined;
}

/** Filters that everything passes. */
export const NO_FILTERS: Filters = {
  user: undefined,
  isUnit: undefined,
  isExcludedUnit: () => false,
  executable: false,
  olderThan: undefined,
};

/** Returns the findings that pass all filters at the time `now`, in milliseconds since 1970. */
export function filterFindings(
  findings: readonly Finding[],
  filters: Filters,
  { users, booted }: Scan,
  now: number,
): readonly Finding[] {
  const { user, isUnit, isExcludedUnit, executable, olderThan } = filters;
  return findings
    .filter(({ process: { uid, service, cgroup, started } }) => {
      const unit = cgroup === undefined && service?.kind === "none" ? undefined : service?.label ?? "";
      const start = startTime(started, booted);
      // What is not known is reported: a filter must not hide what could not be read.
      return (user === undefined || uid === undefined || user === String(uid) || user === users.get(uid)) &&
        (unit === undefined || (isUnit?.(unit) ?? true) && !isExcludedUnit(unit)) &&
        (olderThan === undefined || start === undefined || now - start >= olderThan);
    })
    .map(({ process, files }) => ({ process, files: executable ? files.filter((file) => file.executable) : files }))
    .filter(({ files }) => files.length > 0);
}
