import assert from "node:assert/strict";
import { FAILURES } from "../../lib/procfs/procfs.ts";
import { decodeText, encodeText } from "../../lib/base/bytes.ts";
import { emptyAnswers, type Tree } from "../../lib/procfs/tree.ts";
import { writeTree } from "../../simulator/disk.ts";
import { machineOf } from "../../simulator/machine.ts";
import { oldLibrary, upgraded } from "../../simulator/parts.ts";
import { machineTree } from "../../simulator/tree.ts";

Deno.test("writeTree() writes a machine", () => {
  const tree = machineTree(machineOf({
    systemd: false,
    processes: [{ pid: 7, arguments: "/bin/x", mappings: [oldLibrary("/lib/x.so", { address: 0x400000 })] }],
  }));
  const { missing, written } = write(tree);
  assert.deepEqual(missing, []);
  assert.equal(written.get("/d"), "directory");
  assert.equal(written.get("/d/self"), "-> 8");
  assert.equal(written.get("/d/self/stat"), undefined);
  assert.equal(written.get("/d/7/fd"), "directory");
  assert.equal(written.get("/d/7/cmdline"), "444 /bin/x\0");
  assert.equal(written.get("/d/7/exe"), "-> /bin/x");
  assert.equal(written.get("/d/7/map_files/400000-404000"), "-> /lib/x.so (deleted)");
  assert.equal(written.get("/d/7/fdinfo/0"), "444 pos:\t0\nflags:\t0100000\nmnt_id:\t24\nino:\t4\n");
  assert.equal(written.get("/d/sys/kernel/hostname"), "444 server\n");
});

Deno.test("writeTree() writes nothing through a link, and says so", () => {
  const files = { ...upgraded("/lib/x.so"), "/etc/passwd": { text: "root\n" } };
  const { missing, written } = write(
    machineTree(machineOf({ files, systemd: false, processes: [{ pid: 1, arguments: "/sbin/init" }] })),
  );
  assert.deepEqual(missing.filter((path) => path.startsWith("1/")), ["1/root/etc", "1/root/etc/passwd"]);
  assert.deepEqual([...written.keys()].filter((path) => path.includes("/root/")), []);
});

Deno.test("writeTree() writes nothing outside the directory", () => {
  const answers = emptyAnswers();
  answers.read.set("../../etc/passwd", encodeText("x")).set("a//b", encodeText("x")).set("fd/./x", encodeText("x"));
  const { missing, written } = write({ machine: answers, processes: new Map([["7", emptyAnswers()]]) });
  assert.deepEqual(missing, ["../../etc/passwd", "a//b", "fd/./x"]);
  assert.deepEqual([...written.keys()], ["/d"]);
});

Deno.test("writeTree() writes a refused file with mode 0000, and passes over links that a disk cannot hold", () => {
  const answers = emptyAnswers();
  answers.read.set("maps", FAILURES.denied);
  answers.list.set("fd", FAILURES.denied);
  answers.link.set("exe", FAILURES.unreadable).set("cwd", "/\udcff").set("root", "/");
  const { missing, written } = write({ machine: emptyAnswers(), processes: new Map([["7", answers]]) });
  assert.deepEqual(missing, ["7/fd", "7/exe", "7/cwd"]);
  assert.deepEqual([written.get("/d/7/maps"), written.get("/d/7/root")], ["0 ", "-> /"]);
});

function write(tree: Tree): { readonly missing: readonly string[]; readonly written: ReadonlyMap<string, string> } {
  const written = new Map<string, string>();
  const missing = writeTree(tree, "/d", {
    makeDirectory: (path) => written.set(path, "directory"),
    write: (path, content, mode) => written.set(path, `${mode.toString(8)} ${decodeText(content)}`),
    link: (target, path) => written.set(path, `-> ${target}`),
  });
  return { missing, written };
}
