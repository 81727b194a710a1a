import assert from "node:assert/strict";
import { parsePasswd } from "../../lib/services/passwd.ts";

const CASES: readonly (readonly [name: string, line: string, names: readonly (readonly [number, string])[]])[] = [
  ["takes the name", "alice:x:1000:1000:Alice,,,:/home/alice:/bin/bash", [[1000, "alice"]]],
  ["takes the first of two names", "root:x:0:0::/:\ntoor:x:0:0::/:", [[0, "root"]]],
  ["keeps the largest id", "nobody:*:4294967294:4294967294", [[4294967294, "nobody"]]],
  ["passes over entries of NIS", "+::::::\n-bob:x:1:1::\n+@group:x:2:2::", []],
  ["passes over comments", "#alice:x:1000:1000::/:", []],
  ["passes over lines of another shape", "\n:x:1:1::\na\na:x:b:1\na:x:-1:1\na:x::1\na:x: 1:1\na:x:1", []],
  ["goes on after a bad line", "bad\nalice:x:7:7::/:\n", [[7, "alice"]]],
];

for (const [name, text, names] of CASES) {
  Deno.test(`parsePasswd() ${name}`, () => {
    assert.deepEqual([...parsePasswd(text)], names);
  });
}
