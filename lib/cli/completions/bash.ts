// Formats the completions for bash.
import { groupBy } from "../../base/group_by.ts";
import { FORMATS } from "../../format/formats.ts";
import { COMMANDS, PROGRAMS } from "../commands.ts";
import { dashedNames, type OptionSpec } from "../option_specs.ts";
import type { Completion } from "../option_values.ts";
import { BUNDLE_WITH_VALUE, LIST_UNITS, OPERANDS, OPTION_SETS, VALUE_OPTIONS } from "./tables.ts";

/**
 * Formats completions for bash 4 and later, with or without the package bash-completion. Words that only the machine
 * knows, such as the names of units, never get into `compgen -W`, which would expand them.
 */
export function formatBash(header: string): string {
  const [program] = PROGRAMS;
  return `${header}_${program}() {
  local current="" option="" command="" words="" word index
  case \${1##*/} in
    ${PROGRAMS.slice(1).join("|")}) command=\${1##*/} ;;
  esac
  COMPREPLY=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ $word == = ]]; then
      continue # bash splits --option=value into three words
    elif ((index == COMP_CWORD)); then
      current=$word
    elif [[ -n $option ]]; then
      option=
    elif [[ $word =~ ${BUNDLE_WITH_VALUE} ]]; then
      option=-\${word: -1}
    elif [[ $word == --* ]]; then
      case $word in
        ${VALUE_OPTIONS.flatMap(({ names }) => names.map((name) => `--${name}`)).join("|")}) option=$word ;;
      esac
    elif [[ $word != -* ]]; then
      command=\${command:-$word}
    fi
  done
  case $option in
    "") ;;
${Array.from(groupBy(VALUE_OPTIONS, ({ completes }) => completes), formatValues).join("\n")}
  esac
  if [[ $current != -* ]]; then
    case $command in
      "") words="${COMMANDS.map(({ name }) => name).join(" ")}" ;;
${OPERANDS.map(({ command, words }) => `      ${command}) words="${words.join(" ")}" ;;`).join("\n")}
    esac
  fi
  if [[ -z $words ]]; then
    command=\${command:-${program}}
${OPTION_SETS.map(formatSet).join("\n")}
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _${program} ${PROGRAMS.join(" ")}
`;
}

function formatSet({ commands, options }: (typeof OPTION_SETS)[number]): string {
  const names = options.flatMap(dashedNames).join(" ");
  return `    case $command in ${commands.join("|")}) words+=" ${names}" ;; esac`;
}

/** Formats what to offer after the options that take one kind of value. */
function formatValues([completes, options]: readonly [Completion | undefined, readonly OptionSpec[]]): string {
  const lines = [...(completes === undefined ? [] : LISTERS[completes]), "return"];
  return [
    `    ${options.flatMap(dashedNames).join("|")})`,
    ...lines.map((line) => `      ${line}`),
    "      ;;",
  ].join("\n");
}

const LISTERS: Readonly<Record<Completion, readonly string[]>> = {
  file: ["compopt -o default # bash itself knows best how to quote names"],
  format: [offer(`"${FORMATS.map(({ name }) => name).join(" ")}"`)],
  process: [offer('"$(cd /proc && echo [0-9]*)"')],
  unit: [
    "while read -r word _; do",
    `  if [[ $word == "$current"* ]]; then printf -v word %q "$word" && COMPREPLY+=("$word"); fi`,
    `done < <(${LIST_UNITS})`,
  ],
  user: ['mapfile -t COMPREPLY < <(compgen -u -- "$current")'],
};

function offer(words: string): string {
  return `mapfile -t COMPREPLY < <(compgen -W ${words} -- "$current")`;
}
