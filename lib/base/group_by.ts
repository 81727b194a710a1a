// Groups items by a key. Not every runtime has Map.groupBy.

/**
 * Groups items by a key, in the order of the first item of each group. It is `Map.groupBy`, which Node 20 lacks.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { groupBy } from "./group_by.ts";
 *
 * const byLength = groupBy(["b", "aa", "c"], (text) => text.length);
 * assert.deepEqual([...byLength], [[1, ["b", "c"]], [2, ["aa"]]]);
 * ```
 */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
