import assert from "node:assert/strict";
import { watchProgress } from "../../lib/cli/progress.ts";
import type { Environment } from "../../lib/cli/environment.ts";

function watch(
  isTerminal: boolean,
): { environment: Environment; said: string[]; pass: (milliseconds: number) => void } {
  const said: string[] = [];
  let time = 0;
  const environment = {
    stderr: { isTerminal, write: (text: string) => void said.push(text) },
    now: () => new Date(time),
  } as unknown as Environment;
  return { environment, said, pass: (milliseconds) => void (time += milliseconds) };
}

Deno.test("watchProgress() says nothing of a scan that takes no longer than a second", () => {
  const { environment, said, pass } = watch(true);
  const progress = watchProgress(environment)!;
  pass(999);
  progress.tell(1000, 1000);
  progress.clear();
  assert.deepEqual(said, []);
});

Deno.test("watchProgress() counts, ten times a second at most, and takes it back", () => {
  const { environment, said, pass } = watch(true);
  const progress = watchProgress(environment)!;
  pass(1000);
  progress.tell(40, 100);
  pass(99);
  progress.tell(41, 100);
  pass(1);
  progress.tell(42, 100);
  progress.clear();
  assert.deepEqual(said, ["\r40 of 100 processes", "\r42 of 100 processes", "\r\x1b[K"]);
});

Deno.test("watchProgress() is not there where nobody watches", () => {
  assert.equal(watchProgress(watch(false).environment), undefined);
});
