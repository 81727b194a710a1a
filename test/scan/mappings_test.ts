import assert from "node:assert/strict";
import { encodeText } from "../../lib/base/bytes.ts";
import { FAILURES, type ProcFs } from "../../lib/procfs/procfs.ts";
import { NOTHING, readMappedFiles } from "../../lib/scan/mappings.ts";
import { newAllowance } from "../../lib/scan/budget.ts";
import { mapLine, processOf, procOf } from "../answers.ts";

Deno.test("readMappedFiles() gives one entry a file, with all its mappings", async () => {
  const proc = procOf(processOf(7, {
    maps: [
      mapLine("/lib/a.so (deleted)", { range: "00400000-00401000", permissions: "r--p" }),
      mapLine("/lib/b.so"),
      mapLine("/lib/c.so (deleted)", { inode: 43, device: "fd:00" }),
      mapLine("/lib/a.so (deleted)", { range: "00401000-00402000", permissions: "r-xp" }),
    ],
  }));
  assert.deepEqual((await readMappedFiles(proc, "7")).files, [
    {
      name: "/lib/a.so",
      procPath: "7/map_files/400000-401000",
      device: "8:1",
      mountId: undefined,
      inode: "42",
      isProgram: false,
      mappings: [
        { range: "400000-401000", permissions: "r--p" },
        { range: "401000-402000", permissions: "r-xp" },
      ],
      descriptors: [],
    },
    {
      name: "/lib/c.so",
      procPath: "7/map_files/7f0000000000-7f0000001000",
      device: "253:0",
      mountId: undefined,
      inode: "43",
      isProgram: false,
      mappings: [{ range: "7f0000000000-7f0000001000", permissions: "r-xp" }],
      descriptors: [],
    },
  ]);
});

Deno.test("readMappedFiles() keeps files apart that share a name", async () => {
  const proc = procOf(processOf(7, {
    maps: [
      mapLine("/lib/a.so (deleted)", { inode: 42 }),
      mapLine("/lib/a.so (deleted)", { inode: 43 }),
      mapLine("/lib/a.so (deleted)", { inode: 42, device: "08:02" }),
    ],
  }));
  const { files } = await readMappedFiles(proc, "7");
  assert.deepEqual(files.map(({ device, inode }) => `${device} ${inode}`), ["8:1 42", "8:1 43", "8:2 42"]);
});

Deno.test("readMappedFiles() finds nothing where nothing is marked", async () => {
  assert.deepEqual(await readMappedFiles(procOf(processOf(7, { maps: [mapLine("/lib/a.so")] })), "7"), NOTHING);
});

Deno.test("readMappedFiles() passes on why the maps could not be read", async (t) => {
  for (const failure of Object.values(FAILURES)) {
    await t.step(failure.failure, async () => {
      const read = await readMappedFiles(procOf({ read: { "7/maps": failure } }), "7");
      assert.deepEqual(read, { ...NOTHING, problem: failure });
    });
  }
});

Deno.test("readMappedFiles() reads the maps of a thread where the leader has exited", async () => {
  const proc = procOf(processOf(7, { state: "Z" }), {
    list: { "7/task": ["7", "8", "6", "9"] },
    read: {
      "7/task/8/maps": FAILURES.gone,
      "7/task/6/maps": "",
      "7/task/9/maps": `${mapLine("/lib/a.so (deleted)")}\n`,
    },
  });
  const { files } = await readMappedFiles(proc, "7");
  // Only the directory of the thread itself has `map_files`, not the one in `task`.
  assert.deepEqual(files.map(({ name, procPath }) => [name, procPath]), [
    ["/lib/a.so", "9/map_files/7f0000000000-7f0000001000"],
  ]);
});

Deno.test("readMappedFiles() finds nothing in a zombie or a kernel thread", async () => {
  const threads = { list: { "7/task": ["7", "8"] }, read: { "7/task/8/maps": "" } };
  assert.deepEqual(await readMappedFiles(procOf(processOf(7)), "7"), NOTHING);
  assert.deepEqual(await readMappedFiles(procOf(processOf(7), threads), "7"), NOTHING);
});

Deno.test("readMappedFiles() reads no more once there is no room", async () => {
  const lines = Array.from({ length: 100 }, (_, number) => mapLine(`/lib/${number}.so (deleted)`, { inode: number }));
  const proc = procOf(processOf(7));
  let pieces = 0;
  const inPieces: ProcFs = {
    ...proc,
    readPieces(_path, visit): Promise<undefined> {
      for (const line of lines) {
        pieces++;
        if (!visit(encodeText(`${line}\n`))) break;
      }
      return Promise.resolve(undefined);
    },
  };
  const allowance = newAllowance({ command: 100, room: 5000 });
  const { files } = await readMappedFiles(inPieces, "7", allowance);
  assert.equal(files.length, pieces - 1);
  assert.ok(files.length > 3 && files.length < 10, `${files.length}`);
  assert.deepEqual([...allowance.truncated], ["files"]);
});

Deno.test("readMappedFiles() counts each mapping of a file, also those that it does not keep", async () => {
  const taken: number[] = [];
  for (const count of [100, 2000]) {
    const maps = Array<string>(count).fill(mapLine("/lib/a.so (deleted)"));
    const allowance = newAllowance({ command: 100, room: 12_000 });
    const { files: [file] } = await readMappedFiles(procOf(processOf(7, { maps })), "7", allowance);
    assert.equal(file?.mappings.length, 100);
    assert.equal(allowance.isFull(), false);
    taken.push(allowance.taken());
  }
  assert.ok(taken[1]! > taken[0]! + 2000, `${taken}`);
});
