import assert from "node:assert/strict";
import fc from "fast-check";
import { FORMATS } from "../../lib/format/formats.ts";
import { formatRecording, parseRecording } from "../../lib/procfs/recording.ts";
import { encodeText } from "../../lib/base/bytes.ts";
import { mapLine, processOf, procOf, type Said, SCANNER, statOf, treeOf } from "../answers.ts";
import { runIn } from "../run_program.ts";
import { NAME, PATH, TEXT } from "./arbitraries.ts";
import { checkAsync } from "./check.ts";

const HEADER = { host: "db1", kernel: "6.1.0", uid: 0, time: "2026-11-21T06:00:00.000Z" };

const MACHINE: readonly Said[] = [
  SCANNER,
  processOf(7, { argv: ["a"], maps: [mapLine("/lib/a.so (deleted)")], fds: { 3: "/b (deleted)" } }),
  processOf(8, { argv: ["\udcff"], maps: [mapLine("/lib/c.so (deleted)", { inode: 43 })] }),
  {
    stat: { "7/fd/3": statOf(), "self/root/lib/a.so": statOf({ inode: 9 }) },
    read: {
      "7/status": "Name:\ta\nUid:\t0\t0\t0\t0\n",
      "7/cgroup": "0::/system.slice/a.service\n",
      "stat": "btime 5\n",
    },
  },
];

const WHOLE = await formatRecording(HEADER, treeOf(...MACHINE));
const LINES = new TextDecoder().decode(WHOLE).split("\n").slice(0, -2);

Deno.test("parseRecording() gives back any tree", async () => {
  const tree = fc.record({ path: TEXT, link: TEXT, read: TEXT, names: fc.array(NAME, { maxLength: 3 }), host: TEXT });
  await checkAsync(tree, async ({ path, link, read, names, host }) => {
    const said = treeOf({ link: { [`7/${path}`]: link }, list: { [path]: names }, read: { [`8/${path}`]: read } });
    const recording = await parseRecording(await formatRecording({ ...HEADER, host }, said));
    assert.deepEqual(recording.tree, said);
    assert.equal(recording.header.host, host);
  });
});

/** Changes a recording: some of its bytes are others, missing, or there again. */
const CHANGES = fc.array(
  fc.record({ at: fc.nat({ max: WHOLE.length }), skip: fc.nat({ max: 40 }), put: fc.uint8Array({ maxLength: 4 }) }),
  { minLength: 1, maxLength: 4 },
);

Deno.test("parseRecording() throws only a SyntaxError, however a recording was changed", async () => {
  await checkAsync(CHANGES, async (changes) => {
    let bytes = [...WHOLE];
    for (const { at, skip, put } of changes) bytes = bytes.toSpliced(at % (bytes.length + 1), skip, ...put);
    await parseRecording(new Uint8Array(bytes)).catch((error) => assert.equal(error.name, "SyntaxError"));
  });
});

/** A value that some place of a recording could have, whatever belongs there. */
const VALUE = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("", "7", -1, 1e300, null, [], {}, { hex: "ff" }, { hex: "zz" }, { error: "gone" }, { error: "x" }, [
    ".",
  ]),
  PATH,
);

/** Puts values at some places of the lines, and seals the recording as if nothing had happened. */
const FORGERIES = fc.array(fc.record({ line: fc.nat(), place: fc.nat(), value: VALUE }), {
  minLength: 1,
  maxLength: 3,
});

async function forge(
  changes: readonly { line: number; place: number; value: unknown }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const lines = LINES.map((line) => JSON.parse(line));
  for (const { line, place, value } of changes) {
    const places = placesIn(lines[line % lines.length]);
    const [object, key] = places[place % places.length]!;
    object[key] = structuredClone(value);
  }
  const body = encodeText(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex();
  return encodeText(`${new TextDecoder().decode(body)}${JSON.stringify({ processes: lines.length - 1, sha256 })}\n`);
}

/** Every place in an object, and in the objects in it. */
function placesIn(object: Record<string, unknown>): readonly (readonly [Record<string, unknown>, string])[] {
  return Object.entries(object).flatMap(([key, value]) => [
    [object, key] as const,
    ...(typeof value === "object" && value !== null ? placesIn(value as Record<string, unknown>) : []),
  ]);
}

Deno.test("parseRecording() throws only a SyntaxError at a forged recording that is well sealed", async () => {
  await checkAsync(FORGERIES, async (changes) => {
    await parseRecording(await forge(changes)).catch((error) => assert.equal(error.name, "SyntaxError"));
  });
});

Deno.test("the program survives any forged recording, in every format", async () => {
  const runs = fc.record({
    changes: FORGERIES,
    mode: fc.constantFrom("lib_users", "fd_users"),
    format: fc.constantFrom(...FORMATS.map(({ name }) => name)),
    more: fc.subarray(["--all", "-S", "-r", "-s", "--older-than=1s", "--user=0", "--unit=*"]),
  });
  await checkAsync(runs, async ({ changes, mode, format, more }) => {
    const input = await forge(changes);
    const { code, stdout, stderr } = await runIn(procOf(), [mode, "--proc", "-", "--format", format, ...more], {
      input,
    });
    assert.ok(code >= 0 && code <= 3);
    assert.ok(code === 0 || stdout !== "" || stderr !== "");
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout + stderr, /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
  });
});
