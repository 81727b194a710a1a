import assert from "node:assert/strict";
import type { FilePackages } from "../../lib/model/package.ts";
import { findPackages } from "../../lib/packages/packages.ts";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { guessed, LINKS, listed, machine, NONE, type Root, UNKNOWN } from "./packages_machine.ts";

const INFO = "var/lib/dpkg/info";
const DPKG: Root = {
  [`${INFO}/libc6:amd64.list`]: "/.\n/lib\n/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu/libc.so.6\n/usr/share/doc/c\n",
  [`${INFO}/libc6:i386.list`]: "/.\n/lib/i386-linux-gnu/libc.so.6\n/usr/share/doc/c\n",
  [`${INFO}/libc6:amd64.md5sums`]: "/usr/bin/md5\n",
  [`${INFO}/libpcre2-8-0:amd64.list`]: "/usr/lib/libpcre2-8.so.0\n/usr/lib/libpcre2-8.so.0.11.2\n",
  [`${INFO}/libpq-dev.list`]: "/usr/bin/pg_config\n",
  [`${INFO}/postgresql-common.list`]: "/usr/bin/pg_config\n/usr/bin/pg_ctl\n",
  [`${INFO}/dash.list`]: "/bin/dash\n",
  [`${INFO}/bash.list`]: "/bin/sh\n/bin/bash\n/usr/bin/local\n",
  [`${INFO}/one.list`]: "/usr/lib/libtwice.so.1\n/usr/lib/libfirst.so.1.2\n",
  [`${INFO}/two.list`]: "/usr/lib/libtwice.so.1\n/usr/lib/libfirst.so.1\n",
  [`${INFO}/libperl5.40.list`]: "/usr/lib/libperl.so.5.40\n/usr/lib/libperl.so.5.40.1\n",
  "var/lib/dpkg/diversions": [
    "/usr/bin/pg_config\n/usr/bin/pg_config.libpq-dev\npostgresql-common",
    "/bin/sh\n/bin/sh.distrib\ndash",
    "/usr/bin/local\n/usr/bin/local.real\n:\n",
  ].join("\n"),
};

const CASES: readonly (readonly [string, Root, string, FilePackages])[] = [
  ["finds a file", DPKG, "/usr/bin/pg_ctl", listed("postgresql-common")],
  ["names the architecture", DPKG, "/lib/x86_64-linux-gnu/libc.so.6", listed("libc6:amd64")],
  ["gives all packages", DPKG, "/usr/share/doc/c", listed("libc6:amd64", "libc6:i386")],
  [
    "finds what is listed below /lib",
    { ...DPKG, ...LINKS },
    "/usr/lib/x86_64-linux-gnu/libc.so.6",
    listed("libc6:amd64"),
  ],
  ["finds what is listed below /usr/lib", { ...DPKG, ...LINKS }, "/lib/libpcre2-8.so.0", listed("libpcre2-8-0:amd64")],
  ["keeps /lib and /usr/lib apart that are", DPKG, "/usr/lib/x86_64-linux-gnu/libc.so.6", NONE],
  ["follows no other link", { ...DPKG, lib: "-> /srv/lib" }, "/usr/lib/x86_64-linux-gnu/libc.so.6", NONE],
  ["reads absolute links", { ...DPKG, bin: "-> /usr/bin/" }, "/usr/bin/dash", listed("dash")],
  ["follows links of links", { ...DPKG, bin: "-> usr/sbin", "usr/sbin": "-> bin" }, "/usr/bin/dash", listed("dash")],
  ["finds a file that is being unpacked", DPKG, "/usr/bin/pg_ctl.dpkg-new", listed("postgresql-common")],
  ["finds a file that was unpacked", DPKG, "/usr/lib/libpcre2-8.so.0.11.2.dpkg-tmp", listed("libpcre2-8-0:amd64")],
  ["gives a diverted name to the package that diverts", DPKG, "/usr/bin/pg_config", listed("postgresql-common")],
  ["gives a diverted file to the others", DPKG, "/usr/bin/pg_config.libpq-dev", listed("libpq-dev")],
  ["takes a diversion as it is spelled", { ...DPKG, ...LINKS }, "/usr/bin/sh", listed("dash")],
  ["takes a diverted file as it is spelled", { ...DPKG, ...LINKS }, "/usr/bin/sh.distrib", listed("bash")],
  ["gives a locally diverted name to nobody", DPKG, "/usr/bin/local", NONE],
  ["gives a locally diverted file to its package", DPKG, "/usr/bin/local.real", listed("bash")],
  ["guesses by the soname", DPKG, "/usr/lib/libpcre2-8.so.0.10.4", guessed("libpcre2-8-0:amd64")],
  ["guesses by the longest soname", DPKG, "/usr/lib/libfirst.so.1.2.3", guessed("one")],
  ["guesses below the other spelling", { ...DPKG, ...LINKS }, "/lib/libpcre2-8.so.0.9", guessed("libpcre2-8-0:amd64")],
  ["guesses nothing in another directory", DPKG, "/opt/lib/libpcre2-8.so.0.10.4", NONE],
  ["guesses nothing by another soname", DPKG, "/usr/lib/libperl.so.5.36.0", NONE],
  ["guesses nothing between two packages", DPKG, "/usr/lib/libtwice.so.1.2", NONE],
  ["guesses nothing for another kind of file", DPKG, "/usr/lib/libpcre2-8.so.0.10.4~", NONE],
  ["finds no owner of a file of no package", DPKG, "/opt/a.so", NONE],
  ["finds no owner of what is in no list", DPKG, "/usr/bin/md5", NONE],
  ["finds no owner of a name with a newline", DPKG, "/usr/bin/pg_ctl\n", NONE],
  ["finds no owner of the root directory", DPKG, "/", NONE],
  ["finds no owner of what is no path", DPKG, "", NONE],
];

for (const [what, root, name, expected] of CASES) {
  Deno.test(`findPackages() ${what}`, async () => {
    const answer = await findPackages(machine(root), new Set([name]), { root: "1/root" });
    assert.deepEqual(answer, { database: "dpkg", problem: undefined, files: new Map([[name, expected]]) });
  });
}

Deno.test("findPackages() names a foreign architecture as dpkg does", async () => {
  const status = ["dpkg", "amd64", "wine32", "i386", "tzdata", "all"];
  const paragraphs = [0, 2, 4].map((at) => `Package: ${status[at]}\nArchitecture: ${status[at + 1]}\n`);
  const root = {
    [`${INFO}/wine32.list`]: "/usr/bin/wine\n",
    [`${INFO}/dpkg.list`]: "/usr/bin/dpkg\n",
    [`${INFO}/tzdata.list`]: "/usr/share/tz\n",
    [`${INFO}/lost.list`]: "/usr/bin/lost\n",
    "var/lib/dpkg/arch": "amd64\ni386\n",
    "var/lib/dpkg/status": paragraphs.join("\n"),
  };
  const names = ["/usr/bin/wine", "/usr/bin/dpkg", "/usr/share/tz", "/usr/bin/lost"];
  assert.deepEqual(await owners(root, names), ["wine32:i386", "dpkg", "tzdata", "lost"]);
  assert.deepEqual(await owners({ ...root, "var/lib/dpkg/arch": "amd64\n" }, names), [
    "wine32",
    "dpkg",
    "tzdata",
    "lost",
  ]);
});

Deno.test("findPackages() knows what it found where a list cannot be read, and no more", async () => {
  const root = { ...DPKG, [`${INFO}/apt.list`]: FAILURES.unreadable, [`${INFO}/removed.list`]: FAILURES.gone };
  const names = new Set(["/usr/bin/pg_ctl", "/usr/lib/libpcre2-8.so.0.10.4", "/opt/a.so"]);
  assert.deepEqual(await findPackages(machine(root), names, { root: "1/root" }), {
    database: "dpkg",
    problem: "unreadable",
    files: new Map([
      ["/usr/bin/pg_ctl", listed("postgresql-common")],
      ["/usr/lib/libpcre2-8.so.0.10.4", UNKNOWN],
      ["/opt/a.so", UNKNOWN],
    ]),
  });
});

Deno.test("findPackages() passes over the list of a package that was just removed", async () => {
  const root = { ...DPKG, [`${INFO}/removed.list`]: FAILURES.gone };
  const { problem, files } = await findPackages(machine(root), new Set(["/opt/a.so"]), { root: "1/root" });
  assert.deepEqual([problem, files.get("/opt/a.so")], [undefined, NONE]);
});

/** The packages of each name, joined. */
async function owners(root: Root, names: readonly string[]): Promise<readonly string[]> {
  const { files } = await findPackages(machine(root), new Set(names), { root: "1/root" });
  return names.map((name) => files.get(name)!.packages.join());
}
