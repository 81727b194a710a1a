import assert from "node:assert/strict";
import { atLeast } from "../../lib/advice/threshold.ts";
import { CONFIG_FILE, EMPTY, parseConfig, readConfig } from "../../lib/cli/config.ts";
import type { Environment } from "../../lib/cli/environment.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const FILE = { uid: 0, mode: 0o100644 };

/** An environment of uid 1000 with one file, or with an error in the place of it. */
function environmentWith(told: { readonly uid: number; readonly mode: number } | Error, text = "{}"): Environment {
  const access = (): typeof FILE => {
    if (told instanceof Error) throw told;
    return told;
  };
  const read = (): Promise<Uint8Array<ArrayBuffer>> => Promise.resolve(encodeText(text));
  return { uid: 1000, access, files: { read } } as unknown as Environment;
}

const ABSENT = Object.assign(new Error("No such file or directory (os error 2)"), { code: "ENOENT" });
const FORBIDDEN = Object.assign(new Error("Requires read access"), { name: "NotCapable" });
const FORBIDDEN_BY_NODE = Object.assign(new Error("Access to this API has been restricted"), {
  code: "ERR_ACCESS_DENIED",
});
const DENIED = Object.assign(new Error("Permission denied (os error 13)"), { code: "EACCES" });

Deno.test("readConfig() reads the usual file, or the one that is asked for", async () => {
  const text = '{ "ignore": ["/a"], "warning": 2 } // comment';
  for (const asked of [undefined, "/tmp/conf"]) {
    assert.deepEqual(await readConfig(asked, environmentWith(FILE, text)), {
      ...EMPTY,
      ignore: ["/a"],
      warning: atLeast(2),
    });
  }
});

Deno.test("parseConfig() takes comments and trailing commas, but not in a string", () => {
  const text = '{ /* a, } */ "ignore": ["/a,]", "/b // c",], // d\n "warning": 2,\n}';
  assert.deepEqual(parseConfig(text), { ...EMPTY, ignore: ["/a,]", "/b // c"], warning: atLeast(2) });
  for (const wrong of ["{,}", '{ "ignore": [,] }', '{ "ignore": ["/a",,] }']) {
    assert.throws(() => parseConfig(wrong), { name: "SyntaxError" });
  }
});

Deno.test("readConfig() needs no usual file, and tells one that it may not look for from none", async () => {
  assert.deepEqual(await readConfig(undefined, environmentWith(ABSENT)), EMPTY);
  assert.equal(await readConfig(undefined, environmentWith(FORBIDDEN)), undefined);
  assert.equal(await readConfig(undefined, environmentWith(FORBIDDEN_BY_NODE)), undefined);
});

Deno.test("readConfig() takes /dev/null for none", async () => {
  assert.deepEqual(await readConfig("/dev/null", environmentWith({ uid: 0, mode: 0o020666 })), EMPTY);
});

const REFUSED:
  readonly (readonly [what: string, asked: string | undefined, environment: Environment, message: string])[] = [
    [
      "one that is asked for and not there",
      "/a",
      environmentWith(ABSENT),
      'Cannot read configuration "/a": there is no such file',
    ],
    [
      "one that is asked for and forbidden",
      "/a",
      environmentWith(FORBIDDEN),
      'Cannot read configuration "/a": the sandbox does not allow it',
    ],
    [
      "the usual one where it is denied",
      undefined,
      environmentWith(DENIED),
      `Cannot read configuration "${CONFIG_FILE}": Permission denied (os error 13)`,
    ],
    [
      "one that others may write",
      "/a",
      environmentWith({ uid: 0, mode: 0o100646 }),
      'Cannot trust configuration "/a": only root and you may be able to write it',
    ],
    [
      "one that a group may write",
      "/a",
      environmentWith({ uid: 1000, mode: 0o100664 }),
      'Cannot trust configuration "/a": only root and you may be able to write it',
    ],
    [
      "one of another user",
      "/a",
      environmentWith({ uid: 1001, mode: 0o100644 }),
      'Cannot trust configuration "/a": only root and you may be able to write it',
    ],
    [
      "one with two lists of cautions, of which one would be lost",
      "/a",
      environmentWith(FILE, '{ "cautions": [], "ignore": ["/{,}"], // {\n "cautions": [] }'),
      'Cannot read configuration "/a": the key "cautions" is there twice',
    ],
    ["one that is a list", "/a", environmentWith(FILE, "[]"), 'Cannot read configuration "/a": it takes an object'],
  ];

for (const [what, asked, environment, message] of REFUSED) {
  Deno.test(`readConfig() refuses ${what}`, async () => {
    await assert.rejects(readConfig(asked, environment), { name: "ConfigError", message });
  });
}

const WRONG: readonly (readonly [text: string, message: string])[] = [
  [
    '{ "ignores": [] }',
    'unknown key "ignores": it takes ignore, excludeUnits, cautions, warning, critical, warningSessions',
  ],
  ['{ "ignore": "/a" }', '"ignore" takes a list of patterns, none of them empty'],
  ['{ "excludeUnits": [1] }', '"excludeUnits" takes a list of patterns, none of them empty'],
  ['{ "ignore": ["/a", ""] }', '"ignore" takes a list of patterns, none of them empty'],
  ['{ "warning": 0 }', '"warning" takes a number of at least 1, or a range such as "5:" or "@2:5"'],
  ['{ "critical": "five" }', '"critical" takes a number of at least 1, or a range such as "5:" or "@2:5"'],
  [
    '{ "cautions": [{ "unit": "a" }] }',
    '"cautions" takes a list of { "unit": PATTERN, "reason": TEXT, "instead": TEXT }',
  ],
];

for (const [text, message] of WRONG) {
  Deno.test(`parseConfig() says what ${text} should have been`, () => {
    assert.throws(() => parseConfig(text), { name: "SyntaxError", message });
  });
}
