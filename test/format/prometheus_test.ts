import assert from "node:assert/strict";
import type { FilePackages } from "../../lib/model/package.ts";
import type { Report } from "../../lib/model/report.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, openFile, prometheusOf, reportOf, service, userUnit } from "./reports.ts";

const SSL = library("/usr/lib/libssl.so.3");
const ZLIB = library("/usr/lib/libz.so.1.2.13");
const ID = "0123456789abcdef".repeat(4);

/** The samples of one metric, without its name and the mode. */
function samplesOf(metric: string, report: Report): readonly string[] {
  const start = `lib_users_${metric}{mode="${report.mode}"`;
  return prometheusOf(report).split("\n").filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length).replace(/^[,}]/, ""));
}

Deno.test("formatPrometheus() has every metric, with a zero where there is nothing", () => {
  const text = prometheusOf(reportOf({ unreadable: [{ pid: "5", failure: "denied" }] }));
  assert.deepEqual(text.split("\n").filter((line) => !line.startsWith("# HELP ")), [
    "# TYPE lib_users_stale_processes gauge",
    'lib_users_stale_processes{mode="lib_users",unit="",container=""} 0',
    "# TYPE lib_users_stale_system_processes gauge",
    'lib_users_stale_system_processes{mode="lib_users"} 0',
    "# TYPE lib_users_stale_sessions gauge",
    'lib_users_stale_sessions{mode="lib_users"} 0',
    "# TYPE lib_users_stale_file_processes gauge",
    'lib_users_stale_file_processes{mode="lib_users",package="",file=""} 0',
    "# TYPE lib_users_held_bytes gauge",
    'lib_users_held_bytes{mode="lib_users"} 0',
    "# TYPE lib_users_unit_held_bytes gauge",
    'lib_users_unit_held_bytes{mode="lib_users",unit="",container=""} 0',
    "# TYPE lib_users_processes gauge",
    'lib_users_processes{mode="lib_users"} 240',
    "# TYPE lib_users_unreadable_processes gauge",
    'lib_users_unreadable_processes{mode="lib_users",reason="denied"} 1',
    'lib_users_unreadable_processes{mode="lib_users",reason="stuck"} 0',
    'lib_users_unreadable_processes{mode="lib_users",reason="unreadable"} 0',
    "# TYPE lib_users_hidden_processes gauge",
    'lib_users_hidden_processes{mode="lib_users"} 0',
    "# TYPE lib_users_scan_duration_seconds gauge",
    'lib_users_scan_duration_seconds{mode="lib_users"} 0.1234',
    "# TYPE lib_users_scan_timestamp_seconds gauge",
    'lib_users_scan_timestamp_seconds{mode="lib_users"} 1773480413.5',
    "# TYPE lib_users_build_info gauge",
    'lib_users_build_info{mode="lib_users",version="1.2.3"} 1',
    "",
  ]);
});

Deno.test("formatPrometheus() has one help for both modes, as the collector wants it", () => {
  const [libs, fds] = (["lib_users", "fd_users"] as const).map((mode) =>
    prometheusOf(reportOf({ mode })).split("\n").filter((line) => line.startsWith("# "))
  );
  assert.deepEqual(libs, fds);
});

Deno.test("formatPrometheus() leaves out a time that is none", () => {
  const header = { host: "server", kernel: "", uid: 0, time: "yesterday" };
  assert.equal(prometheusOf(reportOf({ more: { header } })).includes("timestamp"), false);
});

Deno.test("formatPrometheus() counts by unit and container, the system's first", () => {
  const findings = [
    finding(2, { uid: 1000, cgroup: userUnit(1000, "nginx.service"), files: [SSL] }),
    finding(3, { uid: 1000, cgroup: "/user.slice/user-1000.slice/session-3.scope", files: [SSL] }),
    finding(4, { uid: 1000, cgroup: userUnit(1000, "x.service"), files: [SSL] }),
    finding(5, { uid: 0, cgroup: service("nginx.service"), files: [SSL, ZLIB] }),
    finding(6, { uid: 33, cgroup: service("nginx.service"), files: [SSL] }),
    finding(7, { uid: 100_000, cgroup: service(`docker-${ID}.scope`), files: [SSL] }),
    finding(8, { uid: 0, files: [SSL] }),
  ];
  assert.deepEqual(samplesOf("stale_processes", reportOf({ findings })), [
    'unit="nginx.service",container=""} 2',
    'unit="",container=""} 1',
    'unit="user-1000.slice",container=""} 2',
    'unit="",container="0123456789ab"} 1',
  ]);
  assert.deepEqual(samplesOf("stale_system_processes", reportOf({ findings })), [" 3"]);
  assert.deepEqual(samplesOf("stale_sessions", reportOf({ findings })), [" 1"]);
});

Deno.test("formatPrometheus() tells since when the oldest file in use is stale", () => {
  const younger = { ...SSL, staleSince: 1_773_400_500_000 };
  const unknown = { ...SSL, staleSince: undefined };
  const findings = [finding(2, { uid: 0, files: [younger, SSL, unknown] }), finding(3, { uid: 0, files: [younger] })];
  assert.deepEqual(samplesOf("oldest_stale_timestamp_seconds", reportOf({ findings })), [" 1773400000"]);
  const none = reportOf({ findings: [finding(2, { uid: 0, files: [unknown] })] });
  assert.deepEqual(samplesOf("oldest_stale_timestamp_seconds", none), []);
});

/** Advice about a reboot, and the samples of it. */
const REBOOTS: readonly (readonly [Report["reboot"], readonly string[]])[] = [
  [undefined, []],
  [{ needed: null, reasons: [] }, []],
  [{ needed: false, reasons: [] }, ['reason=""} 0']],
  [{ needed: true, reasons: ["the kernel 6.2 is installed", 'a "quoted" one'] }, [
    'reason="the kernel 6.2 is installed"} 1',
    'reason="a \\"quoted\\" one"} 1',
  ]],
];

for (const [reboot, samples] of REBOOTS) {
  Deno.test(`formatPrometheus() tells whether to reboot, and why: ${JSON.stringify(reboot?.needed)}`, () => {
    assert.deepEqual(samplesOf("reboot_required", reportOf({ more: { reboot } })), samples);
  });
}

Deno.test("formatPrometheus() has at most ten reasons for a reboot", () => {
  const reasons = Array.from({ length: 50 }, (_, index) => `reason ${index}`);
  assert.equal(samplesOf("reboot_required", reportOf({ more: { reboot: { needed: true, reasons } } })).length, 10);
});

Deno.test("formatPrometheus() says that processes are hidden", () => {
  assert.deepEqual(samplesOf("hidden_processes", reportOf({ more: { blindness: ["hidepid"] } })), [" 1"]);
});

Deno.test("formatPrometheus() counts by package, and by file where none is known", () => {
  const files = new Map<string, FilePackages>([
    [SSL.name, { state: "listed", packages: ["libssl3:amd64"] }],
    ["/usr/lib/libcrypto.so.3", { state: "guessed", packages: ["libssl3:amd64"] }],
    [ZLIB.name, { state: "unowned", packages: [] }],
  ]);
  const findings = [
    finding(2, { uid: 0, files: [SSL, library("/usr/lib/libcrypto.so.3"), ZLIB] }),
    finding(3, { uid: 0, files: [ZLIB, ZLIB] }),
    finding(4, { uid: 0, cgroup: service(`docker-${ID}.scope`), files: [SSL] }),
  ];
  const packages = { database: "dpkg", problem: undefined, files } as const;
  assert.deepEqual(samplesOf("stale_file_processes", reportOf({ findings, more: { packages } })), [
    'package="",file="/usr/lib/libz.so.1.2.13"} 2',
    'package="",file="/usr/lib/libssl.so.3"} 1',
    'package="libssl3:amd64",file=""} 1',
  ]);
});

Deno.test("formatPrometheus() counts the space of a file once", () => {
  const log = openFile("/var/log/app.log", 12, 8192);
  const findings = [
    finding(2, { uid: 0, cgroup: service("a.service"), files: [log, log] }),
    finding(3, { uid: 0, cgroup: service("a.service"), files: [log] }),
    finding(4, { uid: 0, cgroup: service("b.service"), files: [log, openFile("/tmp/x", 13, 512)] }),
    finding(5, { uid: 0, cgroup: service("c.service"), files: [openFile("/tmp/y", 14, 0)] }),
  ];
  assert.deepEqual(samplesOf("held_bytes", reportOf({ mode: "fd_users", findings })), [" 8704"]);
  assert.deepEqual(samplesOf("unit_held_bytes", reportOf({ mode: "fd_users", findings })), [
    'unit="b.service",container=""} 8704',
    'unit="a.service",container=""} 8192',
  ]);
});

Deno.test("formatPrometheus() has 50 sets of labels at most, and counts the rest together", () => {
  const names = Array.from({ length: 60 }, (_, index) => `/srv/${String(index).padStart(2, "0")}`);
  const findings = [
    ...names.map((name, index) =>
      finding(100 + index, { uid: 1000, cgroup: service(`${name.slice(5)}.scope`), files: [library(name)] })
    ),
    finding(7, { uid: 1000, cgroup: service("60.scope"), files: names.map((name) => library(name)) }),
    finding(8, { uid: 0, cgroup: service("z.service"), files: [library("/z")] }),
  ];
  const files = samplesOf("stale_file_processes", reportOf({ findings }));
  assert.equal(files.length, 50);
  assert.equal(files[0], 'package="",file="/z"} 1');
  assert.equal(files[48], 'package="",file="/srv/47"} 2');
  assert.equal(files[49], 'package="other",file=""} 13');
  const units = samplesOf("stale_processes", reportOf({ findings }));
  assert.equal(units.length, 50);
  assert.equal(units[0], 'unit="z.service",container=""} 1');
  assert.equal(units[49], 'unit="other",container=""} 13');
});

Deno.test("formatPrometheus() does not take a package for the rest", () => {
  const names = Array.from({ length: 60 }, (_, index) => `/srv/${index}`);
  const files = new Map(names.map((name, index) => [
    name,
    { state: "listed", packages: [index === 0 ? "other" : `p${index}`] } as const,
  ]));
  const findings = [
    finding(7, { uid: 0, files: [library(names[0]!)] }),
    finding(8, { uid: 1000, files: names.slice(1).map((name) => library(name)) }),
  ];
  const packages = { database: "dpkg", problem: undefined, files } as const;
  const samples = samplesOf("stale_file_processes", reportOf({ findings, more: { packages } }));
  assert.equal(samples.length, 49);
  assert.deepEqual(samples.filter((sample) => sample.includes("other")), ['package="other",file=""} 2']);
});

Deno.test("formatPrometheus() gives no two names one label", () => {
  const findings = [
    finding(2, { uid: 0, files: [library("/a\nb")] }),
    finding(3, { uid: 0, files: [library("/a\\012b")] }),
  ];
  assert.deepEqual(samplesOf("stale_file_processes", reportOf({ findings })), ['package="",file="/a\\\\012b"} 2']);
});

const LABEL = '[a-z]+="(?:[^"\\\\\\p{Cc}\\p{Cs}]|\\\\["\\\\])*"';
const LINE = new RegExp(`^(?:# (?:HELP|TYPE) .*|lib_users_[a-z_]+\\{${LABEL}(?:,${LABEL})*\\} [0-9.]+)$`, "u");

for (const name of [...HOSTILE_NAMES, '/x"} 0\nlib_users_processes 0', '/x\\"} 0', "/x\\"]) {
  Deno.test(`formatPrometheus() lets no name break out of its label: ${JSON.stringify(name)}`, () => {
    const cgroup = service(`a${name.replaceAll("/", "_")}.service`);
    const lines = prometheusOf(reportOf({ findings: [finding(7, { uid: 0, cgroup, files: [library(name)] })] }))
      .trimEnd().split("\n");
    assert.equal(lines.length, 41);
    for (const line of lines) assert.match(line, LINE);
  });
}

Deno.test("formatPrometheus() tells disk and memory apart, and where the space comes back", () => {
  const disk = { ...openFile("/var/log/a", 1, 8192), mountPoint: "/var" };
  const mapped = { ...openFile("/var/lib/b", 2, 4096), mountPoint: "/var", descriptors: [] };
  const memory = { ...openFile("/dev/shm/c", 3, 512), fileSystem: "tmpfs", mountPoint: "/dev/shm" };
  const report = reportOf({
    mode: "fd_users",
    findings: [finding(7, { files: [disk, memory] }), finding(8, { files: [disk, mapped] })],
  });
  assert.deepEqual(samplesOf("mount_held_bytes", report), [
    'mountpoint="/var",medium="disk"} 12288',
    'mountpoint="/dev/shm",medium="memory"} 512',
  ]);
  assert.deepEqual(samplesOf("held_bytes", report), [" 12288"]);
});
