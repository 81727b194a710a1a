import { type Command, COMMANDS, type Shell } from "./commands.ts";
import { OPTION_SPECS, type OptionSpec } from "./option_specs.ts";
import { listOf } from "./option_values.ts";
import { DEFAULTS, type Options, UnknownWordError, UsageError } from "./options.ts";
import { MODES } from "../scan/modes.ts";

/**
 * Parses the arguments by the tables of commands and options; short options may be bundled. Throws a `UsageError` that
 * names the first argument that is wrong.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseCommandLine } from "./parse.ts";
 *
 * const options = parseCommandLine(["fd_users", "-mS"]);
 * assert.equal(options.command, "fd_users");
 * assert.equal(options.format, "machine");
 * ```
 */
export function parseCommandLine(args: readonly string[]): Options {
  let options = DEFAULTS;
  let words = 0;
  const given: string[] = [];
  for (const token of splitArguments(args, (name) => BY_NAME.get(name)?.value !== undefined)) {
    if (token.kind === "option") {
      const option = BY_NAME.get(token.name);
      const isKnown = option !== undefined && (token.name === option.short) === !token.spelled.startsWith("--");
      if (!isKnown) {
        throw new UnknownWordError(`Unknown option "${token.spelled}"`, "see --help", token.spelled, LONG_NAMES);
      }
      options = option.apply(options, valueOf(option, token.spelled, token.value));
      given.push(option.names[0]);
    } else {
      options = words === 0 || isOtherCommand(options, token.text)
        ? { ...options, command: commandNamed(token.text) }
        : { ...options, operand: operandNamed(options, token.text) };
      words++;
    }
  }
  if (!options.help && !options.version) checkCommand(options, given);
  return options;
}

/** Throws a `UsageError` where a command lacks its operand, or where an option would have no effect on it. */
function checkCommand(options: Options, given: readonly string[]): void {
  const { name, operand, takes } = commandOf(options);
  if (operand !== undefined && options.operand === undefined) {
    throw new UsageError(`Missing value for ${name}: it takes ${listOf(operand.words)}`);
  }
  const foreign = given.find((option) => takes?.includes(option) === false);
  if (foreign === undefined) return;
  const taken = listOf(takes!.map((option) => `--${option}`));
  throw new UsageError(`Cannot use --${foreign} with ${name}: it takes ${taken}`);
}

/** Options by their names, long and short. */
const BY_NAME: ReadonlyMap<string, OptionSpec> = new Map(
  OPTION_SPECS.flatMap((option) => [...option.names, ...(option.short ?? "")].map((name) => [name, option] as const)),
);

const LONG_NAMES = OPTION_SPECS.flatMap(({ names }) => names.map((name) => `--${name}`));
const COMMAND_NAMES = COMMANDS.map(({ name }) => name);

function commandOf({ command }: Options): Command {
  return COMMANDS.find(({ name }) => name === command)!;
}

function commandNamed(value: string): Options["command"] {
  const command = COMMANDS.find(({ name }) => name === value);
  if (command !== undefined) return command.name;
  throw new UnknownWordError(`Unknown command "${value}"`, `it is ${listOf(COMMAND_NAMES)}`, value, COMMAND_NAMES);
}

/** Where `fd_users` is made a program of its own, its first argument is another command. */
function isOtherCommand({ command }: Options, value: string): boolean {
  return MODES.some(({ name }) => name === command) && COMMANDS.slice(MODES.length).some(({ name }) => name === value);
}

function operandNamed(options: Options, value: string): Shell {
  const { name, operand } = commandOf(options);
  if (operand === undefined) {
    throw new UsageError(`Unexpected argument "${value}": ${listOf(COMMAND_NAMES)} comes first and alone`);
  }
  if (options.operand !== undefined) {
    throw new UsageError(`Unexpected argument "${value}": ${name} takes one ${operand.name}`);
  }
  const word = operand.words.find((each) => each === value);
  if (word !== undefined) return word;
  const advice = `it takes ${listOf(operand.words)}`;
  throw new UnknownWordError(`Invalid value "${value}" for ${name}`, advice, value, operand.words);
}

function valueOf(option: OptionSpec, name: string, value: string | undefined): string {
  if (option.value === undefined && value !== undefined) {
    throw new UsageError(`Unexpected value "${value}" for ${name}: it takes none`);
  }
  if (option.value !== undefined && value === undefined) {
    throw new UsageError(`Missing value for ${name}: it takes ${option.value}`);
  }
  return value ?? "";
}

/** An argument of the command line, taken apart. */
export type Token =
  | { readonly kind: "word"; readonly text: string }
  /** `name` without dashes, `spelled` with them; `value` is undefined where none was given. */
  | { readonly kind: "option"; readonly name: string; readonly spelled: string; readonly value: string | undefined };

/**
 * Takes arguments apart as getopt_long(3) does: `--name`, `--name=value`, `--name value`, `-n`, `-nvalue`, `-n value`,
 * switches bundled as `-abc`, and after `--` only words. `takesValue` tells which names take one.
 * Not `parseArgs` of `node:util`: loading that takes Deno half as long as it takes to start at all.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { splitArguments } from "./parse.ts";
 *
 * assert.deepEqual([...splitArguments(["-mi*.so"], (name) => name === "i")], [
 *   { kind: "option", name: "m", spelled: "-m", value: undefined },
 *   { kind: "option", name: "i", spelled: "-i", value: "*.so" },
 * ]);
 * ```
 */
export function* splitArguments(args: readonly string[], takesValue: (name: string) => boolean): Generator<Token> {
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === "--") {
      yield* rest.map((text) => ({ kind: "word", text }) as const);
      return;
    }
    if (argument.startsWith("--")) yield longOption(argument, rest, takesValue);
    else if (argument.startsWith("-") && argument !== "-") yield* shortOptions(argument, rest, takesValue);
    else yield { kind: "word", text: argument };
  }
}

function longOption(argument: string, rest: string[], takesValue: (name: string) => boolean): Token {
  const equals = argument.indexOf("=");
  const spelled = equals < 0 ? argument : argument.slice(0, equals);
  const name = spelled.slice(2);
  const value = equals >= 0 ? argument.slice(equals + 1) : takesValue(name) ? rest.shift() : undefined;
  return { kind: "option", name, spelled, value };
}

function* shortOptions(argument: string, rest: string[], takesValue: (name: string) => boolean): Generator<Token> {
  const names = Array.from(argument.slice(1));
  for (const [index, name] of names.entries()) {
    const spelled = `-${name}`;
    if (takesValue(name)) {
      const attached = names.slice(index + 1).join("");
      yield { kind: "option", name, spelled, value: attached === "" ? rest.shift() : attached };
      return;
    }
    yield { kind: "option", name, spelled, value: undefined };
  }
}
