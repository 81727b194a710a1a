/** A number of bytes for people, in powers of 1,024: `512 B`, `12.0 MiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${SIZES[power]}`;
}

/** How long ago something was, from milliseconds, in the largest unit that fits: `3 days ago`. */
export function formatAge(milliseconds: number): string {
  const [unit, size] = AGES.find(([, size]) => milliseconds >= size) ?? ["", 0];
  if (size === 0) return "just now";
  const count = Math.floor(milliseconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

const AGES: readonly (readonly [string, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];
