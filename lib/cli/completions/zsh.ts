import { FORMATS } from "../../format/formats.ts";
import { COMMANDS } from "../commands.ts";
import { COMMANDS_WITH_OPERAND, dashedNames, LIST_UNITS, PROGRAMS } from "./shared.ts";
import { VERSION } from "../help.ts";
import { type Completion, OPTION_SPECS, type OptionSpec } from "../option_specs.ts";

/** Completions for zsh, as a file `_lib_users` in a directory of `fpath`, or to be sourced after `compinit`. */
export function formatZsh(): string {
  const [program, ...others] = PROGRAMS;
  return `#compdef ${PROGRAMS.join(" ")}
# ${PROGRAMS.join(" and ")} ${VERSION} in zsh, made by: ${program} completions zsh

_${program}() {
  local curcontext=$curcontext context state state_descr line
  typeset -A opt_args
  local -a options
  options=(
${OPTION_SPECS.flatMap(specsOf).map((spec) => `    ${quote(spec)}`).join("\n")}
  )
  case $service in
    ${others.join("|")}) _arguments -s -S : $options && return ;;
    *) _arguments -C -s -S : $options ':command:_${program}_commands' ':operand:->operand' && return ;;
  esac
  [[ $state == operand ]] || return
  case $line[1] in
${COMMANDS_WITH_OPERAND.map(({ name, words }) => `    ${name}) _values ${name} ${words.join(" ")} ;;`).join("\n")}
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

/** A spec for each name. A switch is offered once, what takes a value again and again. */
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

/** A function that offers the rows of a table with their summaries. */
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
