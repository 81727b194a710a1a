// Matches names with the patterns of fnmatch(3).

/** Whether a name matches a pattern from its first character to its last. */
export type Matcher = (name: string) => boolean;

/** One element of a pattern: any run of characters, or one character of a set. */
type Step = "*" | ((character: string) => boolean);

/**
 * Compiles a glob with the rules of Python's `fnmatch`: `*` any run of characters, `/` included, `?` any character,
 * `[seq]` and `[!seq]` one of a set, everything else itself, case-sensitive. A `[` that is never closed stands
 * for itself. A match takes at most the length of the name times that of the pattern.
 * Format: https://docs.python.org/3/library/fnmatch.html.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { compileGlob } from "./fnmatch.ts";
 *
 * assert.equal(compileGlob("/usr/*.so.[0-9]")("/usr/lib/libz.so.1"), true);
 * ```
 */
export function compileGlob(pattern: string): Matcher {
  const steps = parseGlob(Array.from(pattern));
  return (name) => matches(steps, Array.from(name));
}

/** Goes back to the latest `*` only: an earlier one could not match more than it does. */
function matches(steps: readonly Step[], name: readonly string[]): boolean {
  let step = 0;
  let star = -1;
  let resume = 0;
  for (let at = 0; at < name.length;) {
    const current = steps[step];
    if (current === "*") {
      star = step++;
      resume = at;
    } else if (current?.(name[at]!)) {
      step++;
      at++;
    } else if (star >= 0) {
      step = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (steps[step] === "*") step++;
  return step === steps.length;
}

function parseGlob(pattern: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    const close = character === "[" ? closing(pattern, at) : -1;
    if (character === "*") {
      if (steps.at(-1) !== "*") steps.push("*");
    } else if (character === "?") {
      steps.push(() => true);
    } else if (close > 0) {
      steps.push(parseSet(pattern.slice(at + 1, close)));
      at = close;
    } else {
      steps.push((other) => other === character);
    }
  }
  return steps;
}

/** Finds the `]` that closes the set opened at `open`; -1 for none. A `]` right at the start is a member of the set. */
function closing(pattern: readonly string[], open: number): number {
  const first = pattern[open + 1] === "!" ? open + 2 : open + 1;
  return pattern.indexOf("]", first + 1);
}

function parseSet(set: readonly string[]): (character: string) => boolean {
  const negated = set[0] === "!";
  const members = negated ? set.slice(1) : set;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    ranges.push([members[at]!, members[isRange ? at + 2 : at]!]);
    if (isRange) at += 2;
  }
  return (character) => ranges.some(([low, high]) => isBetween(character, low, high)) !== negated;
}

function isBetween(character: string, low: string, high: string): boolean {
  const code = character.codePointAt(0)!;
  return low.codePointAt(0)! <= code && code <= high.codePointAt(0)!;
}
