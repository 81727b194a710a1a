import assert from "node:assert/strict";
import { formatRecording, parseRecording } from "../../lib/procfs/recording.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { treeOf } from "../answers.ts";

const NONE = "it is not a recording of lib_users";
const CUT = "it is cut short: the last line is missing";
const ALTERED = "it was altered: its SHA-256 is another";

const HEADER = { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-11-21T06:00:00.000Z" };
const TREE = treeOf({ link: { self: "99" } }, { read: { "10/maps": "text", "9/maps": "" } });
const WHOLE = decodeText(await formatRecording(HEADER, TREE));
const LINES = WHOLE.split("\n").slice(0, -1);

/** A recording of these lines with a proper last line, as a program of bad intent could write it. */
async function sealed(lines: readonly unknown[], processes = lines.length - 1): Promise<string> {
  const body = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encodeText(body)));
  return `${body}${JSON.stringify({ processes, sha256: digest.toHex() })}\n`;
}

async function assertRefused(text: string, message: string): Promise<void> {
  await assert.rejects(parseRecording(encodeText(text)), { name: "SyntaxError", message });
}

const [FIRST, SECOND, THIRD, LAST] = LINES as [string, string, string, string];
const START = JSON.parse(FIRST);

const DAMAGED: readonly (readonly [string, string, string])[] = [
  ["nothing", "", NONE],
  ["an empty line", "\n", NONE],
  ["text", "hello\nworld\n", NONE],
  ["an ELF file", "\x7fELF\x02\x01\x01\0\0\n\udcff\n", NONE],
  ["a compressed file", "\x1f\udc8b\b\0", "it is compressed: unpack it with gunzip"],
  ["other JSON", '{"a":1}\n{"b":2}\n', NONE],
  ["a recording inside other text", `x${FIRST}`, NONE],
  ["a JSON array", "[1]\n[2]\n", NONE],
  ["another format", `{"format":"x","version":1}\n{}\n`, NONE],
  [
    "a newer version",
    WHOLE.replace('"version":2', '"version":3'),
    "it is of version 3, this program reads versions 1 to 2",
  ],
  [
    "a version that is a text",
    WHOLE.replace('"version":2', '"version":"2\\u001b"'),
    'it is of version "2\\u001b", this program reads versions 1 to 2',
  ],
  ["a missing last line", `${FIRST}\n${SECOND}\n${THIRD}\n`, CUT],
  ["a header alone", `${FIRST}\n`, CUT],
  ["a header without its newline", FIRST, CUT],
  ["a cut last line", WHOLE.slice(0, -5), CUT],
  ["a missing last newline", WHOLE.slice(0, -1), CUT],
  ["a cut line of a process", `${FIRST}\n${SECOND.slice(0, 10)}`, CUT],
  ["something after the end", `${WHOLE}more\n`, CUT],
  ["a missing line", `${FIRST}\n${THIRD}\n${LAST}\n`, "it is damaged: 1 of 2 processes are there"],
  ["a line twice", `${FIRST}\n${SECOND}\n${SECOND}\n${THIRD}\n${LAST}\n`, "it is damaged: 3 of 2 processes are there"],
  ["a wrong count", WHOLE.replace('"processes":2', '"processes":3'), "it is damaged: 2 of 3 processes are there"],
  ["a changed name", WHOLE.replace("db1", "db2"), ALTERED],
  ["a changed answer", WHOLE.replace('"text"', '"texs"'), ALTERED],
  ["exchanged lines", `${FIRST}\n${THIRD}\n${SECOND}\n${LAST}\n`, ALTERED],
  ["line ends of Windows", WHOLE.replaceAll("\n", "\r\n"), ALTERED],
  ["no checksum", WHOLE.replace(/,"sha256":"[0-9a-f]+"/, ""), ALTERED],
  ["the checksum of another", WHOLE.replace(/sha256":"./, 'sha256":"x'), ALTERED],
];

Deno.test("parseRecording() says in one line what is wrong", async (t) => {
  for (const [what, text, message] of DAMAGED) {
    await t.step(what, () => assertRefused(text, message));
  }
});

const LINE_2 = (kind: string, path: string): string => `line 2 has no proper answer for "${kind}" of "${path}"`;

const FORGED: readonly (readonly [string, readonly unknown[], string])[] = [
  ["a line that is not JSON", [FIRST, "{"], "line 2 is not JSON"],
  ["an empty line", [FIRST, SECOND, ""], "line 3 is not JSON"],
  ["a line that is a list", [FIRST, "[]"], "line 2 is not JSON"],
  ["a line without a process", [FIRST, { read: {} }], "line 2 names no process"],
  ["a process that is a text", [FIRST, { pid: "7" }], "line 2 names no process"],
  ["a process that is an object", [FIRST, { pid: { toString: 0 } }], "line 2 names no process"],
  ["a process that is no whole number", [FIRST, { pid: 1.5 }], "line 2 names no process"],
  ["a list of numbers", [FIRST, { pid: 7, list: { fd: [1] } }], LINE_2("list", "fd")],
  ["a link that is a number", [FIRST, { pid: 7, link: { exe: 1 } }], LINE_2("link", "exe")],
  ["a link with a lone surrogate", [FIRST, { pid: 7, link: { exe: "\ud800" } }], LINE_2("link", "exe")],
  ["a link of no known failure", [FIRST, { pid: 7, link: { exe: { error: "lost" } } }], LINE_2("link", "exe")],
  ["a failure named as a property", [FIRST, { pid: 7, link: { exe: { error: "toString" } } }], LINE_2("link", "exe")],
  ["odd hexadecimal digits", [FIRST, { pid: 7, read: { maps: { hex: "fff" } } }], LINE_2("read", "maps")],
  ["what are no digits", [FIRST, { pid: 7, read: { maps: { hex: "zz" } } }], LINE_2("read", "maps")],
  ["a null", [FIRST, { pid: 7, read: { maps: null } }], LINE_2("read", "maps")],
  ["a stat without numbers", [FIRST, { pid: 7, stat: { exe: { type: "file" } } }], LINE_2("stat", "exe")],
  ["a stat that is a list", [FIRST, { pid: 7, stat: { exe: [1] } }], LINE_2("stat", "exe")],
  ["a stat that is a number", [FIRST, { pid: 7, stat: { exe: 1 } }], LINE_2("stat", "exe")],
  [
    "a stat without one of its numbers",
    [FIRST, { pid: 7, stat: { exe: { ...statLike(), blocks: undefined } } }],
    LINE_2("stat", "exe"),
  ],
  [
    "a stat of a text",
    [FIRST, { pid: 7, stat: { exe: { ...statLike(), changed: "now" } } }],
    LINE_2("stat", "exe"),
  ],
  [
    "a stat with an owner that is no user",
    [FIRST, { pid: 7, stat: { exe: { ...statLike(), owner: "root" } } }],
    LINE_2("stat", "exe"),
  ],
  [
    "a stat of a file of no known type",
    [FIRST, { pid: 7, stat: { exe: { ...statLike(), type: "door" } } }],
    LINE_2("stat", "exe"),
  ],
  [
    "a stat with a number that is too large for JavaScript",
    [FIRST, `{"pid":7,"stat":{"exe":${JSON.stringify(statLike()).replace('"size":1', '"size":1e999')}}}`],
    LINE_2("stat", "exe"),
  ],
  [
    "a stat with a negative number",
    [FIRST, { pid: 7, stat: { exe: { ...statLike(), blocks: -1 } } }],
    LINE_2("stat", "exe"),
  ],
  ["answers that are a list", [FIRST, { pid: 7, list: [["a"]] }], 'line 2 has no proper answers for "list"'],
  ["a long path", [FIRST, { pid: 7, link: { ["x".repeat(1000)]: 1 } }], LINE_2("link", "x".repeat(100))],
  ["a process twice", [FIRST, { pid: 7 }, { pid: 7 }], "line 3 names a process again: 7"],
  ["a key twice", [FIRST, '{"pid":7,"read":{"maps":"a","maps":""}}'], 'line 2: the key "maps" is there twice'],
  ["deep nesting", [FIRST, `{"pid":7,"x":${"[".repeat(100)}${"]".repeat(100)}}`], "line 2: it is nested deeper than 3"],
  ["a header with a negative user", [{ ...START, uid: -1 }], "its header lacks the host, kernel, uid or time"],
  ["a header with no time in it", [{ ...START, time: "later" }], "its header lacks the host, kernel, uid or time"],
  ["a header without a host", [{ ...START, host: undefined }], "its header lacks the host, kernel, uid or time"],
  ["a header with a user by name", [{ ...START, uid: "root" }], "its header lacks the host, kernel, uid or time"],
  ["a bad answer in the header", [{ ...START, link: { self: 7 } }], 'line 1 has no proper answer for "link" of "self"'],
];

function statLike(): Record<string, unknown> {
  return { type: "file", device: 1, inode: 1, links: 1, size: 1, blocks: 1, changed: null };
}

Deno.test("parseRecording() refuses a well sealed recording that says what no procfs says", async (t) => {
  for (const [what, lines, message] of FORGED) {
    await t.step(what, async () => await assertRefused(await sealed(lines), message));
  }
});

Deno.test("parseRecording() reads what the test seals itself", async () => {
  const { tree } = await parseRecording(encodeText(await sealed([FIRST, { pid: 7, stat: { exe: statLike() } }])));
  assert.deepEqual(tree.processes.get("7")!.stat.get("exe"), {
    type: "file",
    device: 1,
    inode: 1,
    nlink: 1,
    size: 1,
    blocks: 1,
    ctime: null,
    mtime: null,
    uid: null,
  });
});

Deno.test("parseRecording() reads the largest inode that there can be", async () => {
  const stat = JSON.stringify(statLike()).replace('"inode":1', '"inode":18446744073709551615');
  const { tree } = await parseRecording(encodeText(await sealed([FIRST, `{"pid":7,"stat":{"exe":${stat}}}`])));
  assert.ok(tree.processes.get("7")!.stat.has("exe"));
});

Deno.test("parseRecording() refuses a recording cut at any place", async () => {
  const bytes = encodeText(WHOLE);
  for (let end = 0; end < bytes.length; end++) {
    await assert.rejects(parseRecording(bytes.slice(0, end)), (error) => {
      assert.equal((error as Error).name, "SyntaxError");
      const message = (error as Error).message;
      assert.ok(message === CUT || (message === NONE && end < FIRST.length), `cut at ${end}: ${message}`);
      return true;
    });
  }
});

Deno.test("parseRecording() knows a recording that is cut within its first line", async () => {
  await assertRefused(FIRST.slice(0, -10), CUT);
});

Deno.test("parseRecording() refuses a recording with any one byte altered", async () => {
  const bytes = encodeText(WHOLE);
  const known = [NONE, CUT, ALTERED, /^it is damaged: \d of \S+ processes are there$/, /^it is of version /];
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [0x01, 0x80]) {
      const altered = bytes.slice();
      altered[at]! ^= bit;
      await assert.rejects(parseRecording(altered), (error) => {
        const { name, message } = error as Error;
        assert.equal(name, "SyntaxError");
        assert.ok(known.some((each) => typeof each === "string" ? each === message : each.test(message)), message);
        return true;
      }, `byte ${at}`);
    }
  }
});

Deno.test("parseRecording() refuses what is larger than any recording", async () => {
  const bytes = new Uint8Array(256 * 1024 * 1024 + 1);
  await assert.rejects(parseRecording(bytes), { name: "SyntaxError", message: "it is larger than 256 MiB" });
});

Deno.test("parseRecording() refuses a line that is longer than any", async () => {
  const bytes = new Uint8Array(65 * 1024 * 1024).fill(0x20);
  bytes.set([0x0a, 0x7b, 0x7d, 0x0a], bytes.length - 4);
  await assert.rejects(parseRecording(bytes), { name: "SyntaxError", message: "it has a line of more than 64 MiB" });
});
