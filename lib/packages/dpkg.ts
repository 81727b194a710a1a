import { decodeText } from "../base/bytes.ts";

/** A file that dpkg puts elsewhere, because another package, or the administrator, wants its name. */
export interface Diversion {
  /** The name that packages list. */
  readonly from: string;
  /** Where their file is instead. */
  readonly to: string;
  /** The package that has the name now, without architecture; undefined for a local diversion. */
  readonly by: string | undefined;
}

/**
 * Parses `/var/lib/dpkg/diversions`: three lines each, the name, the new name, and the package or `:` for a local
 * diversion. What is cut off at the end is left out. Format: dpkg, lib/dpkg/db-fsys-divert.c; see dpkg-divert(1).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseDiversions } from "./dpkg.ts";
 *
 * const content = new TextEncoder().encode("/bin/sh\n/bin/sh.distrib\ndash\n");
 * assert.deepEqual(parseDiversions(content), [{ from: "/bin/sh", to: "/bin/sh.distrib", by: "dash" }]);
 * ```
 */
export function parseDiversions(content: Uint8Array): readonly Diversion[] {
  const lines = decodeText(content).split("\n");
  const diversions: Diversion[] = [];
  for (let at = 0; at + 3 <= lines.length; at += 3) {
    const [from, to, by] = lines.slice(at, at + 3) as [string, string, string];
    if (by !== "") diversions.push({ from, to, by: by === ":" ? undefined : by });
  }
  return diversions;
}

/**
 * Parses `/var/lib/dpkg/arch`: the architectures that dpkg knows, one a line, its own among them. The file is there
 * only where a foreign one was added, see `--add-architecture` in dpkg(1).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseArchitectures } from "./dpkg.ts";
 *
 * assert.deepEqual(parseArchitectures(new TextEncoder().encode("amd64\ni386\n")), ["amd64", "i386"]);
 * ```
 */
export function parseArchitectures(content: Uint8Array): readonly string[] {
  return decodeText(content).split("\n").filter((line) => line !== "");
}

/**
 * Parses `/var/lib/dpkg/status` for the architectures of some packages, by name. Of a name that is there more than
 * once, the one that is installed counts. Format: deb822(5), with the fields of deb-control(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseStatus } from "./dpkg.ts";
 *
 * const content = new TextEncoder().encode("Package: wine32\nStatus: install ok installed\nArchitecture: i386\n");
 * assert.deepEqual(parseStatus(content, new Set(["wine32"])), new Map([["wine32", "i386"]]));
 * ```
 */
export function parseStatus(content: Uint8Array, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const architectures = new Map<string, string>();
  for (const paragraph of decodeText(content).split("\n\n")) {
    const name = fieldOf(paragraph, "Package");
    if (name === undefined || !names.has(name)) continue;
    const architecture = fieldOf(paragraph, "Architecture");
    const installed = fieldOf(paragraph, "Status")?.endsWith(" installed") ?? false;
    if (architecture !== undefined && (installed || !architectures.has(name))) architectures.set(name, architecture);
  }
  return architectures;
}

function fieldOf(paragraph: string, field: string): string | undefined {
  const lines = `\n${paragraph}\n`;
  const start = lines.indexOf(`\n${field}: `);
  if (start < 0) return undefined;
  const value = start + field.length + 3;
  return lines.slice(value, lines.indexOf("\n", value));
}
