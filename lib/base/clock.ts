/**
 * Calls back after some milliseconds, unless the function that it gives is called first. It does not keep the program
 * alive. Not `setTimeout`: loading that takes Deno a quarter of the time that it takes to start at all.
 */
export function after(milliseconds: number, callback: () => void): () => void {
  const signal = AbortSignal.timeout(milliseconds);
  signal.addEventListener("abort", callback);
  return () => signal.removeEventListener("abort", callback);
}

/** Waits some milliseconds, during which nothing else happens in the program. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
