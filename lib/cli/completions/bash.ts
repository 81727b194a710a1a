import { FORMATS } from "../../format/formats.ts";
import { groupBy } from "../../base/group_by.ts";
import { COMMANDS } from "../commands.ts";
import { COMMANDS_WITH_OPERAND, dashedNames, LIST_UNITS, PROGRAMS } from "./shared.ts";
import { VERSION } from "../help.ts";
import { type Completion, OPTION_SPECS, type OptionSpec } from "../option_specs.ts";

/**
 * Completions for bash 4 and later, with or without the package bash-completion. What is not known beforehand, such as
 * the name of a unit, never gets into a list of words: `compgen -W` would expand it.
 */
export function formatBash(): string {
  const [program, ...others] = PROGRAMS;
  return `# ${PROGRAMS.join(" and ")} ${VERSION} in bash, made by: ${program} completions bash
_${program}() {
  local current="" option="" command="" word index
  case \${1##*/} in
    ${others.join("|")}) command=\${1##*/} ;;
  esac
  COMPREPLY=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ $word == = ]]; then
      continue # --option=value is three words
    elif ((index == COMP_CWORD)); then
      current=$word
    elif [[ -n $option ]]; then
      option=
    elif [[ $word =~ ^-[${shorts(false)}]*([${shorts(true)}])$ ]]; then
      option=-\${BASH_REMATCH[1]}
    elif [[ $word == --* ]]; then
      case $word in
        ${longs(OPTION_SPECS.filter(takesValue)).join("|")}) option=$word ;;
      esac
    elif [[ $word != -* ]]; then
      command=\${command:-$word}
    fi
  done
  case $option in
    "") ;;
${Array.from(groupBy(OPTION_SPECS.filter(takesValue), ({ completes }) => completes), formatValues).join("\n")}
  esac
  local words="${OPTION_SPECS.flatMap(dashedNames).join(" ")}"
  if [[ $current != -* ]]; then
    case $command in
      "") words="${COMMANDS.map(({ name }) => name).join(" ")}" ;;
${COMMANDS_WITH_OPERAND.map(({ name, words }) => `      ${name}) words="${words.join(" ")}" ;;`).join("\n")}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _${program} ${PROGRAMS.join(" ")}
`;
}

function takesValue({ value }: OptionSpec): boolean {
  return value !== undefined;
}

function shorts(withValue: boolean): string {
  return OPTION_SPECS.flatMap((option) => takesValue(option) === withValue ? option.short ?? [] : []).join("");
}

function longs(options: readonly OptionSpec[]): readonly string[] {
  return options.flatMap(({ names }) => names.map((name) => `--${name}`));
}

/** What to do after an option that takes such a value. */
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
  format: [words(`"${FORMATS.map(({ name }) => name).join(" ")}"`)],
  process: [words('"$(cd /proc && echo [0-9]*)"')],
  unit: [
    "while read -r word _; do",
    `  if [[ $word == "$current"* ]]; then printf -v word %q "$word" && COMPREPLY+=("$word"); fi`,
    `done < <(${LIST_UNITS})`,
  ],
  user: ['mapfile -t COMPREPLY < <(compgen -u -- "$current")'],
};

function words(list: string): string {
  return `mapfile -t COMPREPLY < <(compgen -W ${list} -- "$current")`;
}
