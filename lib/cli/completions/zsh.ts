// Formats the completions for zsh.
import { FORMATS } from "../../format/formats.ts";
import { COMMANDS, PROGRAMS } from "../commands.ts";
import { dashedNames, type OptionSpec } from "../option_specs.ts";
import type { Completion } from "../option_values.ts";
import { BUNDLE_WITH_VALUE, LIST_UNITS, OPERANDS, OPTION_SETS, VALUE_OPTIONS } from "./tables.ts";

/** Formats completions for zsh: a file `_lib_users` in a directory of `fpath`, or sourced after `compinit`. */
export function formatZsh(header: string): string {
  const [program, ...others] = PROGRAMS;
  return `#compdef ${PROGRAMS.join(" ")}
${header}
_${program}() {
  local curcontext=$curcontext context state state_descr line command=$service option word
  typeset -A opt_args
  local -a options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $option ]]; then
      option=
    elif [[ $word == (${VALUE_OPTIONS.flatMap(({ names }) => names.map((name) => `--${name}`)).join("|")}) ]]; then
      option=$word
    elif [[ $word =~ '${BUNDLE_WITH_VALUE}' ]]; then
      option=$word
    elif [[ $word != -* ]]; then
      [[ $service == ${program} ]] && command=$word
      break
    fi
  done
${OPTION_SETS.map(formatSet).join("\n")}
  case $service in
    ${others.join("|")}) _arguments -s -S : $options && return ;;
    *) _arguments -C -s -S : $options ':command:_${program}_commands' ':operand:->operand' && return ;;
  esac
  [[ $state == operand ]] || return
  case $line[1] in
${OPERANDS.map(({ command, words }) => `    ${command}) _values ${command} ${words.join(" ")} ;;`).join("\n")}
    *) _message 'no more arguments' ;;
  esac
}

${describe("commands", COMMANDS)}
${describe("formats", FORMATS)}
_${program}_processes() {
  compadd -- /proc/<->(N:t)
}

_${program}_units() {
  local -a units
  units=(\${\${(f)"$(${LIST_UNITS})"}%% *})
  compadd -a units
}

if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
else
  compdef _${program} ${PROGRAMS.join(" ")}
fi
`;
}

function formatSet({ commands, options }: (typeof OPTION_SETS)[number]): string {
  return `  [[ $command == (${commands.join("|")}) ]] && options+=(
${options.flatMap(specsOf).map((spec) => `    ${quote(spec)}`).join("\n")}
  )`;
}

/** Returns a spec for each name. A switch is offered once, an option with a value again and again. */
function specsOf(option: OptionSpec): readonly string[] {
  const names = dashedNames(option);
  const summary = option.summary.replace(/[\]\\]/g, "\\$&");
  if (option.value === undefined) return names.map((name) => `(${names.join(" ")})${name}[${summary}]`);
  const action = option.completes === undefined ? " " : ACTIONS[option.completes];
  return names.map((name) => `*${name}${name.startsWith("--") ? "=" : "+"}[${summary}]:${option.value}:${action}`);
}

const ACTIONS: Readonly<Record<Completion, string>> = {
  file: "_files",
  format: `_${PROGRAMS[0]}_formats`,
  process: `_${PROGRAMS[0]}_processes`,
  unit: `_${PROGRAMS[0]}_units`,
  user: "_users",
};

/** Formats a function that offers the rows of a table with their summaries. */
function describe(what: string, rows: readonly { readonly name: string; readonly summary: string }[]): string {
  return `_${PROGRAMS[0]}_${what}() {
  local -a rows
  rows=(
${rows.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n")}
  )
  _describe ${what} rows
}
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
