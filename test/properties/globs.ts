import assert from "node:assert/strict";
import fc from "fast-check";
import { compileGlob } from "../../lib/rules/fnmatch.ts";
import { matchesNaively } from "../rules/naive_glob.ts";
import { NAME, TEXT } from "./arbitraries.ts";
import { check } from "./check.ts";

Deno.test("compileGlob() throws at no pattern", () => {
  check(fc.tuple(TEXT, TEXT), ([pattern, name]) => {
    compileGlob(pattern)(name);
  });
});

Deno.test("compileGlob() agrees with a matcher that tries everything", () => {
  const patterns = fc.array(fc.constantFrom(..."aab*?[]!-", "[ab]", "[!a]", "[a-c]"), { maxLength: 8 });
  const names = fc.array(fc.constantFrom(..."aabbc]![-"), { maxLength: 8 });
  check(fc.tuple(patterns, names), ([pattern, name]) => {
    const expected = matchesNaively(pattern.join(""), name.join(""));
    assert.equal(compileGlob(pattern.join(""))(name.join("")), expected);
  });
});

Deno.test("compileGlob() matches every name by itself, its special characters put in brackets", () => {
  check(NAME, (name) => assert.equal(compileGlob(name.replace(/[*?[]/g, "[$&]"))(name), true));
});
