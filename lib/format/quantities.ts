/** A number of bytes for people, in powers of 1,024: `512 B`, `12.0 MiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${SIZES[power]}`;
}

/** How long ago something was, from milliseconds, in the largest unit that fits: `3 days ago`. */
export function formatAge(milliseconds: number): string {
  const [unit, size] = AGES.find(([, size]) => milliseconds >= size) ?? ["", 0];
  if (size === 0) return "just now";
  return `${formatCount(Math.floor(milliseconds / size), unit)} ago`;
}

/** A number of things for people: `1 process`, `2 processes`; a plural that is not told ends in s. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The user of a process for people. */
export function nameUser(uid: number | undefined, users: ReadonlyMap<number, string>): string {
  return users.get(uid ?? -1) ?? (uid === undefined ? "unknown user" : `uid ${uid}`);
}

/** A number of processes for people. */
export function formatProcesses(count: number): string {
  return formatCount(count, "process", "processes");
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

const AGES: readonly (readonly [string, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];
