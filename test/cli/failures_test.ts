import assert from "node:assert/strict";
import { encodeText } from "../../lib/base/bytes.ts";
import { readFailures } from "../../lib/cli/failures.ts";
import type { Environment } from "../../lib/cli/environment.ts";
import { MODES } from "../../lib/scan/modes.ts";
import { fakeFiles } from "../procfs/fake_files.ts";

const SOURCE = "/fleet/failures.txt";

async function read(bytes: () => Uint8Array): Promise<readonly (readonly [string | undefined, string])[]> {
  const files = fakeFiles({ read: () => Promise.resolve().then(bytes) });
  const failures = await readFailures(SOURCE, MODES[0], { files } as Partial<Environment> as Environment);
  for (const { mode, source } of failures) assert.deepEqual([mode, source], ["lib_users", SOURCE]);
  return failures.map(({ host, error }) => [host, error]);
}

Deno.test("readFailures() takes a line for each host that could not be recorded", async () => {
  const text =
    "web-1\tno answer within 120 seconds\nroot@db\tPermission denied\tagain\n\nweb-1\tno answer within 120 seconds\n";
  assert.deepEqual(await read(() => encodeText(text)), [
    ["web-1", "no answer within 120 seconds"],
    ["root@db", "Permission denied\tagain"],
  ]);
  assert.deepEqual(await read(() => new Uint8Array()), []);
});

Deno.test("readFailures() passes over no line", async () => {
  assert.deepEqual(await read(() => encodeText("what is this\n\treason")), [
    [undefined, "what is this"],
    [undefined, "reason"],
  ]);
});

Deno.test("readFailures() says that the list itself cannot be read", async () => {
  const denied = (): never => {
    throw Object.assign(new Error("Permission denied (os error 13)"), { code: "EACCES" });
  };
  const [[host, error] = []] = await read(denied);
  assert.equal(host, undefined);
  assert.match(error ?? "", /^Cannot read the failed hosts in "\/fleet\/failures\.txt": Permission denied/);
  const long = await read(() => new Uint8Array(4 * 1024 * 1024 + 1));
  assert.deepEqual(long, [[undefined, `Cannot read the failed hosts in "${SOURCE}": it is too large`]]);
});
