import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { mapLine, override, processOf, procOf, type Said, SCANNER, statLine, statOf, watch } from "../answers.ts";
import { FD_USERS, LIB_USERS, scanFor, shortOf } from "./scans.ts";

const FILE = "map_files/7f0000000000-7f0000001000";
const LEFT = statOf({ nlink: 1 });
const OTHER = statOf({ inode: 77, nlink: 1 });

/** A process 7 `a` that maps one file; what else is known; and what is found. */
interface Kind {
  readonly what: string;
  readonly maps?: string;
  readonly said?: readonly Said[];
  readonly files: readonly string[];
}

const MAPPED: readonly Kind[] = [
  {
    what: "a library that an upgrade replaced",
    said: [{ stat: { [`7/${FILE}`]: statOf(), "self/root/lib/a.so": OTHER } }],
    files: ["/lib/a.so replaced"],
  },
  {
    what: "a file that was linked to its name again",
    said: [{ stat: { [`7/${FILE}`]: LEFT, "self/root/lib/a.so": LEFT } }],
    files: ["/lib/a.so linked [linked]"],
  },
  {
    what: "a file that is really named so",
    said: [{ stat: { [`7/${FILE}`]: LEFT, "self/root/lib/a.so (deleted)": LEFT } }],
    files: ["/lib/a.so linked [linked]"],
  },
  {
    what: "a deleted file that was really named so",
    maps: mapLine("/lib/a.so (deleted) (deleted)"),
    said: [{ stat: { [`7/${FILE}`]: statOf() } }],
    files: ["/lib/a.so (deleted) removed"],
  },
  {
    what: "a file with another hard link left",
    said: [{ stat: { [`7/${FILE}`]: LEFT } }],
    files: ["/lib/a.so removed"],
  },
  {
    what: "a deleted file that a bind mount keeps at the name",
    said: [{ stat: { [`7/${FILE}`]: statOf(), "self/root/lib/a.so": statOf() } }],
    files: ["/lib/a.so removed"],
  },
  {
    what: "a file whose name was lost with a bind mount",
    maps: mapLine("/ (deleted)"),
    said: [{ stat: { [`7/${FILE}`]: statOf() }, link: { "7/exe": "/usr/bin/redis-server" } }],
    files: ["/ (deleted) unknown"],
  },
  {
    what: "a file of a file system that is not mounted any more",
    maps: mapLine("/usr/lib/a.so (deleted)", { device: "07:08" }),
    said: [{ stat: { [`7/${FILE}`]: statOf(), "self/root/usr/lib/a.so": OTHER } }],
    files: ["/usr/lib/a.so unknown"],
  },
  {
    what: "a file on a server",
    maps: mapLine("/net/a.so (deleted)", { device: "00:2d" }),
    said: [{ stat: { [`7/${FILE}`]: statOf(), "self/root/net/a.so": OTHER } }],
    files: ["/net/a.so unknown"],
  },
  {
    what: "a file of a chrooted process, by the name that the host gives it",
    maps: mapLine("/srv/jail/lib/a.so (deleted)"),
    said: [{
      link: { "7/root": "/srv/jail" },
      stat: { [`7/${FILE}`]: statOf(), "self/root/srv/jail/lib/a.so": OTHER, "7/root/lib/a.so": statOf() },
    }],
    files: ["/srv/jail/lib/a.so replaced"],
  },
  {
    what: "a file of a container, by the name that it has there",
    said: [{
      link: { "7/ns/mnt": "mnt:[2]" },
      stat: { [`7/${FILE}`]: statOf(), "7/root/lib/a.so": OTHER, "self/root/lib/a.so": LEFT },
    }],
    files: ["/lib/a.so replaced"],
  },
  {
    what: "a name with a newline",
    maps: mapLine("/lib/a\\012b.so (deleted)"),
    said: [{ link: { [`7/${FILE}`]: "/lib/a\nb.so (deleted)" }, stat: { "self/root/lib/a\nb.so": OTHER } }],
    files: ["/lib/a\nb.so replaced"],
  },
  {
    what: "a name that is not UTF-8",
    maps: mapLine("/lib/\udcff.so (deleted)"),
    files: ["/lib/\udcff.so removed"],
  },
  {
    what: "a name of OpenVZ",
    maps: mapLine("(deleted)/lib/a.so"),
    said: [{ stat: { "self/root/lib/a.so": OTHER } }],
    files: ["/lib/a.so replaced"],
  },
  {
    what: "shared memory",
    maps: mapLine("/SYSV00000000 (deleted)", { device: "00:01", permissions: "rw-s" }),
    files: ["/SYSV00000000 unknown [sysv]"],
  },
  {
    what: "a library named as shared memory",
    maps: mapLine("/SYSV00000000 (deleted)"),
    files: ["/SYSV00000000 removed"],
  },
];

Deno.test("scan() tells what became of a mapped file", async (t) => {
  for (const { what, maps = mapLine("/lib/a.so (deleted)"), said = [], files } of MAPPED) {
    await t.step(what, async () => {
      const { findings, unreadable } = await scanFor(
        procOf(SCANNER, processOf(7, { argv: ["a"], maps: [maps] }), ...said),
      );
      assert.deepEqual(unreadable, []);
      assert.deepEqual(shortOf(findings), [["7", "a", ...files]]);
    });
  }
});

Deno.test("scan() looks at the threads of a process whose leader has exited", async () => {
  const dead = processOf(7, { name: "java", state: "Z" });
  const thread: Said = {
    list: { "7/task": ["7", "8"], "7/task/8/fd": ["3"] },
    link: { "7/task/8/fd/3": "/var/log/a (deleted)" },
    stat: { [`8/${FILE}`]: statOf(), "7/task/8/fd/3": statOf(), "self/root/lib/a.so": OTHER },
    read: {
      "7/task/8/maps": `${mapLine("/lib/a.so (deleted)")}\n`,
      "7/task/8/cmdline": "java\0-jar\0",
      "7/task/8/fdinfo/3": "pos:\t0\nflags:\t02\nmnt_id:\t26\nino:\t42\n",
    },
  };
  // The directory of a thread can be opened, but is not listed.
  const proc = override(procOf(SCANNER, dead, thread), { list: (path) => path === "." ? ["7"] : undefined });
  assert.deepEqual(shortOf((await scanFor(proc)).findings), [["7", "java -jar", "/lib/a.so replaced"]]);
  const { findings } = await scanFor(proc, FD_USERS);
  assert.deepEqual(shortOf(findings), [["7", "java -jar", "/var/log/a removed"]]);
  assert.deepEqual(findings[0]?.files[0]?.descriptors, [{ number: "3", thread: "8", offset: 0, flags: 2 }]);
});

Deno.test("scan() finds no library in a zombie", async () => {
  const zombie = processOf(7, { state: "Z" });
  for (const mode of [LIB_USERS, FD_USERS]) {
    const { findings, unreadable } = await scanFor(procOf(SCANNER, zombie), mode);
    assert.deepEqual([findings, unreadable], [[], []]);
  }
});

const LONG = `/${"d".repeat(250)}`.repeat(17);

Deno.test("scan() finds an open file whose name is too long for a link", async () => {
  const process = processOf(7, { argv: ["a"], fds: { 3: "" }, maps: [mapLine(`${LONG} (deleted)`, { inode: 43 })] });
  const long: Said = { link: { "7/fd/3": FAILURES.unreadable }, stat: { "7/fd/3": statOf({ inode: 43 }) } };
  const { findings, unreadable } = await scanFor(procOf(SCANNER, process, long), FD_USERS);
  assert.deepEqual(unreadable, []);
  assert.deepEqual(shortOf(findings), [["7", "a", `${LONG} unknown`]]);
});

Deno.test("scan() shows an open file by its descriptor where its name cannot be read at all", async () => {
  const process = processOf(7, { argv: ["a"], fds: { 3: "" } });
  const long: Said = { link: { "7/fd/3": FAILURES.unreadable }, stat: { "7/fd/3": statOf({ inode: 43 }) } };
  const { findings } = await scanFor(procOf(SCANNER, process, long), FD_USERS);
  assert.deepEqual(shortOf(findings), [["7", "a", "/proc/7/fd/3 unknown"]]);
  assert.equal(findings[0]?.files[0]?.note, "the name itself cannot be read");
});

Deno.test("scan() reads the maps of a process once for what is mapped, and once for all names that are too long", async () => {
  const numbers = Array.from({ length: 50 }, (_, index) => String(index + 3));
  const said: Said = {
    link: Object.fromEntries(numbers.map((number) => [`7/fd/${number}`, FAILURES.unreadable])),
    stat: Object.fromEntries(numbers.map((number) => [`7/fd/${number}`, statOf({ inode: 40 + Number(number) })])),
  };
  const maps = numbers.map((number) => mapLine(`${LONG}${number} (deleted)`, { inode: 40 + Number(number) }));
  const fds = Object.fromEntries(numbers.map((number) => [number, ""]));
  const asked: string[] = [];
  const proc = watch(procOf(SCANNER, processOf(7, { argv: ["a"], fds, maps }), said), (_, path) => asked.push(path));
  const { findings } = await scanFor(proc, FD_USERS);
  assert.deepEqual(findings[0]?.files.map(({ name }) => name), numbers.map((number) => `${LONG}${number}`));
  assert.equal(asked.filter((path) => path === "7/maps").length, 2);
});

Deno.test("scan() does not report a link that it cannot read to a file that is there", async () => {
  const process = processOf(7, { argv: ["a"], fds: { 3: "" } });
  const long: Said = { link: { "7/fd/3": FAILURES.unreadable }, stat: { "7/fd/3": LEFT } };
  const { findings, unreadable } = await scanFor(procOf(SCANNER, process, long), FD_USERS);
  assert.deepEqual([findings, unreadable], [[], []]);
});

Deno.test("scan() shows a process without a command line by its name", async () => {
  const process = processOf(7, { name: "(sd-pam)", maps: [mapLine("/lib/a.so (deleted)")] });
  const { findings } = await scanFor(
    procOf(SCANNER, process, { read: { "7/stat": statLine(7, { name: "x) R 1 (y" }) } }),
  );
  assert.deepEqual(shortOf(findings), [["7", "[x) R 1 (y]", "/lib/a.so removed"]]);
});
