import assert from "node:assert/strict";
import {
  adviseRelease,
  findHeldByMount,
  findHeldFiles,
  findHeldKind,
  heldBytes,
  type HeldKind,
  heldPath,
  mediumOf,
} from "../../lib/advice/disk_space.ts";
import { planServices } from "../../lib/advice/plan.ts";
import type { PlanEntry } from "../../lib/model/advice.ts";
import type { UsedFile } from "../../lib/model/file.ts";
import { finding, library, openFile, service } from "../format/reports.ts";
import { itemOf, NO_CONTEXT, stale } from "./items.ts";

const READ = { flags: 0o100000 };
const WRITE = { flags: 0o100001 };
const READ_WRITE = { flags: 0o100002 };
const APPEND = { flags: 0o102001 };
const UNKNOWN = { flags: undefined };
const KiB = 1024;

const stated = (file: UsedFile, stat: Partial<NonNullable<UsedFile["stat"]>>): UsedFile => ({
  ...file,
  stat: { ...file.stat!, ...stat },
});

/** A file that is mapped and not open. */
function mappedOnly(permissions: string, name = "/srv/a"): UsedFile {
  return { ...openFile(name, 9, 4 * KiB), descriptors: [], mappings: [{ range: "1000-2000", permissions }] };
}

const KINDS: readonly (readonly [what: string, file: UsedFile, kind: HeldKind | undefined])[] = [
  ["a library", library("/a"), undefined],
  ["a log that is appended to", openFile("/var/log/a", 7, KiB, APPEND), "log"],
  ["an empty log that is appended to", openFile("/var/log/a", 7, 0, APPEND), "log"],
  ["a log that is written", openFile("/var/log/a", 7, KiB, WRITE), "log"],
  ["a lock", openFile("/var/lib/a/lock", 7, 0, WRITE), "temporary"],
  ["a database", openFile("/var/lib/a/db", 7, KiB, READ_WRITE), "data"],
  ["the disk of a guest that is sparse", stated(openFile("/srv/a", 7, KiB, READ_WRITE), { blocks: 0 }), "data"],
  ["what is opened in an unknown way", openFile("/srv/a", 7, KiB, UNKNOWN), "data"],
  ["a database with another name", stated(openFile("/srv/a", 7, KiB, READ_WRITE), { nlink: 1 }), "source"],
  ["what is read", openFile("/srv/a", 7, KiB, READ), "source"],
  ["a temporary file", openFile("/tmp/a", 7, KiB, READ_WRITE), "temporary"],
  ["a file that never had a name", openFile("/srv/#7", 7, KiB, READ_WRITE), "temporary"],
  ["a file that is called like one", openFile("/srv/#8", 7, KiB, READ_WRITE), "data"],
  ["data that is only mapped, and written", mappedOnly("rw-s"), "data"],
  ["data that is only mapped, and read", mappedOnly("r--s"), "source"],
  ["a directory", stated(openFile("/srv/a", 7, KiB, READ), { type: "directory" }), "temporary"],
  ["a file of which nothing is known", { ...openFile("/srv/a", 7, KiB, READ_WRITE), stat: undefined }, "data"],
];

for (const [what, file, kind] of KINDS) {
  Deno.test(`findHeldKind() of ${what}`, () => assert.equal(findHeldKind(file), kind));
}

Deno.test("findHeldFiles() has a file of several processes once, as the strictest kind", () => {
  const findings = [
    finding(7, { files: [openFile("/srv/a", 1, KiB, READ), openFile("/srv/b", 2, 4 * KiB, APPEND)] }),
    finding(8, { files: [openFile("/srv/a", 1, KiB, READ_WRITE)] }),
  ];
  const held = findHeldFiles(findings).map(({ name, bytes, kind, holders }) => [name, bytes, kind, holders.length]);
  assert.deepEqual(held, [["/srv/b", 4096, "log", 1], ["/srv/a", 1024, "data", 2]]);
});

const NO_USERS = { users: new Map() };

/** What is advised for a file of a process, in the plan that a unit of this name leads to. */
function advise(file: UsedFile, uid = 0, unit = "web.service", users = NO_USERS): readonly string[] {
  const held = findHeldFiles([finding(7, { uid, cgroup: service(unit), files: [file] })]);
  const plan: readonly PlanEntry[] = planServices(
    [itemOf(service(unit), { processes: [stale(7)], main: { pid: "7", isStale: true } })],
    NO_CONTEXT,
  );
  return adviseRelease(held[0]!, plan, users).map((step) => "argv" in step ? step.argv.join(" ") : step.text);
}

Deno.test("adviseRelease() has the command of the plan, and how to empty a log", () => {
  assert.deepEqual(advise(openFile("/var/log/a", 1, KiB, APPEND)), [
    "systemctl try-restart web.service",
    "or: truncate -s 0 /proc/7/fd/3 empties it, and what is in it is lost",
  ]);
});

Deno.test("adviseRelease() tells that a log that is not appended to becomes sparse", () => {
  assert.match(advise(openFile("/var/log/a", 1, KiB, WRITE))[1]!, /truncate.*sparse/);
});

Deno.test("adviseRelease() has the caution of the plan for a unit that must not be restarted", () => {
  const [first, second] = advise(openFile("/var/log/a", 1, KiB, APPEND), 0, "dbus.service");
  assert.match(first!, /^dbus.service: all that talks over the bus.*reboot/);
  assert.match(second!, /truncate/);
});

Deno.test("adviseRelease() never has root empty what another user holds open", () => {
  assert.match(advise(openFile("/var/log/a", 1, KiB, APPEND), 1000)[1]!, /^or as user 1000: truncate/);
  const users = { users: new Map([[1000, "alice"]]) };
  assert.match(advise(openFile("/var/log/a", 1, KiB, APPEND), 1000, "web.service", users)[1]!, /^or as user alice: /);
});

Deno.test("adviseRelease() tells how to save the only copy, and nothing that ends it", () => {
  assert.deepEqual(advise(openFile("/srv/disk.img", 1, KiB, READ_WRITE)), [
    "it is the only copy, lost when 7 closes it - cp /proc/7/fd/3 FILE saves it",
  ]);
});

Deno.test("adviseRelease() leads to a descriptor that a thread has for itself", () => {
  assert.match(
    advise(openFile("/srv/disk.img", 1, KiB, { ...READ_WRITE, thread: "8" }))[0]!,
    /\/proc\/7\/task\/8\/fd\/3/,
  );
});

Deno.test("adviseRelease() ends nothing for a temporary file", () => {
  assert.deepEqual(advise(openFile("/tmp/a", 1, KiB, READ_WRITE)), ["it is temporary, and goes when 7 closes it"]);
});

for (
  const [kind, action] of [["data", "manual"], ["temporary", "none"]] as const
) {
  Deno.test(`planServices() has no command for a service that holds ${kind} open`, () => {
    const [entry] = planServices(
      [itemOf(service("web.service"), { held: { kind, paths: ["/proc/7/fd/3"] } })],
      NO_CONTEXT,
    );
    assert.deepEqual([entry!.action, entry!.argv], [action, null]);
    if (kind === "data") assert.match(entry!.instead!, /save it .*cp \/proc\/7\/fd\/3/);
  });
}

const LOG = { ...openFile("/var/log/a", 1, 8192), mountPoint: "/var" };
const MAPPED = { ...mappedOnly("rw-s", "/var/lib/b"), mountPoint: "/var" };
const SHARED = { ...openFile("/dev/shm/c", 3, 65_536), fileSystem: "tmpfs", mountPoint: "/dev/shm" };

Deno.test("findHeldByMount() counts a file once, however many processes have it open or mapped", () => {
  const findings = [
    finding(7, { files: [LOG, MAPPED] }),
    finding(8, { files: [LOG] }),
    finding(9, { files: [MAPPED] }),
  ];
  const [mount, ...others] = findHeldByMount(findings);
  assert.deepEqual([mount?.medium, mount?.mountPoint, mount?.bytes, others], ["disk", "/var", 12_288, []]);
  const pids = mount?.files.map(({ holders }) => holders.map(({ process }) => process.pid));
  assert.deepEqual(pids, [["7", "8"], ["7", "9"]]);
});

Deno.test("findHeldByMount() tells memory from disk, and heldBytes() counts disk only", () => {
  const findings = [finding(7, { files: [LOG, SHARED] })];
  assert.deepEqual(findHeldByMount(findings).map(({ medium, bytes }) => [medium, bytes]), [
    ["memory", 65_536],
    ["disk", 8192],
  ]);
  assert.equal(heldBytes(findings), 8192);
});

Deno.test("findHeldByMount() leaves out mapped code, other names and what holds nothing", () => {
  const files = [
    { ...library("/lib/a.so"), stat: LOG.stat },
    stated(LOG, { nlink: 1 }),
    stated(LOG, { blocks: 0 }),
    stated(LOG, { type: "fifo" }),
    { ...LOG, stat: undefined },
  ];
  assert.deepEqual(findHeldByMount([finding(7, { files })]), []);
});

Deno.test("mediumOf() goes by the type of the file system", () => {
  const media = ["ext4", "overlay", "tmpfs", "hugetlbfs", undefined].map((fileSystem) => mediumOf({ fileSystem }));
  assert.deepEqual(media, ["disk", "disk", "memory", "memory", undefined]);
});

Deno.test("heldPath() leads to a descriptor, or else to a mapping", () => {
  assert.equal(heldPath("7", LOG), "/proc/7/fd/3");
  assert.equal(heldPath("7", MAPPED), "/proc/7/map_files/1000-2000");
});
