import { MODES } from "../../scan/modes.ts";
import { COMMANDS } from "../commands.ts";
import type { OptionSpec } from "../option_specs.ts";

/** The names that the program is installed under. All but the first have their mode baked in, and take no command. */
export const PROGRAMS: readonly [string, ...string[]] = [MODES[0].name, ...MODES.slice(1).map(({ name }) => name)];

/** The commands that something must come after. */
export const COMMANDS_WITH_OPERAND: readonly { readonly name: string; readonly words: readonly string[] }[] = COMMANDS
  .flatMap(({ name, operand }) => operand === undefined ? [] : [{ name, words: operand.words }]);

/** Prints the units that have processes of their own, the name first in each line. */
export const LIST_UNITS = "systemctl list-units --type=service,scope --all --plain --no-legend --no-pager 2>/dev/null";

/** Every way to write an option, with its dashes: the short name first. */
export function dashedNames({ short, names }: OptionSpec): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), ...names.map((name) => `--${name}`)];
}
