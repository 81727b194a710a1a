import { FORMATS } from "../../format/formats.ts";
import { COMMANDS } from "../commands.ts";
import { COMMANDS_WITH_OPERAND, LIST_UNITS, PROGRAMS } from "./shared.ts";
import { VERSION } from "../help.ts";
import { type Completion, OPTION_SPECS, type OptionSpec } from "../option_specs.ts";

/** Completions for fish 3 and later. */
export function formatFish(): string {
  const [program] = PROGRAMS;
  const all = `complete ${PROGRAMS.map((name) => `-c ${name}`).join(" ")}`;
  const first = `complete -c ${program}`;
  const lines = [
    `# ${PROGRAMS.join(" and ")} ${VERSION} in fish, made by: ${program} completions fish`,
    `${all} -f`,
    ...COMMANDS.map(({ name, summary }) => `${first} -n ${NO_COMMAND} -a ${name} -d ${quote(summary)}`),
    ...COMMANDS_WITH_OPERAND.map(({ name, words }) =>
      `${first} -n ${isWaiting(name, words)} -a ${quote(words.join(" "))}`
    ),
    ...OPTION_SPECS.map((option) => `${all} ${formatOption(option)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const NO_COMMAND = quote(`not __fish_seen_subcommand_from ${COMMANDS.map(({ name }) => name).join(" ")}`);

function isWaiting(command: string, words: readonly string[]): string {
  return quote(`__fish_seen_subcommand_from ${command}; and not __fish_seen_subcommand_from ${words.join(" ")}`);
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
