import assert from "node:assert/strict";
import { type RunOptions, runProgram } from "./program.ts";
import { filesOf, type Report } from "./report.ts";
import { testLive } from "./requirements.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const LANES = "8";
const SCANS = 10;
/** A title is written over the arguments, so they must be long enough. */
const ROOM = "arguments to write a title over";

/**
 * Every short-lived process titles itself `churn X` before it takes a file `X.LANE`. So whoever is said to use such a
 * file must be said to have that title; else the file of one process was given to another one.
 */
function checkAttribution(report: Report, workshop: Workshop): void {
  for (const { command, files } of report.findings) {
    for (const { name } of files) {
      const letter = name.startsWith(workshop.path("churn/")) ? name.at(workshop.path("churn/").length) : undefined;
      if (letter !== undefined) assert.deepEqual([command, files.length], [`churn ${letter}`, 1], name);
    }
  }
}

for (const mode of ["lib_users", "fd_users"]) {
  testLive(`${mode} gives no process the files of another while processes come and go`, [], async () => {
    await using workshop = await openWorkshop();
    await using churn = await workshop.start({ args: [ROOM] });
    await churn.tell(["mkdir", "churn"], ["churn", workshop.path("churn"), LANES, "fresh", "100000"]);
    await scanMany(workshop, mode);
  });

  testLive(
    `${mode} gives no process the files of another while PIDs are used again at once`,
    ["namespaces"],
    async () => {
      await using workshop = await openWorkshop();
      const churn = await workshop.start({ args: [ROOM] });
      await churn.tell(["own-processes"]);
      const daemon = await workshop.start({ args: ["daemon"], inside: churn });
      await daemon.tell(["create", "a"], ["map", "a"], ["open", "a"], ["unlink", "a"]);
      await churn.tell(["mkdir", "churn"], ["churn", workshop.path("churn"), LANES, "reuse", "2000"]);
      for (const { report, stderr } of await scanMany(workshop, mode, { inside: churn })) {
        assert.equal(stderr, "");
        assert.deepEqual(report.missed, []);
        assert.deepEqual(filesOf(report, daemon), [[workshop.path("a"), "removed"]]);
      }
    },
  );
}

async function scanMany(
  workshop: Workshop,
  mode: string,
  options: RunOptions = {},
): Promise<readonly { readonly report: Report; readonly stderr: string }[]> {
  const seen = [];
  for (let scan = 0; scan < SCANS; scan++) {
    const { code, stdout, stderr } = await runProgram([mode, "--all", "--json"], options);
    assert.equal(code, 0, stderr);
    const report: Report = JSON.parse(stdout);
    checkAttribution(report, workshop);
    seen.push({ report, stderr });
  }
  return seen;
}
