import assert from "node:assert/strict";
import { describeNothing, describeUnreadable } from "../../lib/cli/warnings.ts";
import type { Scan, UnreadableProcess } from "../../lib/model/scan.ts";
import type { Mode } from "../../lib/scan/modes.ts";
import { FD_USERS, LIB_USERS } from "../scan/scans.ts";

function scanOf(mode: Mode, processes: number, failures: readonly UnreadableProcess["failure"][]): Scan {
  const unreadable = failures.map((failure, index) => ({ pid: String(100 + index), failure }));
  return { mode: mode.name, processes, unreadable, notFound: [], findings: [], booted: undefined, users: new Map() };
}

function warnings(
  failures: readonly UnreadableProcess["failure"][],
  { mode = LIB_USERS, processes = 240, uid = 1000 }: {
    readonly mode?: Mode;
    readonly processes?: number;
    readonly uid?: number | null;
  } = {},
): readonly string[] {
  const header = { host: "a", kernel: "6.1", uid, time: "2026-03-14T09:26:53.000Z" };
  return describeUnreadable({ scan: scanOf(mode, processes, failures), mode: mode.name, header, blindness: [] });
}

const TAKES = "; it takes CAP_SYS_PTRACE in their user namespace, and a security module may still forbid it";

Deno.test("describeUnreadable() says nothing where all could be seen", () => {
  assert.deepEqual(warnings([]), []);
  assert.deepEqual(warnings([], { uid: null }), []);
});

Deno.test("describeUnreadable() counts what could not be read, and advises to run as root", () => {
  assert.deepEqual(warnings(["denied", "unreadable", "denied"]), [
    "warning: could not read the map files of 3 of 240 processes; run as root to see them all",
  ]);
  assert.deepEqual(warnings(["denied"], { mode: FD_USERS, processes: 1, uid: null }), [
    "warning: could not read the open files of 1 of 1 process; run as root to see them all",
  ]);
});

Deno.test("describeUnreadable() does not advise root to become root", () => {
  assert.deepEqual(warnings(["denied"], { uid: 0 }), [
    `warning: could not read the map files of 1 of 240 processes: 100 (denied)${TAKES}`,
  ]);
  assert.deepEqual(warnings(["unreadable"], { uid: 0 }), [
    "warning: could not read the map files of 1 of 240 processes: 100 (unreadable)",
  ]);
});

Deno.test("describeUnreadable() tells root which processes could not be read, and why", () => {
  assert.deepEqual(warnings(["denied", "unreadable"], { uid: 0 }), [
    `warning: could not read the map files of 2 of 240 processes: 100 (denied),101 (unreadable)${TAKES}`,
  ]);
  const pids = "100,101,102,103,104,105,106,107,108,109 and 2 more (denied)";
  assert.deepEqual(warnings(Array(12).fill("denied"), { uid: 0 }), [
    `warning: could not read the map files of 12 of 240 processes: ${pids}${TAKES}`,
  ]);
});

Deno.test("describeUnreadable() names the processes that did not answer", () => {
  assert.deepEqual(warnings(["stuck"], { uid: 0 }), ["warning: 1 process did not answer: 100"]);
  assert.deepEqual(warnings(["stuck", "denied", "stuck"], { uid: 0 }), [
    `warning: could not read the map files of 1 of 240 processes: 101 (denied)${TAKES}`,
    "warning: 2 processes did not answer: 100,102",
  ]);
});

Deno.test("describeNothing() says how many processes were looked at, not counting those that could not be", () => {
  assert.equal(describeNothing(scanOf(LIB_USERS, 240, []), LIB_USERS), "no deleted libraries in 240 processes");
  assert.equal(describeNothing(scanOf(FD_USERS, 3, ["denied", "stuck"]), FD_USERS), "no deleted files in 1 process");
});

Deno.test("describeUnreadable() says that processes may not even be listed", () => {
  const header = { host: "a", kernel: "6.1", uid: 1000, time: "2026-03-14T09:26:53.000Z" };
  assert.deepEqual(
    describeUnreadable({ scan: scanOf(LIB_USERS, 3, []), mode: LIB_USERS.name, header, blindness: ["hidepid"] }),
    [
      "warning: the processes of other users are hidden (hidepid); run as root of the host to see them all",
    ],
  );
});
