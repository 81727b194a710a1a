import { attributeScan } from "../../lib/services/lookup.ts";
import assert from "node:assert/strict";
import type { Scan } from "../../lib/model/scan.ts";
import { type Failure, FAILURES, SandboxError } from "../../lib/procfs/procfs.ts";
import { mapLine, override, processOf, procOf, type Said, SCANNER, statOf, watch } from "../answers.ts";
import { FD_USERS, LIB_USERS, scanFor, shortOf } from "./scans.ts";

const MAPS = [mapLine("/lib/a.so (deleted)")];
const LOG = "/var/log/a (deleted)";

Deno.test("scan() finds who maps what, in the order of the processes", async () => {
  const proc = procOf(
    SCANNER,
    processOf(812, { argv: ["/bin/b"], maps: MAPS }),
    processOf(7, { argv: ["/bin/a", "-x"], maps: [mapLine("/lib/a.so")] }),
    processOf(9, { argv: ["/bin/c"], maps: [...MAPS, mapLine("/lib/c.so (deleted)", { inode: 43 })] }),
  );
  const { mode, processes, unreadable, findings } = await scanFor(proc);
  assert.deepEqual([mode, processes, unreadable], ["lib_users", 3, []]);
  assert.deepEqual(shortOf(findings), [
    ["812", "/bin/b", "/lib/a.so removed"],
    ["9", "/bin/c", "/lib/a.so removed", "/lib/c.so removed"],
  ]);
});

Deno.test("scan() finds who holds what open", async () => {
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps: MAPS, fds: { 1: LOG, 2: LOG, 3: "/b (deleted)" } }));
  const { mode, findings } = await scanFor(proc, FD_USERS);
  assert.equal(mode, "fd_users");
  assert.deepEqual(shortOf(findings), [["7", "a", "/var/log/a removed", "/var/log/a removed", "/b removed"]]);
});

Deno.test("scan() keeps the order of the processes, whoever answers first", async () => {
  const proc = procOf(SCANNER, ...[3, 1, 2].map((pid) => processOf(pid, { argv: [`p${pid}`], maps: MAPS })));
  const slow = override(proc, {
    async read(path): Promise<Uint8Array | Failure> {
      for (let turn = 0; path.startsWith("3/") && turn < 100; turn++) await Promise.resolve();
      return await proc.read(path);
    },
  });
  assert.deepEqual(shortOf((await scanFor(slow)).findings).map(([pid]) => pid), ["3", "1", "2"]);
});

Deno.test("scan() does not look at itself", async () => {
  const asked: string[] = [];
  const proc = procOf(SCANNER, processOf(99, { argv: ["deno"], maps: MAPS, fds: { 3: LOG } }), processOf(7));
  const watched = watch(proc, (_, path) => asked.push(path));
  for (const mode of [LIB_USERS, FD_USERS]) {
    const { processes, findings } = await scanFor(watched, mode);
    assert.deepEqual([processes, findings], [1, []]);
  }
  assert.deepEqual(asked.filter((path) => path.startsWith("99") || path.startsWith("thread-self")), []);
  assert.equal(asked.includes("7/maps") && asked.includes("7/fd"), true);
});

Deno.test("scan() looks only at the processes that it is told to", async () => {
  const proc = procOf(SCANNER, ...[7, 8, 9].map((pid) => processOf(pid, { argv: [`p${pid}`], maps: MAPS })));
  const { processes, findings } = await scanFor(proc, LIB_USERS, { pids: ["9", "7", "5", "99"] });
  assert.deepEqual([processes, shortOf(findings).map(([pid]) => pid)], [2, ["7", "9"]]);
});

Deno.test("scan() counts each process that could not be looked into, by the reason", async () => {
  const failures: Said = {
    read: {
      "1/maps": FAILURES.denied,
      "2/maps": FAILURES.stuck,
      "3/maps": FAILURES.unreadable,
      "4/maps": FAILURES.gone,
    },
  };
  const processes = [1, 2, 3, 4, 5].map((pid) => processOf(pid, { argv: ["a"], maps: MAPS }));
  const found = await scanFor(procOf(SCANNER, ...processes, failures));
  assert.equal(found.processes, 5);
  assert.deepEqual(found.unreadable, [
    { pid: "1", failure: "denied" },
    { pid: "2", failure: "stuck" },
    { pid: "3", failure: "unreadable" },
  ]);
  assert.deepEqual(shortOf(found.findings), [["5", "a", "/lib/a.so removed"]]);
});

Deno.test("scan() counts a process once, and reports what could be read of it", async () => {
  const denied: Said = { link: { "7/fd/4": FAILURES.unreadable, "7/fd/5": FAILURES.unreadable } };
  const stat: Said = { stat: { "7/fd/4": FAILURES.denied, "7/fd/5": FAILURES.denied } };
  const process = processOf(7, { argv: ["a"], fds: { 3: LOG, 4: "", 5: "" } });
  const { unreadable, findings } = await scanFor(procOf(SCANNER, process, denied, stat), FD_USERS);
  assert.deepEqual(unreadable, [{ pid: "7", failure: "denied" }]);
  assert.deepEqual(shortOf(findings), [["7", "a", "/var/log/a removed"]]);
});

Deno.test("scan() reports a process of which only the maps may be read", async () => {
  const denied: Said = {
    read: { "7/cmdline": FAILURES.denied, "7/stat": FAILURES.denied, "7/mountinfo": FAILURES.denied },
    link: { "7/ns/mnt": FAILURES.denied, "7/root": FAILURES.denied },
  };
  const { unreadable, findings } = await scanFor(procOf(SCANNER, processOf(7, { maps: MAPS }), denied));
  assert.deepEqual(unreadable, []);
  assert.deepEqual(shortOf(findings), [["7", "[?]", "/lib/a.so unknown"]]);
});

Deno.test("scan() keeps what the rules and the user ignore, with the reason", async () => {
  const maps = [
    mapLine("/memfd:x (deleted)", { device: "00:01" }),
    mapLine("/lib/u.so (deleted)", { inode: 44 }),
  ];
  const { findings } = await scanFor(procOf(SCANNER, processOf(7, { maps })), LIB_USERS, {
    ignoredByUser: (name) => name === "/lib/u.so" ? { rule: "ignore-literal", reason: name, byUser: true } : undefined,
  });
  assert.deepEqual(findings[0]?.files.map(({ ignored }) => ignored?.rule), ["memfd", "ignore-literal"]);
});

const DETAILS: Said = {
  read: {
    "7/status": "Name:\ta\nPPid:\t1\nUid:\t33\t33\t33\t33\n",
    "7/cgroup": "0::/system.slice/ssh.service\n",
    "stat": "cpu 1\nbtime 1700000000\n",
    "self/root/etc/passwd": "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/:/bin/false\n",
  },
};

Deno.test("attributeScan() finds out to whom and to what a process belongs", async () => {
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps: MAPS }), DETAILS);
  const { findings, booted, users } = await attributeScan(proc, await scanFor(proc, LIB_USERS, { details: true }));
  assert.deepEqual([findings[0]?.process.uid, findings[0]?.process.service?.label], [33, "ssh.service"]);
  assert.equal(booted, 1_700_000_000_000);
  assert.equal(users.get(33), "www-data");
});

Deno.test("scan() reads no details unless asked", async () => {
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps: MAPS }), DETAILS);
  const asked: string[] = [];
  const watched = override(proc, { read: (path) => void asked.push(path) });
  const found: Scan = await scanFor(watched);
  assert.deepEqual([found.findings[0]?.process.uid, found.findings[0]?.process.service], [undefined, undefined]);
  assert.equal(found.users.size, 0);
  assert.deepEqual(asked, ["self/stat", "stat", "7/maps", "7/personality", "7/cmdline", "7/stat", "self/mountinfo"]);
});

Deno.test("scan() reads no more than the maps of a process that holds nothing", async () => {
  const asked: string[] = [];
  const proc = procOf(SCANNER, processOf(7, { argv: ["a"], maps: [mapLine("/lib/a.so")] }));
  const watched = override(proc, {
    read: (path) => void asked.push(path),
    stat: (path) => {
      throw new RangeError(`Unexpected stat: "${path}"`);
    },
  });
  assert.deepEqual((await scanFor(watched)).findings, []);
  assert.deepEqual(asked, ["self/stat", "stat", "7/maps"]);
});

Deno.test("scan() tells how far it is, of each process once it has been read", async () => {
  const proc = procOf(SCANNER, processOf(7, { maps: MAPS }), processOf(8), processOf(9));
  const told: string[] = [];
  const watched = override(proc, {
    async read(path): Promise<Uint8Array | Failure> {
      const answer = await proc.read(path);
      if (path.endsWith("/maps")) told.push(path);
      return answer;
    },
  });
  await scanFor(watched, LIB_USERS, { onProgress: (done, total) => told.push(`${done} of ${total}`) });
  assert.deepEqual(told.filter((text) => text.includes("of")), ["1 of 3", "2 of 3", "3 of 3"]);
  assert.deepEqual(told.slice(0, 1), ["7/maps"]);
});

Deno.test("scan() throws where the processes cannot be listed", async () => {
  const proc = override(procOf(SCANNER), { list: () => FAILURES.denied });
  await assert.rejects(scanFor(proc), { name: "ScanError", message: "Cannot list the processes: denied" });
});

Deno.test("scan() passes on that the sandbox refuses, from whichever process", async () => {
  const proc = procOf(SCANNER, processOf(7, { maps: MAPS }), processOf(8, { maps: MAPS }));
  const refusing = override(proc, {
    read: (path) => path === "8/maps" ? Promise.reject(new SandboxError("refused")) : undefined,
  });
  await assert.rejects(scanFor(refusing), { name: "SandboxError", message: "refused" });
});

Deno.test("scan() gives up on nothing where the procfs says nothing of the scanner", async () => {
  const proc = procOf(processOf(7, { argv: ["a"], maps: MAPS }), { stat: { "7/root/lib/a.so": statOf({ inode: 9 }) } });
  assert.deepEqual(shortOf((await scanFor(proc)).findings), [["7", "a", "/lib/a.so replaced"]]);
});
