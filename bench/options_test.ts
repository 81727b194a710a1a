import assert from "node:assert/strict";
import { parseOptions } from "./options.ts";

Deno.test("parseOptions() reads sizes and names", () => {
  const { loads, only } = parseOptions(["--sizes", "idle,250,one", "--only", "lsfd,grep"]);
  assert.deepEqual(loads.map(({ name, processes }) => [name, processes]), [["idle", 0], ["250", 250], ["one", 1]]);
  assert.deepEqual(only, ["lsfd", "grep"]);
});

Deno.test("parseOptions() names what it does not understand", () => {
  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [["--rounds", "0"], /^SyntaxError: Option --rounds takes a number from 1 to 1000, not "0"$/],
    [
      ["--sizes", "many"],
      /^SyntaxError: Unknown size "many": expected idle, one, threads, descriptors, descriptors-max, stale or a number$/,
    ],
    [["--only", "ps"], /^SyntaxError: Unknown command "ps" in --only: see --help$/],
  ];
  for (const [args, message] of refused) assert.throws(() => parseOptions(args), message);
});
