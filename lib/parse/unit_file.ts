// Parses the syntax of systemd's unit files: sections, and settings below them.

/** One setting of a unit file: a line `KEY=VALUE` below a line `[SECTION]`. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  /** Without white space around it. Empty where the line resets what was set before. */
  readonly value: string;
}

/**
 * Parses a unit file, or a drop-in of one, into its settings in the order of the file. Comments, lines of another shape
 * and what stands before the first section are skipped. Format: systemd.syntax(7).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseUnitFile } from "./unit_file.ts";
 *
 * assert.deepEqual(parseUnitFile("[Service]\nType = oneshot\n"), [
 *   { section: "Service", key: "Type", value: "oneshot" },
 * ]);
 * ```
 */
export function parseUnitFile(text: string): readonly UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = "";
  for (const line of joinLines(text)) {
    const header = /^\[([^\]]*)\]$/.exec(line)?.[1];
    const equals = line.indexOf("=");
    if (header !== undefined) section = header;
    else if (section !== "" && equals > 0) {
      settings.push({ section, key: line.slice(0, equals).trimEnd(), value: line.slice(equals + 1).trimStart() });
    }
  }
  return settings;
}

/** Returns the last value of a setting; undefined if it was never set, or reset. */
export function lastValue(settings: readonly UnitSetting[], section: string, key: string): string | undefined {
  return settings.findLast((setting) => setting.section === section && setting.key === key)?.value || undefined;
}

/** Returns all values of a setting that may be given several times, those since its last reset. */
export function allValues(settings: readonly UnitSetting[], section: string, key: string): readonly string[] {
  const values = settings.filter((setting) => setting.section === section && setting.key === key)
    .map(({ value }) => value);
  return values.slice(values.lastIndexOf("") + 1);
}

/** Returns whether a value means yes: `parse_boolean()` in src/basic/parse-util.c. */
export function isTrue(value: string | undefined): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test(value ?? "");
}

/** Returns the path of the program in a command line such as that of `ExecStart=`; undefined if it is not absolute. */
export function programOf(command: string): string | undefined {
  const word = command.replace(/^[-@:+!|]+/, "");
  const [, double, single, plain] = /^(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(word) ?? [];
  const path = double ?? single ?? plain ?? "";
  return path.startsWith("/") ? path : undefined;
}

/** Joins lines that end in a backslash with the next, as one space. Comments in between do not end them. */
function joinLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    if (trimmed.endsWith("\\")) open += `${trimmed.slice(0, -1)} `;
    else {
      lines.push(`${open}${trimmed}`.trim());
      open = "";
    }
  }
  return open === "" ? lines : [...lines, open.trim()];
}
