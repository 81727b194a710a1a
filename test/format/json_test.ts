import type { Report } from "../../lib/model/report.ts";
import assert from "node:assert/strict";
import { findService } from "../../lib/services/service.ts";
import { statOf } from "../answers.ts";
import { fileOf, findingOf, IGNORED } from "../scan/findings.ts";
import { formatJson } from "../../lib/format/json.ts";
import { finding, jsonOf, library, ONE_HOST, openFile, reportOf } from "./reports.ts";

function parsed(parts: Parameters<typeof reportOf>[0]): ReturnType<typeof JSON.parse> {
  return JSON.parse(jsonOf(reportOf(parts)));
}

Deno.test("formatJson() tells of the machine and of the scan", () => {
  const document = parsed({ unreadable: [{ pid: "5", failure: "denied" }, { pid: "6", failure: "stuck" }] });
  assert.deepEqual(document, {
    format: "lib_users report",
    version: 1,
    mode: "lib_users",
    host: "server",
    kernel: "6.12.0",
    uid: 0,
    time: "2026-03-14T09:26:53.500Z",
    source: "/proc",
    processes: 240,
    duration: 0.1234,
    hidden: false,
    blindness: [],
    packages: null,
    missed: [{ pid: 5, failure: "denied" }, { pid: 6, failure: "stuck" }],
    findings: [],
    ignored: [],
    plan: [],
    reboot: { needed: null, reasons: [] },
    space: [],
  });
});

Deno.test("formatJson() tells all about a process and a library", () => {
  const owner = findService({ cgroup: "/system.slice/ssh.service", uid: 0, ancestors: [] });
  const told = { arguments: ["sshd", "a b"], name: "sshd", parent: "1", started: 4711, uid: 33, service: owner };
  const file = fileOf("/lib/a.so", {
    note: "a note",
    stat: statOf({ size: 3, blocks: 8 }),
    staleSince: 1_773_400_000_000,
  });
  const owners = { state: "listed", packages: ["libc6:amd64"] } as const;
  const packages = { database: "dpkg", problem: undefined, files: new Map([["/lib/a.so", owners]]) } as const;
  const { findings } = JSON.parse(jsonOf({ ...reportOf({ findings: [findingOf("7", told, [file])] }), packages }));
  assert.deepEqual(findings, [{
    pid: 7,
    command: "sshd a b",
    arguments: ["sshd", "a b"],
    truncated: [],
    name: "sshd",
    parent: 1,
    started: "2026-03-08T20:00:47.110Z",
    uid: 33,
    user: "www-data",
    owner: JSON.parse(JSON.stringify(owner)),
    files: [{
      name: "/lib/a.so",
      note: "a note",
      state: "replaced",
      executable: true,
      staleSince: "2026-03-13T11:06:40.000Z",
      device: "8:1",
      inode: "42",
      type: "file",
      links: 0,
      size: 3,
      held: 4096,
      medium: "disk",
      fileSystem: "ext4",
      mountPoint: "/",
      mappings: [{ range: "7f0000000000-7f0000001000", permissions: "r-xp" }],
      descriptors: [],
      ignored: null,
      packages: { state: "listed", names: ["libc6:amd64"] },
    }],
  }]);
});

Deno.test("formatJson() says null where something is not known", () => {
  const told = { arguments: [], name: "?", parent: undefined, started: undefined };
  const file = fileOf("/a", { device: undefined, inode: undefined, mappings: [], state: "unknown" });
  const { findings: [finding] } = parsed({ findings: [findingOf("7", told, [file])] });
  const { command, parent, started, uid, user, owner, files: [told0] } = finding;
  assert.deepEqual([command, parent, started, uid, user, owner], ["[?]", null, null, null, null, null]);
  const { note, staleSince, device, inode, type, links, size, held, ignored } = told0;
  assert.deepEqual([note, staleSince, device, inode, type, links, size, held, ignored], Array(9).fill(null));
});

Deno.test("formatJson() tells all about descriptors", () => {
  const descriptors = [
    { number: "3", thread: undefined, offset: 12, flags: 0o102001 },
    { number: "10", thread: "8", offset: undefined, flags: undefined },
  ];
  const { findings } = parsed({ findings: [findingOf("7", {}, [fileOf("/a", { mappings: [], descriptors })])] });
  assert.deepEqual(findings[0].files[0].descriptors, [
    { number: 3, thread: null, offset: 12, flags: 33_793 },
    { number: 10, thread: 8, offset: null, flags: null },
  ]);
});

Deno.test("formatJson() advises how to get space back, each file once", () => {
  const log = openFile("/var/log/a.log", 42, 8192);
  const disk = openFile("/srv/disk.img", 43, 4096, { flags: 0o100002 });
  const { space } = parsed({
    findings: [finding(7, { uid: 0, files: [log, disk] }), finding(8, { uid: 0, files: [log] })],
    more: { plan: [] },
  });
  assert.deepEqual(space, [{
    name: "/var/log/a.log",
    held: 8192,
    medium: "disk",
    mountPoint: "/",
    kind: "log",
    holders: [{ pid: 7, path: "/proc/7/fd/3" }, { pid: 8, path: "/proc/8/fd/3" }],
    advice: [
      { argv: null, text: "have 7,8 close or reopen it" },
      { argv: null, text: "or: truncate -s 0 /proc/7/fd/3 empties it, and what is in it is lost" },
    ],
  }, {
    name: "/srv/disk.img",
    held: 4096,
    medium: "disk",
    mountPoint: "/",
    kind: "data",
    holders: [{ pid: 7, path: "/proc/7/fd/3" }],
    advice: [{ argv: null, text: "it is the only copy, lost when 7 closes it - cp /proc/7/fd/3 FILE saves it" }],
  }]);
});

Deno.test("formatJson() tells what is left out, and by which rule", () => {
  const found = [findingOf("7", {}, [fileOf("/memfd:x", { ignored: IGNORED.rule }), fileOf("/a")])];
  const report: Report = { ...reportOf({ findings: found }), findings: [findingOf("7", {}, [fileOf("/a")])] };
  const { findings, ignored } = JSON.parse(jsonOf(report));
  assert.deepEqual(findings[0].files.map((file: { readonly name: string }) => file.name), ["/a"]);
  assert.deepEqual(ignored, [{ pid: 7, name: "/memfd:x", rule: "memfd", reason: "memory" }]);
});

Deno.test("formatJson() writes the rule beside a file that is shown all the same", () => {
  const { findings } = parsed({ findings: [findingOf("7", {}, [fileOf("/a", { ignored: IGNORED.rule })])] });
  assert.deepEqual(findings[0].files[0].ignored, { rule: "memfd", reason: "memory" });
});

Deno.test("formatJson() writes the bytes of a text beside it that is not UTF-8", () => {
  const told = { arguments: ["a\udcff"], name: "\udcfe" };
  const { findings: [finding], ignored } = parsed({
    findings: [findingOf("7", told, [fileOf("/\udcff", { ignored: IGNORED.rule })])],
  });
  assert.deepEqual([finding.command, finding.commandHex], ["a\\377", "61ff"]);
  assert.deepEqual([finding.name, finding.nameHex], ["\\376", "fe"]);
  assert.deepEqual(finding.arguments, ["a\\377"]);
  assert.deepEqual([finding.files[0].name, finding.files[0].nameHex], ["/\\377", "2fff"]);
  assert.deepEqual([ignored[0].name, ignored[0].nameHex], ["/\\377", "2fff"]);
});

Deno.test("formatJson() writes no bytes beside a text that is UTF-8", () => {
  const { findings: [finding] } = parsed({ findings: [findingOf("7", { arguments: ["é\n"] }, [fileOf("/\u202e")])] });
  assert.deepEqual([finding.command, "commandHex" in finding, "nameHex" in finding], ["é", false, false]);
  assert.deepEqual([finding.files[0].name, "nameHex" in finding.files[0]], ["/\u202e", false]);
});

Deno.test("formatJson() writes nothing that drives a terminal, and stays well-formed", () => {
  const hostile = '\0\x1b[2J\x07\x7f\x80\x9b\u061c\u200b\u200e\u2028\u2029\u202e\u2066\udcff\\"\n';
  const told = { arguments: [hostile], name: hostile };
  const report = reportOf({ findings: [findingOf("7", told, [fileOf(hostile, { note: hostile })])] });
  const text = jsonOf({ ...report, header: { ...report.header, host: hostile, kernel: hostile } });
  assert.equal(text.isWellFormed(), true);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/);
  const { host, findings: [finding] } = JSON.parse(text);
  const shown = hostile.replace("\udcff", "\\377");
  assert.deepEqual([host, finding.name, finding.files[0].note], [shown, shown, shown]);
});

Deno.test("formatJson() says null for a time that no calendar has", () => {
  const { findings: [finding] } = parsed({
    findings: [findingOf("7", { started: 8e15 }, [fileOf("/a", { staleSince: 1e300 })])],
  });
  assert.deepEqual([finding.started, finding.files[0].staleSince], [null, null]);
});

Deno.test("formatJson() ends with a newline, and is indented for people", () => {
  const text = jsonOf(reportOf({}));
  assert.equal(text.startsWith('{\n  "format": "lib_users report",\n  "version": 1,\n'), true);
  assert.equal(text.endsWith("\n}\n"), true);
});

Deno.test("formatJson() writes each process for itself, so that there may be any number of them", () => {
  const findings = Array.from({ length: 50 }, (_, index) => finding(index + 1, { files: [library("/lib/a.so")] }));
  const pieces = [...formatJson([reportOf({ findings })], ONE_HOST)];
  assert.equal(pieces.filter((piece) => /"pid": [0-9]+,/.test(piece)).length, 50);
  assert.deepEqual(JSON.parse(pieces.join("")).findings.length, 50);
});
