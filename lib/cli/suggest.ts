// Suggests the word that was probably meant.
import type { UnknownWordError } from "./errors.ts";

/** Formats the message about an unknown word, with the known word that was probably meant, where there is one. */
export function formatUnknownWord({ problem, advice, word, known, message }: UnknownWordError): string {
  const meant = suggestWord(word, known);
  if (meant === undefined) return message;
  return `${problem}: did you mean ${meant}? ${advice.slice(0, 1).toUpperCase()}${advice.slice(1)}`;
}

/**
 * Returns the known word that was probably meant: the one that other programs call so; the nearest one that is at most
 * two slips away, and fewer than half as many as it has characters without its dashes; otherwise the ones that begin so,
 * if they are few. Undefined where there is none.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { suggestWord } from "./suggest.ts";
 *
 * assert.equal(suggestWord("--servics", ["--services", "--json"]), "--services");
 * assert.equal(suggestWord("--xml", ["--services", "--json"]), undefined);
 * ```
 */
export function suggestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  if (ELSEWHERE.has(word)) return ELSEWHERE.get(word);
  const near = known
    .map((each) => ({ each, slips: countSlips(word, each) }))
    .filter(({ each, slips }) => slips <= MAX_SLIPS && slips < withoutDashes(each).length / 2)
    .sort((a, b) => a.slips - b.slips);
  const begun = withoutDashes(word) === "" ? [] : known.filter((each) => each.startsWith(word));
  return near[0]?.each ?? (begun.length === 0 || begun.length > MAX_BEGUN ? undefined : begun.join(" or "));
}

/** What other programs have, and this one calls otherwise. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["help", "--help"],
  ["-?", "--help"],
  ["version", "--version"],
  ["-V", "--version"],
]);
const MAX_BEGUN = 2;

const MAX_SLIPS = 2;
/** Longer than every known word, and short enough to be compared at once. */
const MAX_LENGTH = 40;

function withoutDashes(word: string): string {
  return word.replace(/^-+/, "");
}

/**
 * Returns how many characters were left out, added, mistaken or swapped with the next one to get from one word to the
 * other: the restricted Damerau-Levenshtein distance (optimal string alignment), computed row by row.
 */
function countSlips(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
        isSwap ? beforeLast[column - 2]! + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last.at(-1)!;
}
