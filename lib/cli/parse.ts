import { MODES } from "../scan/modes.ts";
import { type Command, COMMANDS, type Shell } from "./commands.ts";
import { type Option, OPTIONS } from "./option_specs.ts";
import { listOf } from "./option_values.ts";
import { DEFAULTS, type Settings, UnknownWordError, UsageError } from "./options.ts";
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
  let words = 0;
  const given: string[] = [];
  for (const token of splitArguments(args, (name) => BY_NAME.get(name)?.value !== undefined)) {
    if (token.kind === "option") {
      const option = BY_NAME.get(token.name);
      const isKnown = option !== undefined && (token.name === option.short) === !token.spelled.startsWith("--");
      if (!isKnown) {
        throw new UnknownWordError(`Unknown option "${token.spelled}"`, "see --help", token.spelled, LONG_NAMES);
      }
      settings = option.apply(settings, valueOf(option, token.spelled, token.value));
      given.push(option.names[0]);
    } else {
      settings = words === 0 || isOtherCommand(settings, token.text)
        ? { ...settings, command: commandNamed(token.text) }
        : { ...settings, operand: operandNamed(settings, token.text) };
      words++;
    }
  }
  if (!settings.help && !settings.version) checkCommand(settings, given);
  return settings;
}

/** Throws a `UsageError` where a command lacks its operand, or where an option would have no effect on it. */
function checkCommand(settings: Settings, given: readonly string[]): void {
  const { name, operand, takes } = commandOf(settings);
  if (operand !== undefined && settings.operand === undefined) {
    throw new UsageError(`Missing value for ${name}: it takes ${listOf(operand.words)}`);
  }
  const foreign = given.find((option) => takes?.includes(option) === false);
  if (foreign === undefined) return;
  const taken = listOf(takes!.map((option) => `--${option}`));
  throw new UsageError(`Cannot use --${foreign} with ${name}: it takes ${taken}`);
}

/** Options by their names, long and short. */
const BY_NAME: ReadonlyMap<string, Option> = new Map(
  OPTIONS.flatMap((option) => [...option.names, ...(option.short ?? "")].map((name) => [name, option] as const)),
);

const LONG_NAMES = OPTIONS.flatMap(({ names }) => names.map((name) => `--${name}`));
const COMMAND_NAMES = COMMANDS.map(({ name }) => name);

function commandOf({ command }: Settings): Command {
  return COMMANDS.find(({ name }) => name === command)!;
}

function commandNamed(value: string): Settings["command"] {
  const command = COMMANDS.find(({ name }) => name === value);
  if (command !== undefined) return command.name;
  throw new UnknownWordError(`Unknown command "${value}"`, `it is ${listOf(COMMAND_NAMES)}`, value, COMMAND_NAMES);
}

/** Where `fd_users` is made a program of its own, its first argument is another command. */
function isOtherCommand({ command }: Settings, value: string): boolean {
  return MODES.some(({ name }) => name === command) && COMMANDS.slice(MODES.length).some(({ name }) => name === value);
}

function operandNamed(settings: Settings, value: string): Shell {
  const { name, operand } = commandOf(settings);
  if (operand === undefined) {
    throw new UsageError(`Unexpected argument "${value}": ${listOf(COMMAND_NAMES)} comes first and alone`);
  }
  if (settings.operand !== undefined) {
    throw new UsageError(`Unexpected argument "${value}": ${name} takes one ${operand.name}`);
  }
  const word = operand.words.find((each) => each === value);
  if (word !== undefined) return word;
  const advice = `it takes ${listOf(operand.words)}`;
  throw new UnknownWordError(`Invalid value "${value}" for ${name}`, advice, value, operand.words);
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
