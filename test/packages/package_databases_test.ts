import assert from "node:assert/strict";
import { findPackages, type PackageOptions } from "../../lib/packages/packages.ts";
import { guessed, LINKS, listed, machine, NONE, type Root, UNKNOWN } from "./packages_machine.ts";

for (const place of ["lib", "usr/lib"]) {
  Deno.test(`findPackages() reads apk's database in /${place}`, async () => {
    const installed = {
      [`${place}/apk/db/installed`]: "P:zlib\nF:lib\nR:libz.so.1\nR:libz.so.1.3.1\n\nP:a\nF:bin\nR:a\n",
    };
    const names = new Set(["/lib/libz.so.1.3.1", "/lib/libz.so.1.2.13", "/usr/bin/a", "/opt/a.so"]);
    assert.deepEqual(await findPackages(machine({ ...installed, ...LINKS }), names, { root: "1/root" }), {
      database: "apk",
      problem: undefined,
      files: new Map([
        ["/lib/libz.so.1.3.1", listed("zlib")],
        ["/lib/libz.so.1.2.13", guessed("zlib")],
        ["/usr/bin/a", listed("a")],
        ["/opt/a.so", NONE],
      ]),
    });
  });
}

Deno.test("findPackages() reads pacman's database", async () => {
  const root = {
    "var/lib/pacman/local/ALPM_DB_VERSION": "9\n",
    "var/lib/pacman/local/zlib-1:1.3-2/files": "%FILES%\nusr/\nusr/lib/\nusr/lib/libz.so.1\nusr/lib/libz.so.1.3\n\n",
    "var/lib/pacman/local/gcc-libs-14.2.1-1/files": "%FILES%\nusr/\nusr/lib/\n\n%BACKUP%\netc/a\t0123\n",
  };
  const names = new Set(["/usr/lib/libz.so.1.3", "/usr/lib/libz.so.1.2.13", "/usr/lib", "/etc/a", "/opt/a.so"]);
  assert.deepEqual(await findPackages(machine(root), names, { root: "1/root" }), {
    database: "pacman",
    problem: undefined,
    files: new Map([
      ["/usr/lib/libz.so.1.3", listed("zlib")],
      ["/usr/lib/libz.so.1.2.13", guessed("zlib")],
      ["/usr/lib", listed("gcc-libs", "zlib")],
      ["/etc/a", NONE],
      ["/opt/a.so", NONE],
    ]),
  });
});

const RPM: Root = { ...LINKS, "usr/lib/sysimage/rpm/rpmdb.sqlite": "" };

Deno.test("findPackages() asks rpm for all names at once", async () => {
  const asked: (readonly string[])[] = [];
  function queryRpm(names: readonly string[]): Promise<string> {
    asked.push(names);
    return Promise.resolve("rpm\t/usr/bin/rpm\nglibc\t/lib64/libc.so.6\nzlib\t/lib64/libz.so.1\n");
  }
  const names = [
    "/usr/lib64/libc.so.6",
    "/usr/lib64/libz.so.1.2.11",
    "/usr/bin/a;5f3a1b2c",
    "/tmp/a\nb\t/usr/bin/x",
    "/\udcff",
  ];
  assert.deepEqual(await findPackages(machine(RPM), new Set(names), { root: "1/root", queryRpm }), {
    database: "rpm",
    problem: undefined,
    files: new Map([
      [names[0], listed("glibc")],
      [names[1], guessed("zlib")],
      [names[2], NONE],
      [names[3], NONE],
      [names[4], NONE],
    ]),
  });
  assert.deepEqual(asked, [[
    "/usr/bin/rpm",
    "/usr/lib64/libc.so.6",
    "/usr/lib64/libz.so.1.2.11",
    "/usr/lib64/libz.so.1.2",
    "/usr/lib64/libz.so.1",
    "/usr/bin/a",
  ]]);
});

Deno.test("findPackages() asks rpm in batches that fit the kernel", async () => {
  const lengths: number[] = [];
  const names = Array.from({ length: 60 }, (_, index) => `/${String(index).padStart(3999, "x")}`);
  await findPackages(machine(RPM), new Set(names), {
    root: "1/root",
    queryRpm: (batch) => Promise.resolve(lengths.push(batch.length)).then(() => "rpm\t/usr/bin/rpm\n"),
  });
  assert.deepEqual(lengths, [25, 25, 13]);
});

const UNANSWERED: readonly (readonly [string, PackageOptions["queryRpm"]])[] = [
  ["may not be run", undefined],
  ["could not be run", () => Promise.resolve(undefined)],
  ["cannot open its database", () => Promise.resolve("file /usr/bin/a is not owned by any package\n")],
];

for (const [what, queryRpm] of UNANSWERED) {
  Deno.test(`findPackages() does not know where rpm ${what}`, async () => {
    const options = { root: "1/root", ...(queryRpm && { queryRpm }) };
    assert.deepEqual(await findPackages(machine(RPM), new Set(["/usr/bin/a"]), options), {
      database: "rpm",
      problem: "not run",
      files: new Map([["/usr/bin/a", UNKNOWN]]),
    });
  });
}

Deno.test("findPackages() takes the older places of rpm's database", async () => {
  for (const file of ["var/lib/rpm/Packages", "var/lib/rpm/Packages.db", "var/lib/rpm/rpmdb.sqlite"]) {
    const { database } = await findPackages(machine({ [file]: "" }), new Set(["/usr/bin/a"]), { root: "1/root" });
    assert.equal(database, "rpm");
  }
});
