// What the completions for all shells need of the tables of commands and options.
import { groupBy } from "../../base/group_by.ts";
import { COMMANDS } from "../commands.ts";
import { OPTION_SPECS, type OptionSpec } from "../option_specs.ts";

/** The options of which all are taken by the same commands. */
export interface OptionSet {
  readonly commands: readonly string[];
  readonly options: readonly OptionSpec[];
}

/** All options, by the commands that take them. */
export const OPTION_SETS: readonly OptionSet[] = Array.from(
  groupBy(OPTION_SPECS, ({ commands }) => commands.join(" ")).values(),
  (options) => ({ commands: options[0]!.commands, options }),
);

/** The options that take a value, which is no command even where it looks like one. */
export const VALUE_OPTIONS: readonly OptionSpec[] = OPTION_SPECS.filter(({ value }) => value !== undefined);

/** A pattern of bundled short options of which the last one takes a value: `-mso`. */
export const BUNDLE_WITH_VALUE = `^-[${shortsOf(false)}]*[${shortsOf(true)}]$`;

/** The commands that an argument must follow. */
export const OPERANDS: readonly { readonly command: string; readonly words: readonly string[] }[] = COMMANDS
  .flatMap(({ name, operand }) => operand === undefined ? [] : [{ command: name, words: operand.words }]);

/** A shell command that lists the units with processes of their own, one line each, which begins with the name. */
export const LIST_UNITS = "systemctl list-units --type=service,scope --all --plain --no-legend --no-pager 2>/dev/null";

function shortsOf(takesValue: boolean): string {
  return OPTION_SPECS.flatMap(({ short, value }) => (value !== undefined) === takesValue ? short ?? [] : []).join("");
}
