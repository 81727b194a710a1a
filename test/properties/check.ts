import fc from "fast-check";

/** How often each property is tried: `deno task test:long` tries harder. */
const RUNS = Deno.args.includes("--long") ? 20_000 : 1_000;

/** Checks a property of things of a kind. */
export function check<Thing>(things: fc.Arbitrary<Thing>, holds: (thing: Thing) => void): void {
  fc.assert(fc.property(things, holds), { numRuns: RUNS });
}

/** As {@linkcode check}, where it takes promises to tell. What takes long is tried a `part` as often. */
export async function checkAsync<Thing>(
  things: fc.Arbitrary<Thing>,
  holds: (thing: Thing) => Promise<void>,
  part = 1,
): Promise<void> {
  await fc.assert(fc.asyncProperty(things, holds), { numRuns: part * RUNS });
}
