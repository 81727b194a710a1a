import assert from "node:assert/strict";
import { findJsonFault } from "../../lib/base/json_fault.ts";

const CASES: readonly (readonly [string, string | undefined])[] = [
  ["{}", undefined],
  ['{"a":{"b":["c","c"],"d":null},"b":1,"c":{"b":-1.5e3}}', undefined],
  ['{"a":"a","b":"a"}', undefined],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}', undefined],
  ['{"a":"\\\\","b":"\\\\"}', undefined],
  ['[{"a":1},{"a":1}]', undefined],
  ['{"a":[],"b":1}', undefined],
  ['{"a":1,"a":1}', 'the key "a" is there twice'],
  ['{"b":{"a":1,"c":{},"a":1}}', 'the key "a" is there twice'],
  ['{"a":[1,2],"\\u0061":1}', 'the key "a" is there twice'],
  ['{"":1,"":1}', 'the key "" is there twice'],
  [`${"[".repeat(4)}${"]".repeat(4)}`, "it is nested deeper than 3"],
  ['{"a":{"b":{"c":{}}}}', "it is nested deeper than 3"],
];

Deno.test("findJsonFault() finds keys that are there twice, and deep nesting, however it is written", async (t) => {
  for (const [text, fault] of CASES) {
    await t.step(text, () => {
      assert.doesNotThrow(() => JSON.parse(text));
      assert.equal(findJsonFault(text, 3), fault);
      assert.equal(
        findJsonFault(JSON.stringify(JSON.parse(text), null, 2), 3),
        fault?.includes("deeper") ? fault : undefined,
      );
    });
  }
});

Deno.test("findJsonFault() gives up on a text of a million brackets at once", () => {
  assert.equal(findJsonFault("[".repeat(1_000_000), 3), "it is nested deeper than 3");
});
