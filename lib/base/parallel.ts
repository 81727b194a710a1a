// Works on several items at a time. An item that takes long does not hold up the others.
import { CLOCK, type Clock } from "./clock.ts";

/** How many items are worked on at once, and how long one may take before it no longer counts. */
export interface Concurrency {
  readonly limit: number;
  /** In milliseconds. */
  readonly patience: number;
  /** Default: the clock of the machine. */
  readonly clock?: Clock | undefined;
}

/** How to work on items. */
export interface ParallelOptions<Item> extends Concurrency {
  /** Called for an item that takes longer than `patience`. */
  readonly onSlow?: (item: Item) => void;
}

/** Keeps the threads of a few cores busy with reads from memory. More at once do not help. */
export const CONCURRENCY: Concurrency = { limit: 8, patience: 100 };

/**
 * Works on items in parallel and returns the results in the order of the items. An item that takes longer than
 * `patience`, because a process does not answer, no longer counts towards `limit`: the next one is started beside it.
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { limit, patience, clock = CLOCK, onSlow }: ParallelOptions<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const iterator = Symbol.iterator in items ? items[Symbol.iterator]() : items[Symbol.asyncIterator]();
  const results: Result[] = [];
  const since = new Map<number, { readonly from: number; readonly item: Item }>();
  let taken = 0;
  let isOver = false;

  async function lane(id: number): Promise<void> {
    for (;;) {
      const next = iterator.next();
      const { done, value: item } = next instanceof Promise ? await next : next;
      if (done) break;
      const index = taken++;
      since.set(id, { from: clock.now(), item });
      results[index] = await work(item);
      if (!since.delete(id)) return;
    }
    isOver = true;
  }
  let cancel = (): void => {};
  await new Promise<void>((resolve, reject) => {
    let opened = 0;
    let closed = 0;

    function open(): void {
      lane(opened++).then(() => ++closed === opened ? resolve() : undefined, reject);
    }
    function replaceSlow(): void {
      const limit = clock.now() - patience;
      for (const [id, { from, item }] of since) {
        if (from > limit) continue;
        since.delete(id);
        onSlow?.(item);
        if (!isOver) open();
      }
      cancel = clock.after(patience, replaceSlow);
    }
    while (opened < limit) open();
    cancel = clock.after(patience, replaceSlow);
  }).finally(() => cancel());
  return results;
}
