/**
 * Adds to Node 18 what the program uses and only later versions have. The bundler puts it in front of the program; every
 * other runtime has all of it, and keeps its own.
 */
provide(Array.prototype, "toSorted", function (this: unknown[], compare?: (left: unknown, right: unknown) => number) {
  return [...this].sort(compare);
});
provide(Array.prototype, "toReversed", function (this: unknown[]) {
  return [...this].reverse();
});
provide(String.prototype, "isWellFormed", function (this: string) {
  return !/\p{Surrogate}/u.test(this);
});

function provide(where: object, name: string, value: unknown): void {
  if (!(name in where)) Object.defineProperty(where, name, { value, writable: true, configurable: true });
}
