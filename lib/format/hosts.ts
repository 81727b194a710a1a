import { escapeItem, escapeText } from "./escape.ts";

/** What was printed about one host. */
export interface HostText {
  readonly host: string;
  readonly text: string;
}

/** For people: each host that there is something to say about, by its name, with an empty line between. */
export function joinGroups(parts: readonly HostText[]): string {
  return parts.filter(({ text }) => text !== "").map(({ host, text }) => `host: ${escapeText(host)}\n${text}`).join(
    "\n",
  );
}

/** For programs: the name of the host as one more field at the start of each line that has fields. */
export function joinFields(parts: readonly HostText[]): string {
  return parts.map(({ host, text }) =>
    text.split("\n").filter((line) => line !== "").map((line) => `${escapeItem(host)};${line}\n`).join("")
  ).join("");
}

/** Documents as the elements of one. */
export function joinDocuments(parts: readonly HostText[]): string {
  const reports = parts.map(({ text }) => text.trimEnd()).join(",\n");
  return `{\n"format": "lib_users reports",\n"version": 1,\n"reports": [\n${reports}\n]\n}\n`;
}

/** Lines that name their host already. */
export function joinLines(parts: readonly HostText[]): string {
  return parts.map(({ text }) => text).join("");
}
