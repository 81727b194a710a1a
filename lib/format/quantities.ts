// Formats bytes, ages and counts for people.

/** Formats a number of bytes in powers of 1,024: `512 B`, `12.0 MiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${SIZES[power]}`;
}

/** Formats how many milliseconds ago something was, in the largest unit that fits: `3 days ago`. */
export function formatAge(milliseconds: number): string {
  const [unit, size] = AGES.find(([, size]) => milliseconds >= size) ?? ["", 0];
  if (size === 0) return "just now";
  return `${formatCount(Math.floor(milliseconds / size), unit)} ago`;
}

/** Formats a number of things: `1 file`, `2 files`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Formats the user of a process: the name, or else the number. */
export function nameUser(uid: number | undefined, users: ReadonlyMap<number, string>): string {
  return users.get(uid ?? -1) ?? (uid === undefined ? "unknown user" : `uid ${uid}`);
}

/** Formats a number of processes. */
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
