// What is said of the processes of a user whose others have used up the room for all of them, live and in a replay.
import assert from "node:assert/strict";
import { encodeText } from "../lib/base/bytes.ts";
import { isFailure, type ProcFs } from "../lib/procfs/procfs.ts";
import { parseRecording } from "../lib/procfs/recording.ts";
import { treeProc } from "../lib/procfs/tree.ts";
import { mapLine, processOf, procOf, type Said, SCANNER } from "./answers.ts";
import { runIn } from "./run_program.ts";

const OLD = mapLine("/usr/lib/libssl.so.3 (deleted)");
const MANY = Array<string>(20_000).fill(mapLine("/usr/lib/libc.so.6"));
/** Anonymous files, which are ignored. */
function memory(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => mapLine(`/memfd:${number} (deleted)`, { device: "00:01" }));
}

/** Processes that use up what there is for all of them: first most of it, then the rest. */
const HOGS: readonly Said[] = Array.from(
  { length: 300 },
  (_, hog) => processOf(100 + hog, { argv: [hog < 6 ? "h".repeat(1_048_000) : "hog"], maps: [OLD, ...memory(150)] }),
);

interface Told {
  /** The processes that are reported, and those that could not be read; of 500 and above. */
  readonly found: readonly number[];
  readonly missed: readonly number[];
}

async function told(proc: ProcFs, mode: string): Promise<Told> {
  const { stdout } = await runIn(proc, [mode, "--json"]);
  const report: { readonly findings: readonly { pid: number }[]; readonly missed: readonly { pid: number }[] } = JSON
    .parse(stdout);
  const ours = (rows: readonly { pid: number }[]): readonly number[] =>
    rows.map(({ pid }) => pid).filter((pid) => pid >= 500);
  return { found: ours(report.findings), missed: ours(report.missed) };
}

/** Reads files in pieces, as the kernel gives them. */
function inPieces(proc: ProcFs): ProcFs {
  return {
    ...proc,
    async readPieces(path, visit): ReturnType<ProcFs["readPieces"]> {
      const bytes = await proc.read(path);
      if (isFailure(bytes)) return bytes;
      for (let at = 0; at < bytes.length; at += 4096) if (!visit(bytes.subarray(at, at + 4096))) break;
      return undefined;
    },
  };
}

/** Asks the machine itself, and a recording of it. */
async function toldTwice(mode: string, ...said: readonly Said[]): Promise<readonly Told[]> {
  const machine = (): ProcFs => inPieces(procOf(SCANNER, ...HOGS, ...said));
  const { stdout, code } = await runIn(machine(), ["record"]);
  assert.equal(code, 0);
  const { tree } = await parseRecording(encodeText(stdout));
  return [await told(machine(), mode), await told(treeProc(tree), mode)];
}

const FOUND: Told = { found: [500], missed: [] };
const MISSED: Told = { found: [], missed: [500] };

Deno.test("A user who has used up his room has his ordinary processes reported all the same", async () => {
  const ordinary = processOf(500, { argv: ["web"], maps: [...MANY.slice(0, 500), OLD] });
  assert.deepEqual(await toldTwice("lib_users", ordinary), [FOUND, FOUND]);
});

Deno.test("A process is missed and not clean where its maps were not read to the end", async () => {
  const large = processOf(500, { argv: ["web"], maps: [...MANY, OLD] });
  assert.deepEqual(await toldTwice("lib_users", large), [MISSED, MISSED]);
});

Deno.test("A process is missed where what is ignored took all of its room", async () => {
  const busy = processOf(500, { argv: ["web"], maps: [...memory(40), OLD] });
  assert.deepEqual(await toldTwice("lib_users", busy), [MISSED, MISSED]);
});

Deno.test("A process is missed where its descriptors were not all looked at", async () => {
  const fds = Object.fromEntries(Array.from({ length: 9000 }, (_, number) => [number, "/dev/null"]));
  assert.deepEqual(await toldTwice("fd_users", processOf(500, { argv: ["web"], fds })), [MISSED, MISSED]);
});

Deno.test("A process is missed where its table of descriptors is too large to be listed", async () => {
  const table: Said = { read: { "500/status": "Name:\tweb\nFDSize:\t524288\nGroups:\t\n" } };
  assert.deepEqual(await toldTwice("fd_users", processOf(500, { argv: ["web"] }), table), [MISSED, MISSED]);
});

Deno.test("A recording has all of the maps although the descriptors leave no room for them", async () => {
  const logs = Array.from({ length: 6000 }, (_, number) => [number, `/var/log/${number} (deleted)`] as const);
  const proc = procOf(SCANNER, processOf(500, { argv: ["web"], fds: Object.fromEntries(logs), maps: [...MANY, OLD] }));
  const { stdout } = await runIn(inPieces(proc), ["record"]);
  const { tree } = await parseRecording(encodeText(stdout));
  assert.deepEqual(await told(treeProc(tree), "lib_users"), FOUND);
});
