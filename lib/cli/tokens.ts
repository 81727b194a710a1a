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
 * import { splitArguments } from "./tokens.ts";
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
