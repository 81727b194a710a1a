/**
 * Adds to Node 18 what the program uses and only later versions have. The bundler puts it in front of the program; every
 * other runtime has all of it, and keeps its own.
 */
const LACKING: readonly (readonly [prototype: object, methods: Readonly<Record<string, unknown>>])[] = [
  [Array.prototype, {
    toSorted(this: unknown[], compare?: (left: unknown, right: unknown) => number): unknown[] {
      return [...this].sort(compare);
    },
    toReversed(this: unknown[]): unknown[] {
      return [...this].reverse();
    },
  }],
  [String.prototype, {
    isWellFormed(this: string): boolean {
      return !/\p{Surrogate}/u.test(this);
    },
  }],
];

for (const [prototype, methods] of LACKING) {
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
