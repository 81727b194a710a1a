import { escapeItem, escapeText } from "./escape.ts";

/** The text about one host. */
export interface HostText {
  readonly host: string;
  readonly text: string;
}

/** Joins texts for people: a line with the name of the host before each, and an empty line between them. */
export function joinGroups(parts: readonly HostText[]): string {
  return parts.filter(({ text }) => text !== "").map(({ host, text }) => `host: ${escapeText(host)}\n${text}`).join(
    "\n",
  );
}

/** Joins lines for scripts: the name of the host becomes the first field of each. */
export function joinFields(parts: readonly HostText[]): string {
  return parts.map(({ host, text }) =>
    text.split("\n").filter((line) => line !== "").map((line) => `${escapeItem(host)};${line}\n`).join("")
  ).join("");
}

/** Joins JSON documents into one. */
export function joinDocuments(parts: readonly HostText[]): string {
  const reports = parts.map(({ text }) => text.trimEnd()).join(",\n");
  return `{\n"format": "lib_users reports",\n"version": 1,\n"reports": [\n${reports}\n]\n}\n`;
}

/** Joins lines that name their host already. */
export function joinLines(parts: readonly HostText[]): string {
  return parts.map(({ text }) => text).join("");
}
