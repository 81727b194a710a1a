// Searches the lists of files that packages have for a few names.
import { decodeText } from "../base/bytes.ts";

/** The packages that list a path, by path. */
export type PackagesByPath = Map<string, Set<string>>;

/** Lines to look for, and a coarse filter that stops most other lines. */
export interface WantedLines {
  readonly lines: ReadonlySet<string>;
  readonly sieve: ReadonlySet<number>;
}

/** Prepares lines for {@linkcode findLines}. */
export function wantedLines(lines: ReadonlySet<string>): WantedLines {
  return { lines, sieve: new Set(Array.from(lines, (line) => sieveKey(line, 0, line.length))) };
}

/**
 * Finds the wanted lines in a package's file list, in the order of the list. The lists of a server have some 300,000
 * lines, of which a handful is wanted: the others are recognized by their length and two characters, without being
 * copied or hashed. The last line may lack its newline. No errors: any bytes are a list.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { findLines, wantedLines } from "./file_list.ts";
 *
 * const wanted = wantedLines(new Set(["/usr/lib/libz.so.1"]));
 * const list = new TextEncoder().encode("/.\n/usr/lib\n/usr/lib/libz.so.1\n/usr/lib/libz.so.1.2\n");
 * assert.deepEqual(findLines(list, wanted), ["/usr/lib/libz.so.1"]);
 * ```
 */
export function findLines(content: Uint8Array, { lines, sieve }: WantedLines): readonly string[] {
  const text = decodeText(content);
  const found: string[] = [];
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    if (sieve.has(sieveKey(text, from, end))) {
      const line = text.slice(from, end);
      if (lines.has(line)) found.push(line);
    }
    from = end + 1;
  }
  return found;
}

/** Adds a package to those that list a path. */
export function addPackage(byPath: PackagesByPath, path: string, name: string): void {
  const names = byPath.get(path);
  if (names === undefined) byPath.set(path, new Set([name]));
  else names.add(name);
}

/** Returns a number that few other lines share: of the length, the last character and the sixth to last. */
function sieveKey(text: string, from: number, end: number): number {
  const length = end - from;
  if (length < 6) return length;
  return length * 0x10000 + (text.charCodeAt(end - 1) & 0xff) * 0x100 + (text.charCodeAt(end - 6) & 0xff);
}
