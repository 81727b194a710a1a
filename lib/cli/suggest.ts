import type { UnknownWordError } from "./options.ts";

/** What to say of a word that is not known, with the known one that was probably meant, if there is one. */
export function formatUnknownWord({ problem, advice, word, known }: UnknownWordError): string {
  const meant = suggestWord(word, known);
  return `${problem}: ${meant === undefined ? "" : `did you mean ${meant}? `}${advice}`;
}

/**
 * The known word that was probably meant: the nearest one at most two slips away, but fewer than half as many as it has
 * characters, the dashes of an option not counted; or else the only one that begins so. Undefined where there is none.
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
  if (word.length > LONGEST) return undefined;
  const near = known
    .map((each) => ({ each, slips: countSlips(word, each) }))
    .filter(({ each, slips }) => slips <= MOST_SLIPS && slips < bare(each).length / 2)
    .sort((a, b) => a.slips - b.slips);
  const begun = bare(word).length < SHORTEST_BEGINNING ? [] : known.filter((each) => each.startsWith(word));
  return near[0]?.each ?? (begun.length === 1 ? begun[0] : undefined);
}

const MOST_SLIPS = 2;
/** No known word is longer; what is shall not take time. */
const LONGEST = 40;
const SHORTEST_BEGINNING = 3;

function bare(word: string): string {
  return word.replace(/^-+/, "");
}

/**
 * How many characters were left out, added, mistaken or swapped with the next one to get from one word to the other:
 * the Damerau-Levenshtein distance where no part is edited twice, row by row.
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
