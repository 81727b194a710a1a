import type { Finding, Scan } from "../model/scan.ts";
import { startTime } from "./process.ts";

/** What a process and its files must be like to be reported. What is undefined does not matter. */
export interface Filters {
  /** A name or an id. */
  readonly user: string | undefined;
  readonly isUnit: ((unit: string) => boolean) | undefined;
  readonly isExcludedUnit: (unit: string) => boolean;
  /** Whether only files count that the process may execute. */
  readonly executable: boolean;
  /** How long a process must have run, in milliseconds. */
  readonly olderThan: number | undefined;
}

/** Lets everything through. */
export const NO_FILTERS: Filters = {
  user: undefined,
  isUnit: undefined,
  isExcludedUnit: () => false,
  executable: false,
  olderThan: undefined,
};

/** Leaves the findings that all filters let through, at the time `now` in milliseconds since 1970. */
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
      // What cannot be told is reported: a filter must not hide what could not be looked at.
      return (user === undefined || uid === undefined || user === String(uid) || user === users.get(uid)) &&
        (unit === undefined || (isUnit?.(unit) ?? true) && !isExcludedUnit(unit)) &&
        (olderThan === undefined || start === undefined || now - start >= olderThan);
    })
    .map(({ process, files }) => ({ process, files: executable ? files.filter((file) => file.executable) : files }))
    .filter(({ files }) => files.length > 0);
}
