import fc from "fast-check";
import { RUNS } from "../fuzz_runs.ts";

/** Checks a property of things of a kind. */
export function check<Thing>(things: fc.Arbitrary<Thing>, holds: (thing: Thing) => void): void {
  fc.assert(fc.property(things, holds), { numRuns: RUNS });
}

/** As {@linkcode check}, where it takes promises to tell. */
export async function checkAsync<Thing>(
  things: fc.Arbitrary<Thing>,
  holds: (thing: Thing) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(things, holds), { numRuns: RUNS });
}
