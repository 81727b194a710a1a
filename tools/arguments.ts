/** What a tool takes behind its name. None has options. */
export interface Usage {
  /** How it is started, such as `deno task bundle [FILE]`. */
  readonly usage: string;
  /** How many arguments it takes at most. */
  readonly most: number;
  /** The words that it takes (default: any). */
  readonly words?: readonly string[];
}

/** Returns the arguments of a tool. Ends it with one line that says how it is started where they are wrong. */
export function readArguments({ usage, most, words }: Usage): readonly string[] {
  const wrong = Deno.args.find((word, at) =>
    word === "" || word.startsWith("-") || at >= most || !(words?.includes(word) ?? true)
  );
  if (wrong === undefined) return Deno.args;
  const tool = usage.split(" ")[2];
  Deno.stderr.writeSync(new TextEncoder().encode(`${tool}: error: Cannot use argument "${wrong}". Usage: ${usage}\n`));
  return Deno.exit(2);
}
