// Parses the thresholds of monitoring plugins.
import type { Threshold } from "../model/report.ts";

/**
 * Parses a threshold: a plain number, at which and above which a check alerts, or a range of the Monitoring Plugins
 * Development Guidelines, "Threshold and Ranges": `5:` alerts below 5, `~:5` above 5, `2:5` outside and `@2:5` inside.
 * Returns undefined for anything else.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { isExceeded, parseThreshold } from "./threshold.ts";
 *
 * assert.equal(isExceeded(parseThreshold("3")!, 3), true);
 * assert.equal(isExceeded(parseThreshold("~:3")!, 3), false);
 * assert.equal(isExceeded(parseThreshold("@1:5")!, 3), true);
 * ```
 */
export function parseThreshold(text: string): Threshold | undefined {
  if (NUMBER.test(text)) return atLeast(Number(text));
  const { inside, start, end } = (SHORT.exec(text) ?? RANGE.exec(text))?.groups ?? {};
  if (end === undefined) return undefined;
  const low = start === "~" ? -Infinity : Number(start ?? 0);
  const high = end === "" ? Infinity : Number(end);
  return low <= high ? { low, high, isInside: inside === "@", range: text } : undefined;
}

const NUMBER = /^[1-9][0-9]{0,9}$/;
/** A range that begins at 0. */
const SHORT = /^(?<inside>@)(?<end>[0-9]{1,10})$/;
const RANGE = /^(?<inside>@?)(?<start>~|[0-9]{1,10}):(?<end>[0-9]{0,10})$/;

/** Returns the threshold at which and above which a check alerts. */
export function atLeast(count: number): Threshold {
  return { low: count, high: Infinity, isInside: true, range: String(count - 1) };
}

/** Returns whether a check alerts at a count. */
export function isExceeded({ low, high, isInside }: Threshold, count: number): boolean {
  return (low <= count && count <= high) === isInside;
}
