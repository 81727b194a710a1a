// Parses /proc/PID/maps: the lines that the kernel marked as deleted.
import { decodeText, joinBytes } from "../base/bytes.ts";

/** One line of `/proc/PID/maps` that the kernel marked as deleted. */
export interface Mapping {
  /** The address range as `map_files` writes it, in hexadecimal without leading zeros: `55d0c0000000-55d0c0001000`. */
  readonly range: string;
  /** Four characters: `r`, `w`, `x` or `-` each, then `p` (private) or `s` (shared). */
  readonly permissions: string;
  /** The device in decimal, `8:1`, as `mountinfo` writes it. */
  readonly device: string;
  /** The inode in decimal; text, because it may exceed what a number holds. */
  readonly inode: string;
  /** The name without the mark. A newline in it is still written `\012`, as the kernel does. */
  readonly name: string;
}

const MARK = new TextEncoder().encode("(deleted)");
const PARENTHESIS = MARK[0]!;
const NEWLINE = 0x0a;
const LINE = /^([0-9a-f]+)-([0-9a-f]+) ([-rwxsp]{4}) [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) ([0-9]+) +(.+)$/s;

/**
 * Parses the lines of `/proc/PID/maps` that are marked as deleted: the name ends with ` (deleted)`, or starts with
 * `(deleted)` (OpenVZ). All other lines, and lines of another shape, are skipped.
 * Format: proc_pid_maps(5), `show_map_vma()` in fs/proc/task_mmu.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseMaps } from "./maps.ts";
 *
 * const line = "00400000-00401000 r-xp 00000000 08:01 42                 /usr/lib/a  b.so (deleted)\n";
 * assert.deepEqual(parseMaps(new TextEncoder().encode(line)), [
 *   { range: "400000-401000", permissions: "r-xp", device: "8:1", inode: "42", name: "/usr/lib/a  b.so" },
 * ]);
 * ```
 */
export function parseMaps(bytes: Uint8Array): readonly Mapping[] {
  const mappings: Mapping[] = [];
  for (const [from, to] of markedLines(bytes)) {
    const mapping = parseLine(decodeText(bytes.subarray(from, to)));
    if (mapping !== undefined) mappings.push(mapping);
  }
  return mappings;
}

/** Returns the lines of `maps` that {@linkcode parseMaps} reads, unchanged. A recording keeps only these. */
export function keepMarkedLines(bytes: Uint8Array): Uint8Array {
  const marked = [...markedLines(bytes)].filter(([from, to]) => parseLine(decodeText(bytes.subarray(from, to))));
  return joinBytes(marked.map(([from, to]) => bytes.subarray(from, to + 1)));
}

/** Removes the kernel's mark from a name. Returns undefined if there is none. */
export function unmarked(text: string): string | undefined {
  if (text.endsWith(" (deleted)")) return text.slice(0, -10);
  return LEADING_MARK.test(text) ? text.replace(LEADING_MARK, "") : undefined;
}

/** Returns a name as `maps` writes it: a newline is `\012`, and nothing else is changed. */
export function mappedName(name: string): string {
  return name.replaceAll("\n", "\\012");
}

/** OpenVZ writes `(deleted)/name`, and other patches of that age `(deleted) /name`. A path starts with a slash. */
const LEADING_MARK = /^\(deleted\) ?(?=\/)/;

/** Finds the start and end of each line with `(deleted)` in it. A file without one costs a search for `(`, no more. */
function* markedLines(bytes: Uint8Array): Generator<readonly [number, number]> {
  let at = bytes.indexOf(PARENTHESIS);
  while (at >= 0) {
    let next = at + 1;
    if (MARK.every((byte, index) => bytes[at + index] === byte)) {
      const end = bytes.indexOf(NEWLINE, at);
      const to = end < 0 ? bytes.length : end;
      yield [bytes.lastIndexOf(NEWLINE, at) + 1, to];
      next = to + 1;
    }
    at = bytes.indexOf(PARENTHESIS, next);
  }
}

function parseLine(line: string): Mapping | undefined {
  const [, start, end, permissions, major, minor, inode, path] = LINE.exec(line) ?? [];
  const name = path === undefined ? undefined : unmarked(path);
  if (name === undefined || name === "") return undefined;
  return {
    range: `${unpadded(start!)}-${unpadded(end!)}`,
    permissions: permissions!,
    device: `${parseInt(major!, 16)}:${parseInt(minor!, 16)}`,
    inode: inode!,
    name,
  };
}

/** `maps` pads addresses to eight digits. The names in `map_files` are not padded. */
function unpadded(address: string): string {
  return address.replace(/^0+(?=.)/, "");
}
