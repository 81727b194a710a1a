// Finds from a temporary name the name that the file has once its package is installed.

/** How a package manager names a file until all of it is there, and how the final name is had from that. */
interface TemporaryName {
  /** Matches the name; its groups, joined, are the final name. */
  readonly pattern: RegExp;
  /** A name and its final name, for the documentation and the tests. */
  readonly example: readonly [name: string, finalName: string];
  /** The tool that makes such names, and where that can be read. */
  readonly met: string;
}

/** The temporary names of package managers. */
export const TEMPORARY_NAMES: readonly TemporaryName[] = [
  {
    pattern: /^(.*[^/])\.dpkg-(?:new|tmp)$/s,
    example: ["/usr/lib/libz.so.1.3.dpkg-new", "/usr/lib/libz.so.1.3"],
    met: "dpkg, src/main/archives.c",
  },
  {
    pattern: /^(.*[^/]);[0-9a-f]{8,16}$/s,
    example: ["/usr/lib64/libz.so.1.3;5f3a1b2c", "/usr/lib64/libz.so.1.3"],
    met: "rpm, lib/fsm.c; dnf needs-restarting",
  },
  {
    pattern: /^(.*[^/])\.#prelink#(?:\.[0-9A-Za-z]{6})?$/s,
    example: ["/usr/bin/python.#prelink#.aB3dE6", "/usr/bin/python"],
    met: "prelink; tracer #19",
  },
  {
    pattern: /^(.*[^/])#new$/s,
    example: ["/usr/lib64/libz.so.1.3#new", "/usr/lib64/libz.so.1.3"],
    met: "Portage, lib/portage/util/movefile.py; tracer",
  },
  {
    pattern: /^(.*\/)\.([^/]+)\._portage_merge_\.[0-9]+$/s,
    example: ["/usr/lib64/.libz.so.1.3._portage_merge_.4711", "/usr/lib64/libz.so.1.3"],
    met: "Portage, lib/portage/util/movefile.py",
  },
];

/**
 * Returns the name that a file has once its package is installed. A package manager writes a new file under a temporary
 * name and renames it. Linux before 3.18 gives that name to the file that was replaced (`d_move()` in fs/dcache.c).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { finalName } from "./final_name.ts";
 *
 * assert.equal(finalName("/usr/lib64/libz.so.1.3;5f3a1b2c"), "/usr/lib64/libz.so.1.3");
 * ```
 */
export function finalName(name: string): string {
  for (const { pattern } of TEMPORARY_NAMES) {
    const parts = pattern.exec(name);
    if (parts !== null) return parts.slice(1).join("");
  }
  return name;
}
