import { after } from "../procfs/clock.ts";

/** How many items are in work at once, and how long one may take before another lane makes up for it. */
export interface Lanes {
  readonly width: number;
  /** In milliseconds. */
  readonly patience: number;
}

/** Wide enough to keep the reads of a few cores busy: they come from memory, and more at once do not help. */
export const LANES: Lanes = { width: 8, patience: 100 };

/**
 * Works on items in parallel and gives the results in the order of the items. A lane that waits longer than its
 * patience, for a process that does not answer, is no longer counted: the next one starts in its place.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  { width, patience }: Lanes,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const lanes: Promise<void>[] = [];
  const since = new Map<number, number>();
  let next = 0;

  async function lane(id: number): Promise<void> {
    while (next < items.length) {
      const index = next++;
      since.set(id, performance.now());
      results[index] = await work(items[index]!);
      if (!since.has(id)) return;
    }
    since.delete(id);
  }
  function open(): void {
    const id = lanes.length;
    since.set(id, performance.now());
    lanes.push(lane(id));
  }
  function replaceSlow(): void {
    const limit = performance.now() - patience;
    for (const [id, from] of since) {
      if (from > limit) continue;
      since.delete(id);
      if (next < items.length) open();
    }
    cancel = after(patience, replaceSlow);
  }
  while (lanes.length < width && next < items.length) open();
  let cancel = after(patience, replaceSlow);
  try {
    for (let index = 0; index < lanes.length; index++) await lanes[index];
  } finally {
    cancel();
  }
  return results;
}
