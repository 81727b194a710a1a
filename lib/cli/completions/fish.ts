// Formats the completions for fish.
import { FORMATS } from "../../format/formats.ts";
import { COMMANDS, PROGRAMS } from "../commands.ts";
import type { OptionSpec } from "../option_specs.ts";
import type { Completion } from "../option_values.ts";
import { BUNDLE_WITH_VALUE, LIST_UNITS, OPERANDS, OPTION_SETS, VALUE_OPTIONS } from "./tables.ts";

/** Formats completions for fish 3 and later. */
export function formatFish(header: string): string {
  const [program] = PROGRAMS;
  const all = `complete ${PROGRAMS.map((name) => `-c ${name}`).join(" ")}`;
  const first = `complete -c ${program}`;
  const lines = [
    `${all} -f`,
    ...COMMANDS.map(({ name, summary }) => `${first} -n '__${program}_command none' -a ${name} -d ${quote(summary)}`),
    ...OPERANDS.map(({ command, words }) =>
      `${first} -n '__${program}_command ${command}; and not __fish_seen_subcommand_from ${words.join(" ")}' ` +
      `-a ${quote(words.join(" "))}`
    ),
    ...OPTION_SETS.flatMap(({ commands, options }) =>
      options.map((option) =>
        `${all} -n '__${program}_command ${acceptedNames(commands).join(" ")}' ${formatOption(option)}`
      )
    ),
  ];
  return header + COMMAND_FUNCTION + lines.map((line) => `${line}\n`).join("");
}

/** Succeeds where the command of the line is one of its arguments; `none` stands for no command after the program. */
const COMMAND_FUNCTION = `
function __${PROGRAMS[0]}_command
    set -l words (commandline -opc)
    set -l command (string replace -r '.*/' '' -- $words[1])
    contains -- $command ${PROGRAMS.slice(1).join(" ")}; or set command none
    set -l option ''
    for word in $words[2..-1]
        if test -n "$option"
            set option ''
        else if contains -- $word ${VALUE_OPTIONS.flatMap(({ names }) => names.map((name) => `--${name}`)).join(" ")}
            or string match -qr -- '${BUNDLE_WITH_VALUE}' $word
            set option $word
        else if not string match -q -- '-*' $word
            test $command = none; and set command $word
        end
    end
    contains -- $command $argv
end
`;

/** Where no command is given, the first one is meant. */
function acceptedNames(commands: readonly string[]): readonly string[] {
  return commands.includes(COMMANDS[0].name) ? ["none", ...commands] : commands;
}

function formatOption({ short, names, value, completes, summary }: OptionSpec): string {
  return [
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...names.map((name) => `-l ${name}`),
    ...(value === undefined ? [] : [completes === undefined ? "-x" : VALUES[completes]]),
    `-d ${quote(summary)}`,
  ].join(" ");
}

const VALUES: Readonly<Record<Completion, string>> = {
  file: "-r -F",
  format: `-x -a ${quote(FORMATS.map(({ name, summary }) => `${name}\\t${quote(summary)}`).join(" "))}`,
  process: "-x -a '(__fish_complete_pids)'",
  unit: `-x -a ${quote(`(${LIST_UNITS} | string replace -r ' .*' '')`)}`,
  user: "-x -a '(__fish_complete_users)'",
};

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
