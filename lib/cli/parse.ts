import { COMMANDS } from "./commands.ts";
import { type Option, OPTIONS } from "./options.ts";
import { DEFAULTS, type Settings, UsageError } from "./settings.ts";
import { splitArguments } from "./tokens.ts";

/**
 * Parses the arguments by the tables of commands and options; short options may be bundled. Throws a `UsageError` that
 * names the first argument that is wrong.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseCommandLine } from "./parse.ts";
 *
 * const settings = parseCommandLine(["fd_users", "-mS"]);
 * assert.equal(settings.command, "fd_users");
 * assert.equal(settings.format, "machine");
 * ```
 */
export function parseCommandLine(args: readonly string[]): Settings {
  let settings = DEFAULTS;
  let selected = false;
  for (const token of splitArguments(args, (name) => BY_NAME.get(name)?.value !== undefined)) {
    if (token.kind === "option") {
      const option = BY_NAME.get(token.name);
      const isKnown = option !== undefined && (token.name === option.short) === !token.spelled.startsWith("--");
      if (!isKnown) throw new UsageError(`Unknown option "${token.spelled}": see --help`);
      settings = option.apply(settings, valueOf(option, token.spelled, token.value));
    } else {
      if (selected) throw new UsageError(`Unexpected argument "${token.text}": ${COMMAND_NAMES} comes first and alone`);
      settings = { ...settings, command: commandNamed(token.text) };
      selected = true;
    }
  }
  return settings;
}

/** Options by their names, long and short. */
const BY_NAME: ReadonlyMap<string, Option> = new Map(
  OPTIONS.flatMap((option) => [...option.names, ...(option.short ?? "")].map((name) => [name, option] as const)),
);

const COMMAND_NAMES = COMMANDS.map(({ name }) => name).join(", ").replace(/, (?=[^,]*$)/, " or ");

function commandNamed(value: string): Settings["command"] {
  const command = COMMANDS.find(({ name }) => name === value);
  if (command === undefined) throw new UsageError(`Unknown command "${value}": it is ${COMMAND_NAMES}`);
  return command.name;
}

function valueOf(option: Option, name: string, value: string | undefined): string {
  if (option.value === undefined && value !== undefined) {
    throw new UsageError(`Unexpected value "${value}" for ${name}: it takes none`);
  }
  if (option.value !== undefined && value === undefined) {
    throw new UsageError(`Missing value for ${name}: it takes ${option.value}`);
  }
  return value ?? "";
}
