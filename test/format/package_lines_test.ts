import assert from "node:assert/strict";
import { formatLong } from "../../lib/format/long.ts";
import { formatPackages } from "../../lib/format/packages.ts";
import type { PackageAnswer } from "../../lib/model/package.ts";
import { finding, jsonOf, library, reportOf, service, userUnit } from "./reports.ts";

const SSL = library("/usr/lib/libssl.so.3");
const ZLIB = library("/usr/lib/libz.so.1.2.13");
const OWN = library("/opt/own.so");

const ANSWER: PackageAnswer = {
  database: "dpkg",
  problem: undefined,
  files: new Map([
    [SSL.name, { state: "listed", packages: ["libssl3"] }],
    [ZLIB.name, { state: "guessed", packages: ["zlib1g"] }],
    [OWN.name, { state: "unowned", packages: [] }],
  ]),
};

const CONTAINER = service(`docker-${"0123456789abcdef".repeat(4)}.scope`);
const FLATPAK = userUnit(1000, "app-flatpak-org.gimp.GIMP-4711.scope");

Deno.test("formatPackages() names each package with its processes and services, the one with the most first", () => {
  const findings = [
    finding(7, { files: [ZLIB, SSL], cgroup: service("a.service") }),
    finding(8, { files: [SSL, OWN], cgroup: service("a.service") }),
    finding(9, { files: [SSL], cgroup: service("b.service") }),
    finding(10, { files: [SSL] }),
  ];
  assert.equal(
    formatPackages(findings, ANSWER),
    "libssl3: 4 processes, 2 services\nzlib1g: 1 process, 1 service\nno package: 1 file\n",
  );
});

Deno.test("formatPackages() says why packages were not looked up", () => {
  const answer: PackageAnswer = { database: "rpm", problem: "not run", files: new Map() };
  assert.equal(formatPackages([], answer), "packages not looked up: rpm was not run (rpm)\n");
});

for (const [where, cgroup] of [["a container", CONTAINER], ["a flatpak", FLATPAK]] as const) {
  Deno.test(`A file in ${where} is not taken for that of the host's package with the same name`, () => {
    const findings = [finding(7, { uid: 1000, files: [SSL], cgroup }), finding(8, { files: [SSL] })];
    const packages: PackageAnswer = { ...ANSWER, files: new Map([[SSL.name, ANSWER.files.get(SSL.name)!]]) };
    assert.equal(formatPackages(findings, packages), "libssl3: 1 process, 0 services\n");
    const report = reportOf({ findings, more: { packages } });
    const [other, own] = JSON.parse(jsonOf(report)).findings;
    assert.equal(other.files[0].packages, null);
    assert.deepEqual(own.files[0].packages, { state: "listed", names: ["libssl3"] });
    assert.equal(formatLong(report).match(/libssl\.so\.3 \(libssl3\)/g)?.length, 1);
  });
}
