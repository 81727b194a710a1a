import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import type { PackageAnswer } from "../../lib/model/package.ts";
import { readPackages, writePackages } from "../../lib/procfs/recorded_packages.ts";

const ANSWER: PackageAnswer = {
  database: "dpkg",
  problem: "unreadable",
  files: new Map([
    ["/lib/b.so.1", { state: "guessed", packages: ["b:amd64"] }],
    ["/lib/a.so", { state: "listed", packages: ["a", "c"] }],
    ["/tmp/x", { state: "unowned", packages: [] }],
    ["/lib/unknown.so", { state: "unknown", packages: [] }],
    ["/lib/\udcff.so", { state: "unowned", packages: [] }],
  ]),
};

Deno.test("writePackages() writes what is known, in the order of the names", () => {
  assert.equal(
    JSON.stringify(writePackages(ANSWER)),
    '{"database":"dpkg","problem":"unreadable","files":{"/lib/a.so":{"state":"listed","names":["a","c"]},' +
      '"/lib/b.so.1":{"state":"guessed","names":["b:amd64"]},"/tmp/x":{"state":"unowned","names":[]}}}',
  );
});

Deno.test("readPackages() gives back what was written", () => {
  const known = new Map([...ANSWER.files].filter(([name]) => /^\/(?:lib\/[ab]|tmp)/.test(name)));
  assert.deepEqual(readPackages({ packages: writePackages(ANSWER) }), { ...ANSWER, files: known });
  const nothing: PackageAnswer = { database: undefined, problem: undefined, files: new Map() };
  assert.deepEqual(readPackages({ packages: writePackages(nothing) }), nothing);
});

Deno.test("readPackages() tells a recording that says nothing of packages", () => {
  assert.equal(readPackages({ host: "a" }), undefined);
});

Deno.test("readPackages() sorts the names, as a shell does not", () => {
  const files = { "/a": { state: "listed", names: ["b", "a"] } };
  const answer = readPackages({ packages: { database: "rpm", problem: null, files } });
  assert.deepEqual(answer?.files.get("/a")?.packages, ["a", "b"]);
});

const WRONG: Readonly<Record<string, unknown>> = {
  "no object": "dpkg",
  "null": null,
  "no files": { database: "dpkg", problem: null },
  "another database": { database: "portage", problem: null, files: {} },
  "a database that every object has": { database: "toString", problem: null, files: {} },
  "another problem": { database: null, problem: "tired", files: {} },
  "files in a list": { database: null, problem: null, files: [] },
  "a name instead of an answer": { database: "apk", problem: null, files: { "/a": "a" } },
  "another state": { database: "apk", problem: null, files: { "/a": { state: "unknown", names: [] } } },
  "no names": { database: "apk", problem: null, files: { "/a": { state: "listed" } } },
  "a number for a name": { database: "apk", problem: null, files: { "/a": { state: "listed", names: [1] } } },
  "a name that is not UTF-8": {
    database: "apk",
    problem: null,
    files: { "/a": { state: "listed", names: ["\udcff"] } },
  },
};

Deno.test("readPackages() refuses what is not written", async (t) => {
  for (const [what, packages] of Object.entries(WRONG)) {
    await t.step(what, () => {
      assert.throws(() => readPackages({ packages } as Json), {
        name: "SyntaxError",
        message: /^its header has no proper /,
      });
    });
  }
});
