import assert from "node:assert/strict";
import { reportStatus } from "../../lib/advice/severity.ts";
import { atLeast, parseThreshold } from "../../lib/advice/threshold.ts";
import { formatCheck } from "../../lib/format/check.ts";
import type { Ignored } from "../../lib/model/file.ts";
import type { Report } from "../../lib/model/report.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { finding, library, openFile, reportOf, type ReportParts, service, thresholds, userUnit } from "./reports.ts";

const SSL = library("/usr/lib/libssl.so.3");
const ZLIB = library("/usr/lib/libz.so.1.2.13");
const NGINX = service("nginx.service");
const ROOT = finding(7, { uid: 0, cgroup: NGINX, files: [SSL] });
const ALICE = finding(9, { uid: 1000, cgroup: userUnit(1000, "app.service"), files: [SSL] });
const LOGIN = finding(11, { uid: 0, cgroup: session(1000, 3), files: [SSL] });
const OTHER_LOGIN = finding(12, { uid: 1001, cgroup: session(1001, 4), files: [SSL] });
const DENIED = { pid: "5", failure: "denied" } as const;
const ZERO: Ignored = { rule: "zero", reason: "shared memory", byUser: false };

/** The cgroup of a login session. */
function session(uid: number, number: number): string {
  return `/user.slice/user-${uid}.slice/session-${number}.scope`;
}

const STATES: readonly (readonly [what: string, status: number, first: string, parts: ReportParts])[] = [
  ["is content with a clean machine", 0, "OK - no deleted libraries in 240 processes", {}],
  ["knows one process", 2, "CRITICAL - 1 process of 1 service uses deleted libraries (1 system, 0 other)", {
    findings: [ROOT],
  }],
  ["warns of an ordinary process", 1, "WARNING - 1 process of 1 service uses deleted libraries (0 system, 1 other)", {
    findings: [ALICE],
  }],
  [
    "is critical about one of both kinds",
    2,
    "CRITICAL - 2 processes of 2 services use deleted libraries (1 system, 1 other)",
    { findings: [ALICE, ROOT] },
  ],
  ["counts no service where there is none", 2, "CRITICAL - 1 process uses deleted libraries (1 system, 0 other)", {
    findings: [finding(7, { uid: 0, files: [SSL] })],
  }],
  [
    "does not know what it could not read",
    3,
    "UNKNOWN - no deleted libraries in 239 processes; 1 of 240 processes could not be read",
    { unreadable: [DENIED] },
  ],
  ["does not know a machine without processes", 3, "UNKNOWN - no deleted libraries in 0 processes", { processes: 0 }],
  [
    "lets what could not be read not hide what was found",
    1,
    "WARNING - 1 process of 1 service uses deleted libraries (0 system, 1 other); 1 of 240 processes could not be read",
    { findings: [ALICE], unreadable: [DENIED] },
  ],
  [
    "does not know below the thresholds either",
    3,
    "UNKNOWN - 1 process of 1 service uses deleted libraries (0 system, 1 other); 1 of 240 processes could not be read",
    { findings: [ALICE], unreadable: [DENIED], more: { thresholds: thresholds(2, 1) } },
  ],
  [
    "counts the system's for a warning too",
    1,
    "WARNING - 1 process of 1 service uses deleted libraries (1 system, 0 other)",
    { findings: [ROOT], more: { thresholds: thresholds(1, 2) } },
  ],
  ["is not alarmed by a login session", 0, "OK - only 1 login session uses deleted libraries", { findings: [LOGIN] }],
  [
    "tells services and login sessions apart",
    2,
    "CRITICAL - 1 process of 1 service uses deleted libraries (1 system, 0 other), and 1 login session",
    { findings: [ROOT, LOGIN] },
  ],
  ["counts login sessions, if asked", 1, "WARNING - only 2 login sessions use deleted libraries", {
    findings: [LOGIN, OTHER_LOGIN],
    more: { thresholds: { ...thresholds(1, 1), sessions: atLeast(2) } },
  }],
  ["does not count what a rule explains", 0, "OK - no deleted libraries in 240 processes", {
    findings: [finding(7, { uid: 0, files: [library("/dev/zero", ZERO)] })],
  }],
];

for (const [what, status, first, parts] of STATES) {
  Deno.test(`reportStatus() ${what}`, () => assert.equal(reportStatus(reportOf(parts)), status));
  Deno.test(`formatCheck() ${what}`, () => {
    assert.equal(formatCheck(reportOf(parts)).split(" | ")[0], `LIB_USERS ${first}`);
  });
}

Deno.test("formatCheck() adds a line for each service, the system's first and login sessions last", () => {
  const findings = [
    ALICE,
    ROOT,
    finding(8, { uid: 33, cgroup: NGINX, files: [ZLIB, SSL] }),
    finding(10, { uid: 1001, cgroup: userUnit(1001, "app.service"), files: [ZLIB] }),
    finding(11, { uid: 1000, cgroup: "/user.slice/user-1000.slice/session-3.scope", files: [ZLIB] }),
    finding(12, { files: [ZLIB] }),
  ];
  assert.equal(
    formatCheck(reportOf({ findings, more: { thresholds: thresholds(3, 5) } })),
    `LIB_USERS WARNING - 5 processes of 3 services use deleted libraries (3 system, 2 other), and 1 login session | \
stale=5;2;;0;240 stale_system=3;;4;0;240 services=3;;;0 sessions=1;;;0 unreadable=0;;;0;240 held=0B;;;0 reboot=U;;;0;1 time=0.123s;;;0
nginx.service: 2 processes (7,8) root, www-data: /usr/lib/libssl.so.3, /usr/lib/libz.so.1.2.13
no service: 1 process (12) unknown user: /usr/lib/libz.so.1.2.13
user@1000.service/app.service: 1 process (9) alice: /usr/lib/libssl.so.3
user@1001.service/app.service: 1 process (10) uid 1001: /usr/lib/libz.so.1.2.13
session-3.scope: 1 process (11) alice: /usr/lib/libz.so.1.2.13
`,
  );
});

Deno.test("formatCheck() counts the space of a file once, however many hold it", () => {
  const log = openFile("/var/log/app.log", 12, 1_048_576);
  const findings = [
    finding(7, { uid: 1000, cgroup: userUnit(1000, "app.service"), files: [log, openFile("/tmp/x", 13, 4096)] }),
    finding(8, { uid: 0, cgroup: service("app.service"), files: [log] }),
  ];
  assert.equal(
    formatCheck(reportOf({ mode: "fd_users", findings })),
    `FD_USERS CRITICAL - 2 processes of 2 services use deleted files (1 system, 1 other), 1.0 MiB held | \
stale=2;0;;0;240 stale_system=1;;0;0;240 services=2;;;0 sessions=0;;;0 unreadable=0;;;0;240 held=1052672B;;;0 reboot=U;;;0;1 time=0.123s;;;0
app.service: 1 process (8) root, 1.0 MiB held: /var/log/app.log
user@1000.service/app.service: 1 process (7) alice, 1.0 MiB held: /var/log/app.log, /tmp/x
`,
  );
});

Deno.test("formatCheck() tells with --all which rule explains what", () => {
  const zero = library("/dev/zero", ZERO);
  const findings = [
    finding(7, { uid: 0, files: [zero, library("/SYSV0", { ...ZERO, rule: "sysv", reason: "a segment" })] }),
    finding(8, { uid: 0, files: [zero] }),
  ];
  assert.deepEqual(formatCheck(reportOf({ findings })).split("\n").slice(1), [
    "ignored by rule zero, shared memory: 2 processes (7,8): /dev/zero",
    "ignored by rule sysv, a segment: 1 process (7): /SYSV0",
    "",
  ]);
});

Deno.test("formatCheck() prints at most 4 KB, whatever is stale, and says how many lines are missing", () => {
  const findings = Array.from(
    { length: 900 },
    (_, index) => finding(index + 1, { uid: 0, cgroup: service(`ünit-${index}.service`), files: [SSL] }),
  );
  const text = formatCheck(reportOf({ findings }));
  assert.ok(new TextEncoder().encode(text).length <= 4096);
  const lines = text.split("\n").slice(0, -1);
  assert.equal(lines.at(-1), `… and ${901 - (lines.length - 1)} more`);
  assert.ok(lines.length > 40);
});

Deno.test("formatCheck() says whether to reboot, first and as a number", () => {
  const told = (reboot: Report["reboot"]): readonly string[] =>
    formatCheck(reportOf({ findings: [ROOT], more: { reboot } })).split("\n");
  const [first = "", second] = told({ needed: true, reasons: ["the kernel 6.1.2 | is installed"] });
  assert.match(first, /; reboot needed \| .* reboot=1;;;0;1 /);
  assert.match(second!, /^reboot: needed: the kernel 6\.1\.2 [^|]*is installed$/);
  assert.match(told({ needed: false, reasons: [] })[0]!, /other\) \| .* reboot=0;;;0;1 /);
});

Deno.test("formatCheck() gives a range to the monitor as it was given", () => {
  const more = {
    thresholds: {
      warning: parseThreshold("@2:5")!,
      critical: parseThreshold("~:5")!,
      sessions: atLeast(3),
      tolerated: 0,
    },
  };
  const [first = ""] = formatCheck(reportOf({ findings: [ROOT], more })).split("\n");
  assert.match(
    first,
    /^LIB_USERS OK - .* stale=1;@2:5;;0;240 stale_system=1;;~:5;0;240 services=1;;;0 sessions=0;2;;0 /,
  );
});

Deno.test("formatCheck() keeps a line short", () => {
  const names = Array.from({ length: 1500 }, (_, index) => `/tmp/${"d".repeat(80)}/${index}`);
  const findings = Array.from(
    { length: 12 },
    (_, index) => finding(100 + index, { uid: 0, cgroup: NGINX, files: names.map((name) => library(name)) }),
  );
  assert.equal(
    formatCheck(reportOf({ findings })).split("\n")[1],
    `nginx.service: 12 processes (100,101,102,103,104,105,106,107,108,109,…) root: ${names.slice(0, 2).join(", ")}` +
      ", … and 1498 more",
  );
  const long = finding(7, { uid: 0, cgroup: NGINX, files: [library(`/${"d".repeat(4000)}/libz.so`)] });
  assert.equal(
    formatCheck(reportOf({ findings: [long] })).split("\n")[1],
    `nginx.service: 1 process (7) root: /${"d".repeat(49)}…${"d".repeat(41)}/libz.so`,
  );
});

for (const name of [...HOSTILE_NAMES, "/x|stale=0;;;0", "/x\nOK - fine | stale=0", "/$(reboot)`reboot`'\"&><"]) {
  Deno.test(`formatCheck() lets no file forge anything: ${JSON.stringify(name)}`, () => {
    const [first, line, ...rest] = formatCheck(reportOf({
      findings: [
        finding(7, { uid: 0, cgroup: service(`a${name.replaceAll("/", "_")}.service`), files: [library(name)] }),
      ],
    })).split("\n");
    assert.match(first!, /^LIB_USERS CRITICAL - [^|]*\| stale=1;/);
    assert.match(line!, /^a_[^|]*: 1 process \(7\) root: \//);
    assert.doesNotMatch(line!.replace("(7)", ""), /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}!"#$&'()*;<>?[\]^`{|}~]/u);
    assert.deepEqual(rest, [""]);
  });
}

Deno.test("formatCheck() tolerates as many processes that may not be read as it is told to, and no others", () => {
  const missed = (failures: readonly ("denied" | "stuck")[], tolerated: number): string => {
    const unreadable = failures.map((failure, index) => ({ pid: String(index + 1), failure }));
    const thresholds = { warning: atLeast(1), critical: atLeast(1), sessions: undefined, tolerated };
    const report = reportOf({ findings: [], more: { thresholds } });
    return formatCheck({ ...report, scan: { ...report.scan, unreadable } }).split(" ")[1]!;
  };
  assert.equal(missed(["denied"], 0), "UNKNOWN");
  assert.equal(missed(["denied"], 1), "OK");
  assert.equal(missed(["denied", "denied"], 1), "UNKNOWN");
  assert.equal(missed(["denied", "stuck"], 5), "UNKNOWN");
});
