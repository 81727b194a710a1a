import { groupBy } from "../base/group_by.ts";
import { type Command, COMMANDS } from "./commands.ts";
import { OPTION_SPECS, type OptionSpec } from "./option_specs.ts";

/** The version of the program; a test holds it to `deno.json`. */
export const VERSION = "1.0.0";

/** What the program is for, without a full stop. */
export const PURPOSE = "find processes that still use files which an upgrade has replaced or deleted";

/** Every exit status, and when the program ends with it. */
export const EXIT_STATUSES: readonly (readonly [status: string, meaning: string])[] = [
  ["0", "the scan was done, whatever it found"],
  ["1", "it could not be done"],
  ["2", "the command line is wrong"],
  ["0 to 3", "with --format check: OK, WARNING, CRITICAL, UNKNOWN"],
];

/** The help, at most 80 columns wide. */
export function formatHelp(): string {
  const groups = groupBy(OPTION_SPECS, ({ group }) => group);
  const width = widest(OPTION_SPECS.map(indented));
  return [
    `${sentence(PURPOSE)}\n`,
    `Usage: ${COMMANDS[0].name} [COMMAND] [OPTION]...\n`,
    table(`Commands, ${COMMANDS[0].name} unless told`, COMMANDS.map((command) => [usage(command), command.summary])),
    ...Array.from(
      groups,
      ([heading, options]) => table(heading, options.map((option) => [indented(option), option.summary]), width),
    ),
    table("Exit status", EXIT_STATUSES),
  ].join("\n");
}

/** How an option is written: `-i, --ignore-pattern GLOB`. */
export function spelling({ names, short, value }: OptionSpec): string {
  const long = names.map((name) => `--${name}`).join(", ");
  return `${short === undefined ? "" : `-${short}, `}${long}${value === undefined ? "" : ` ${value}`}`;
}

/** How a command is written: `completions SHELL`. */
function usage({ name, operand }: Command): string {
  return operand === undefined ? name : `${name} ${operand.name}`;
}

/** A summary as a sentence. */
export function sentence(summary: string): string {
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`;
}

/** As {@linkcode spelling}, with room for the short name that it has not. */
function indented(option: OptionSpec): string {
  return option.short === undefined ? `    ${spelling(option)}` : spelling(option);
}

const WIDTH = 80;

/** A heading and two columns; a text that is too long goes on below itself. */
function table(heading: string, rows: readonly Row[], width = widest(rows.map(([left]) => left))): string {
  const indent = 2 + width + 2;
  const lines = rows.flatMap(([left, right]) => {
    const [first = "", ...more] = wrap(right, WIDTH - indent);
    return [`  ${left}`.padEnd(indent) + first, ...more.map((line) => " ".repeat(indent) + line)];
  });
  return [`${heading}:`, ...lines].map((line) => `${line}\n`).join("");
}

type Row = readonly [left: string, right: string];

function widest(texts: readonly string[]): number {
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
