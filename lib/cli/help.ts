// Formats the help of the program and of each command.
import { groupBy } from "../base/group_by.ts";
import { MODES } from "../scan/modes.ts";
import { type Command, type CommandName, COMMANDS, formatCommand, PROGRAMS } from "./commands.ts";
import { formatOption, optionsOf, type OptionSpec } from "./option_specs.ts";

/** What the program is for: imperative, no full stop. */
export const PURPOSE = "find processes that still use files which an upgrade has replaced or deleted";

/** Every exit status, and when the program ends with it. */
export const EXIT_STATUSES: readonly (readonly [status: string, meaning: string])[] = [
  ["0", "the scan was done, whatever it found"],
  ["1", "the scan could not be done, or not on every host"],
  ["2", "the command line is wrong"],
  ["0 to 3", "with --format check: OK, WARNING, CRITICAL, UNKNOWN"],
  ["0, 1, 3", "of reboot: not needed, needed, unknown"],
];

/** Formats the help of a command, at most 80 columns wide. That of the default command is that of the program. */
export function formatHelp(name: CommandName): string {
  const command = COMMANDS.find((each) => each.name === name)!;
  const [program] = COMMANDS;
  const isScan = MODES.some((mode) => mode.name === name);
  const options = optionsOf(name);
  const width = maxLength(options.map(alignedOption));
  const commands = table(
    `Commands (default: ${program.name})`,
    COMMANDS.map((each) => [formatCommand(each), each.summary]),
  );
  return [
    `${sentence(command === program ? PURPOSE : command.summary)}\n`,
    `Usage: ${usage(command)} [OPTION]...\n`,
    ...(command === program ? [commands] : []),
    ...Array.from(
      groupBy(options, ({ group }) => isScan ? group : "Options"),
      ([heading, group]) => table(heading, group.map((option) => [alignedOption(option), option.summary]), width),
    ),
    ...(isScan ? [table("Exit status", EXIT_STATUSES)] : []),
    `Manual: ${program.name} man | man -l -\n`,
  ].join("\n");
}

/** Returns how a command is started: the default one takes the name of any other. */
function usage(command: Command): string {
  const [program] = COMMANDS;
  if (command === program) return `${program.name} [COMMAND]`;
  return PROGRAMS.includes(command.name) ? command.name : `${program.name} ${formatCommand(command)}`;
}

/** Returns a summary as a sentence. */
export function sentence(summary: string): string {
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`;
}

/** As {@linkcode formatOption}, indented where there is no short name. */
function alignedOption(option: OptionSpec): string {
  return option.short === undefined ? `    ${formatOption(option)}` : formatOption(option);
}

const WIDTH = 80;

/** Formats a heading and two columns. Text that is too long for its column continues on the next line. */
function table(heading: string, rows: readonly Row[], width = maxLength(rows.map(([left]) => left))): string {
  const indent = 2 + width + 2;
  const lines = rows.flatMap(([left, right]) => {
    const [first = "", ...more] = wrap(right, WIDTH - indent);
    return [`  ${left}`.padEnd(indent) + first, ...more.map((line) => " ".repeat(indent) + line)];
  });
  return [`${heading}:`, ...lines].map((line) => `${line}\n`).join("");
}

type Row = readonly [left: string, right: string];

function maxLength(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
