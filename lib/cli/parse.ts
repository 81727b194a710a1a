// Parses the command line by the tables of commands and options.
import { isPid } from "../procfs/procfs.ts";
import { MODES } from "../scan/modes.ts";
import { type Command, COMMANDS, type Shell } from "./commands.ts";
import { UnknownWordError, UsageError } from "./errors.ts";
import { OPTION_SPECS, type OptionSpec } from "./option_specs.ts";
import { listOf } from "./option_values.ts";
import { DEFAULTS, type Options } from "./options.ts";

/**
 * Parses the arguments by the tables of commands and options. Throws a `UsageError` that names the first argument that
 * is wrong.
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
  const given: OptionSpec[] = [];
  for (const token of splitArguments(args, (name) => BY_NAME.get(name)?.value !== undefined)) {
    if (token.kind === "option") {
      const option = BY_NAME.get(token.name);
      const isKnown = option !== undefined && (token.name === option.short) === !token.spelled.startsWith("--");
      if (!isKnown) {
        throw new UnknownWordError(
          `Cannot use unknown option "${token.spelled}"`,
          "see --help",
          token.spelled,
          LONG_NAMES,
        );
      }
      options = option.apply(options, valueOf(option, token.spelled, token.value));
      given.push(option);
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

/** Throws a `UsageError` for a command without its operand, and for an option that the command does not take. */
function checkCommand(options: Options, given: readonly OptionSpec[]): void {
  const { name, operand } = commandOf(options);
  if (operand !== undefined && options.operand === undefined) {
    throw new UsageError(`Cannot use ${name} without ${operand.name}: it takes ${listOf(operand.words)}`);
  }
  const foreign = given.find(({ commands }) => !commands.includes(name));
  if (foreign === undefined) return;
  throw new UsageError(`Cannot use --${foreign.names[0]} with ${name}: it is for ${listOf(foreign.commands)}`);
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
  const hint = hintAbout(value);
  if (hint !== undefined) throw new UsageError(`Cannot use argument "${value}": it takes options, ${hint}`);
  throw new UnknownWordError(
    `Cannot use unknown command "${value}"`,
    `the commands are ${COMMAND_NAMES.join(", ")}`,
    value,
    COMMAND_NAMES,
  );
}

/** A program with a built-in mode still takes a command that does not scan: `fd_users record`. */
function isOtherCommand({ command }: Options, value: string): boolean {
  return MODES.some(({ name }) => name === command) && COMMANDS.slice(MODES.length).some(({ name }) => name === value);
}

function operandNamed(options: Options, value: string): Shell {
  const command = commandOf(options);
  const { name, operand } = command;
  if (operand === undefined) throw strayWord(command, value);
  if (options.operand !== undefined) {
    throw new UsageError(`Cannot use argument "${value}": ${name} takes one ${operand.name}`);
  }
  const word = operand.words.find((each) => each === value);
  if (word !== undefined) return word;
  const advice = `it takes ${listOf(operand.words)}`;
  throw new UnknownWordError(`Cannot use "${value}" for ${name}`, advice, value, operand.words);
}

/** Returns the error for a word after a command that takes none. */
function strayWord({ name, makesFile }: Command, value: string): UsageError {
  if (COMMAND_NAMES.some((each) => each === value)) {
    return new UsageError(`Cannot use command "${value}" after ${name}: only one command can be given`);
  }
  const hint = makesFile ? "such as -o FILE to write to a file" : hintAbout(value);
  const advice = `only options can follow ${name}${hint === undefined ? "" : `, ${hint}`}`;
  return new UnknownWordError(`Cannot use argument "${value}"`, advice, value, []);
}

/** Finds the option that was probably meant for a word; undefined if there is none. */
function hintAbout(value: string): string | undefined {
  if (isPid(value)) return "such as --pid PID to look at a process";
  return /\/|\.jsonl$/.test(value) ? "such as --proc FILE to look at a recording" : undefined;
}

function valueOf(option: OptionSpec, name: string, value: string | undefined): string {
  if (option.value === undefined && value !== undefined) {
    throw new UsageError(`Cannot use "${value}" for ${name}: it takes no value`);
  }
  if (option.value !== undefined && value === undefined) {
    throw new UsageError(`Cannot use ${name} without a value: it takes ${option.value}`);
  }
  return value ?? "";
}

/** A word or an option of the command line. */
export type Token =
  | { readonly kind: "word"; readonly text: string }
  /** `name` has no dashes, `spelled` has; `value` is undefined where there was none. */
  | { readonly kind: "option"; readonly name: string; readonly spelled: string; readonly value: string | undefined };

/**
 * Splits arguments as getopt_long(3) does: `--name`, `--name=value`, `--name value`, `-n`, `-nvalue`, `-n value`,
 * bundled switches `-abc`, and only words after `--`. `takesValue` says which names take a value.
 * Not `parseArgs` of `node:util`: on Deno, loading it takes half as long as starting up.
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
      if (attached.startsWith("=")) {
        const value = attached.slice(1);
        throw new UsageError(`Cannot use "${argument}": "=" is for long options, write ${spelled} ${value || "VALUE"}`);
      }
      yield { kind: "option", name, spelled, value: attached === "" ? rest.shift() : attached };
      return;
    }
    if (names[index + 1] === "=") {
      yield { kind: "option", name, spelled, value: names.slice(index + 2).join("") };
      return;
    }
    yield { kind: "option", name, spelled, value: undefined };
  }
}
