// Formats the packages of stale files.
import { groupBy } from "../base/group_by.ts";
import { escapeText } from "./escape.ts";
import { formatCount, formatProcesses } from "./quantities.ts";
import type { FilePackages, PackageAnswer } from "../model/package.ts";
import type { Finding } from "../model/scan.ts";
import { usesHostFiles } from "../services/identity.ts";

/** Returns the packages of a file of a process; undefined where they were not asked for. */
export function packagesOf(
  { service }: Finding["process"],
  name: string,
  answer: PackageAnswer | undefined,
): FilePackages | undefined {
  return usesHostFiles(service) ? answer?.files.get(name) : undefined;
}

/**
 * Formats a line for each package, the one with the most processes first: `libssl3: 14 processes, 6 services`; then how
 * many files belong to no package, and what could not be looked up.
 */
export function formatPackages(findings: readonly Finding[], answer: PackageAnswer): string {
  const { database, problem, files } = answer;
  const users = findings.flatMap(({ process, files: used }) =>
    used.flatMap(({ name }) => (packagesOf(process, name, answer)?.packages ?? []).map((name) => ({ name, process })))
  );
  const rows = Array.from(groupBy(users, ({ name }) => name), ([name, uses]) => ({
    name,
    processes: new Set(uses.map(({ process }) => process.pid)).size,
    services: new Set(uses.map(({ process }) => process.service?.label ?? "").filter((label) => label !== "")).size,
  })).toSorted((left, right) => right.processes - left.processes || (left.name < right.name ? -1 : 1));
  const lines = rows.map(({ name, processes, services }) =>
    `${escapeText(name)}: ${formatProcesses(processes)}, ${formatCount(services, "service")}`
  );
  const unowned = [...files.values()].filter(({ state }) => state === "unowned").length;
  if (unowned > 0) lines.push(`no package: ${formatCount(unowned, "file")}`);
  const unknown = [...files.values()].filter(({ state }) => state === "unknown").length;
  if (problem === undefined && unknown > 0) lines.push(`packages not recorded: ${formatCount(unknown, "file")}`);
  if (problem !== undefined) {
    lines.push(`packages not looked up: ${PROBLEMS[problem]}${database === undefined ? "" : ` (${database})`}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

const PROBLEMS: Readonly<Record<NonNullable<PackageAnswer["problem"]>, string>> = {
  absent: "there is no package database here that the program can read",
  denied: "reading the package database is not permitted",
  gone: "the package database does not exist",
  stuck: "the package database did not answer",
  unreadable: "the package database cannot be read",
  "not run": "rpm was not run",
  "not recorded": "the recording was made without --packages",
};
