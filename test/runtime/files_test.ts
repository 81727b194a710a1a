import assert from "node:assert/strict";
import fs from "node:fs";
import { DENO_FILES } from "../../lib/runtime/deno.ts";
import { nodeFiles } from "../../lib/runtime/node_files.ts";

const NODE_FILES = nodeFiles(fs).files;
const BACKENDS = { Deno: DENO_FILES, Node: NODE_FILES } as const;

Deno.test("Deno and Node answer alike", async () => {
  assert.deepEqual(NODE_FILES.listSync("lib").toSorted(), DENO_FILES.listSync("lib").toSorted());
  assert.deepEqual(NODE_FILES.statSync("main.ts"), DENO_FILES.statSync("main.ts"));
  assert.deepEqual(NODE_FILES.statSync("lib"), DENO_FILES.statSync("lib"));
  assert.deepEqual(new Uint8Array(await NODE_FILES.read("LICENSE")), await DENO_FILES.read("LICENSE"));
  assert.deepEqual(await NODE_FILES.read("LICENSE"), fs.readFileSync("LICENSE"));
});

for (const [name, files] of Object.entries(BACKENDS)) {
  Deno.test(`${name} says in the same words what went wrong`, async () => {
    const missing = { code: "ENOENT", message: /^No such file or directory \(os error 2\)(: \w+ '.*')?$/ };
    assert.throws(() => files.listSync("missing"), missing);
    assert.throws(() => files.linkSync("missing"), missing);
    assert.throws(() => files.statSync("missing"), missing);
    await assert.rejects(files.read("missing"), missing);
    assert.throws(() => files.statSync("main.ts/below"), {
      code: "ENOTDIR",
      message: /^Not a directory \(os error 20\)/,
    });
    assert.throws(() => files.linkSync("main.ts"), { message: /^Invalid argument \(os error 22\)/ });
  });
}

Deno.test("Deno does not ask for a file whose name is not UTF-8", async () => {
  const refusal = { name: "TypeError", message: "the path is not UTF-8" };
  assert.throws(() => DENO_FILES.statSync("main\udcff"), refusal);
  // Whoever waits for a promise catches nothing that is thrown before there is one.
  for (const call of [DENO_FILES.list, DENO_FILES.link, DENO_FILES.stat, DENO_FILES.open]) {
    await assert.rejects(call("main\udcff"), refusal);
  }
});

/** Calls of `node:fs`, as far as they are told; any other one fails. */
function nodeFs(calls: Readonly<Record<string, unknown>>): typeof import("node:fs") {
  return calls as unknown as typeof import("node:fs");
}

Deno.test("Node is asked for a file by its bytes", () => {
  const asked: unknown[] = [];
  const { files } = nodeFiles(nodeFs({
    statSync(path: unknown): never {
      asked.push(path);
      throw Object.assign(new Error("ENOENT: no such file or directory, stat 'a'"), { code: "ENOENT", errno: -2 });
    },
    readlinkSync: () => new Uint8Array([0x2f, 0xff]),
  }));
  assert.throws(() => files.statSync("/a"), { message: "No such file or directory (os error 2)" });
  assert.throws(() => files.statSync("/\udcff"));
  assert.deepEqual(asked, ["/a", new Uint8Array([0x2f, 0xff])]);
  assert.equal(files.linkSync("/proc/1/exe"), "/\udcff");
});

Deno.test("What Node's permissions forbid keeps its code and its words", () => {
  const refused = Object.assign(new Error("Access to this API has been restricted"), { code: "ERR_ACCESS_DENIED" });
  const { files } = nodeFiles(nodeFs({
    readdirSync(): never {
      throw refused;
    },
  }));
  assert.throws(() => files.listSync("/proc"), refused);
});

type Callback = (error: Error | null, bytes?: Uint8Array) => void;

Deno.test("settle() tells whether a read is left", async () => {
  const waiting: Callback[] = [];
  const { files, settle } = nodeFiles(nodeFs({
    readFile: (_: string, callback: Callback) => void waiting.push(callback),
  }));
  assert.equal(await settle(), true);
  const answers = [files.read("a"), files.read("b")];
  waiting[0]!(null, new Uint8Array([1]));
  assert.equal(await settle(), false);
  const last = settle();
  waiting[1]!(Object.assign(new Error("ESRCH: no such process, read"), { code: "ESRCH", errno: -3 }));
  assert.equal(await last, true);
  assert.deepEqual(await answers[0], new Uint8Array([1]));
  await assert.rejects(answers[1]!, { code: "ESRCH", message: "No such process (os error 3)" });
});
