// Finds what JSON.parse accepts but no honest program writes: a key twice, or very deep nesting.

/**
 * Finds what `JSON.parse` accepts without a word but no honest program writes: objects with the same key twice, and
 * nesting deeper than `depth`. Returns what is wrong, or undefined. The text has to be JSON otherwise.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { findJsonFault } from "./json_fault.ts";
 *
 * assert.equal(findJsonFault('{"a":{"b":1},"c":[1]}', 2), undefined);
 * assert.equal(findJsonFault('{"a":1,"\\u0061":2}', 2), 'the key "a" is there twice');
 * assert.equal(findJsonFault('{"a":[[1]]}', 2), "it is nested deeper than 2");
 * ```
 */
export function findJsonFault(text: string, depth: number): string | undefined {
  /** The keys of the objects that are open, and undefined for each array. */
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[0];
    const [character] = token;
    if (character === "{" || character === "[") {
      if (open.length === depth) return `it is nested deeper than ${depth}`;
      open.push(character === "{" ? new Set() : undefined);
      isKey = character === "{";
    } else if (character === "}" || character === "]") {
      open.pop();
      isKey = false;
    } else if (character === ",") {
      isKey = open.at(-1) !== undefined;
    } else {
      const keys = open.at(-1);
      if (isKey && keys !== undefined) {
        const key: string = token.includes("\\") ? JSON.parse(token) : token.slice(1, -1);
        if (keys.has(key)) return `the key ${JSON.stringify(key.slice(0, 100))} is there twice`;
        keys.add(key);
      }
      isKey = false;
    }
  }
  return undefined;
}

/** A string, or a sign that opens, closes or separates. Everything else is of no concern. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|[{}[\],]/gs;
