// Groups the processes by their command lines.
import { groupBy } from "../base/group_by.ts";
import type { UsedFile } from "../model/file.ts";
import type { Finding } from "../model/scan.ts";

/** The processes of one command line, and the files that they use. */
export interface Group {
  /** The command line, or the name of the process in brackets if it has none. */
  readonly command: string;
  /** Sorted as text, as the ancestor does. */
  readonly pids: readonly string[];
  /** One for each name, sorted by name as text. */
  readonly files: readonly UsedFile[];
}

/** Returns the files to report, and the processes that use one. */
export function visibleFindings(findings: readonly Finding[], all: boolean): readonly Finding[] {
  return findings
    .map(({ process, files }) => ({ process, files: files.filter((file) => isVisible(file, all)) }))
    .filter(({ files }) => files.length > 0);
}

/** Groups processes by their arguments, in the order of the first of each. */
export function groupByCommand(findings: readonly Finding[]): readonly Group[] {
  const groups = groupBy(findings, ({ process }) => keyOf(process));
  return Array.from(groups.values(), (members) => ({
    command: commandOf(members[0]!.process),
    pids: members.map(({ process }) => process.pid).toSorted(),
    files: distinctFiles(members.flatMap(({ files }) => files)),
  }));
}

/** Returns the command line of a process, or its name in brackets if it has none. */
export function commandOf({ command, name }: Finding["process"]): string {
  return command === "" ? `[${name}]` : command;
}

function isVisible({ ignored }: UsedFile, all: boolean): boolean {
  return ignored === undefined || (all && !ignored.byUser);
}

/** Tells apart arguments that look the same once joined by spaces, and a title that imitates brackets. */
function keyOf(process: Finding["process"]): string {
  return process.command === "" ? `name ${process.name}` : `arguments ${process.arguments.join("\0").trim()}`;
}

function distinctFiles(files: readonly UsedFile[]): readonly UsedFile[] {
  const byName = new Map(files.toReversed().map((file) => [file.name, file]));
  return [...byName.keys()].toSorted().map((name) => byName.get(name)!);
}
