/** A source of pseudo-random numbers: the same seed gives the same numbers. */
export interface Generator {
  /** Returns an integer from 0 up to, but not including, `limit`. */
  below(limit: number): number;
  /** Returns true with this probability, from 0 for never to 1 for always. */
  chance(share: number): boolean;
  /** Picks an item of a list. */
  pick<Item>(items: readonly Item[]): Item;
}

/** Makes a generator: a 32-bit Weyl sequence, mixed (as in SplitMix, Steele, Lea and Flood 2014). */
export function seededGenerator(seed: number): Generator {
  let state = seed | 0;

  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
