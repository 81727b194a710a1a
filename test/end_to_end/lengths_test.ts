import assert from "node:assert/strict";
import { findingOf, scanReport } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop } from "./workshop.ts";

/** In bytes. A link and its mark fit in 4,095, as does a path that is an argument. */
const LENGTHS = [4085, 4086, 4095, 4096, 6000];

testLive("lib_users and fd_users show names of any length", [], async (context) => {
  await using workshop = await openWorkshop();
  for (const length of LENGTHS) {
    await context.step(`of ${length} bytes`, async () => {
      const holder = await workshop.start({ directory: String(length) });
      const directory = workshop.path(String(length));
      const room = length - directory.length;
      const [step, steps] = ["d".repeat(200), Math.floor((room - 50) / 201)];
      const last = "l".repeat(room - 201 * steps - 1);
      await holder.tell(["descend", step, String(steps)], ["create", last], ["map", last], ["open", last]);
      await holder.tell(["unlink", last]);
      const name = `${directory}/${`${step}/`.repeat(steps)}${last}`;
      assert.equal(name.length, length);
      for (const mode of ["lib_users", "fd_users"]) {
        const files = findingOf(await scanReport([mode]), holder)?.files ?? [];
        assert.deepEqual(files.map((file) => file.name), [name]);
      }
    });
  }
});

testLive("fd_users reports an open file even where nothing tells its name", [], async () => {
  await using workshop = await openWorkshop();
  const holder = await workshop.start();
  await holder.tell(["descend", "d".repeat(200), "21"], ["create", "a"], ["open", "a"], ["unlink", "a"]);
  await holder.tell(["create", "kept"], ["open", "kept"]);
  const files = findingOf(await scanReport(["fd_users"]), holder)!.files;
  assert.deepEqual(files.map(({ name, note }) => [name, note]), [
    [`/proc/${holder.pid}/fd/3`, "the name itself cannot be read"],
  ]);
});
