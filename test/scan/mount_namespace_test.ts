import assert from "node:assert/strict";
import { FAILURES, isFailure } from "../../lib/procfs/procfs.ts";
import { newBudget } from "../../lib/scan/budget.ts";
import { type MountNamespace, mountNamespaces } from "../../lib/scan/mount_namespace.ts";
import { override, processOf, procOf, type Said, SCANNER, statOf } from "../answers.ts";

const INNER =
  "500 499 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/a,upperdir=/var/lib/docker/b\n501 500 8:1 /vol /data rw - ext4 /dev/sda1 rw\n";

async function viewOf(pid: string, ...said: readonly Said[]): Promise<MountNamespace> {
  const proc = procOf(...said);
  const pids = (proc.listSync(".") as readonly string[]).filter((pid) => pid !== "99");
  return await mountNamespaces(override(proc, { stat: (path) => statOf({ inode: inodeOf(path) }) }), pids).of(pid);
}

const PATHS: string[] = [];

/** A number for each path, so that the answer tells which one was asked for. */
function inodeOf(path: string): number {
  return PATHS.includes(path) ? PATHS.indexOf(path) : PATHS.push(path) - 1;
}

/** The path below the procfs root that a view looks at for a name; undefined where it looks at none. */
async function located(view: MountNamespace, name: string): Promise<string | undefined> {
  const answer = await view.stat(name);
  if (isFailure(answer)) assert.equal(answer, FAILURES.unreadable);
  return isFailure(answer) ? undefined : PATHS[answer.inode];
}

Deno.test("mountNamespaces() looks up names of its own namespace below its own root", async () => {
  const view = await viewOf("7", SCANNER, processOf(7), processOf(8));
  assert.equal(view.id, "mnt:[1]");
  assert.equal(await located(view, "/lib/a.so"), "self/root/lib/a.so");
});

Deno.test("mountNamespaces() looks up names of another namespace below the root of a process in it", async () => {
  const inner = { namespace: "mnt:[2]", mountinfo: INNER };
  const view = await viewOf("8", SCANNER, processOf(7), processOf(8, inner), processOf(9, inner));
  assert.equal(view.id, "mnt:[2]");
  assert.equal(await located(view, "/lib/a.so"), "8/root/lib/a.so");
  assert.equal(view.mounts?.at("/lib/a.so")?.type, "overlay");
});

Deno.test("mountNamespaces() looks up names of a chrooted process below the root of the namespace", async () => {
  const view = await viewOf("7", SCANNER, processOf(7, { root: "/srv/jail", mountinfo: "" }));
  assert.equal(await located(view, "/srv/jail/lib/a.so"), "self/root/srv/jail/lib/a.so");
  assert.equal(view.mounts?.at("/srv/jail/lib/a.so")?.type, "ext4");
});

Deno.test("mountNamespaces() finds a process of another namespace that is not chrooted", async () => {
  const inner = { namespace: "mnt:[2]", mountinfo: INNER };
  const view = await viewOf(
    "7",
    SCANNER,
    processOf(7, { ...inner, root: "/jail", mountinfo: "" }),
    processOf(9, inner),
  );
  assert.equal(await located(view, "/jail/lib/a.so"), "9/root/jail/lib/a.so");
  assert.equal(view.mounts?.byId.has("501"), true);
});

Deno.test("mountNamespaces() cuts the root off where all processes of a namespace are chrooted", async () => {
  const view = await viewOf("7", SCANNER, processOf(7, { namespace: "mnt:[2]", root: "/jail", mountinfo: INNER }));
  assert.equal(await located(view, "/jail/lib/a.so"), "7/root/lib/a.so");
  assert.equal(await located(view, "/lib/a.so"), undefined);
  assert.equal(await located(view, "/jailbreak/a.so"), undefined);
  assert.equal(await located(view, "/srv/jail/a.so"), undefined);
});

Deno.test("mountNamespaces() finds no name where the root cannot be read", async () => {
  const denied = { link: { "7/root": FAILURES.denied } };
  const view = await viewOf("7", SCANNER, processOf(7, { namespace: "mnt:[2]" }), denied);
  assert.equal(await located(view, "/lib/a.so"), undefined);
});

Deno.test("mountNamespaces() knows nothing where the namespace cannot be read", async () => {
  const view = await viewOf("7", SCANNER, processOf(7), { link: { "7/ns/mnt": FAILURES.denied } });
  assert.deepEqual([view.id, view.mounts, await located(view, "/lib/a.so")], ["", undefined, undefined]);
});

Deno.test("mountNamespaces() asks a thread for the namespace where the leader has exited", async () => {
  const exited: Said = {
    list: { "7/task": ["7", "8"] },
    link: { "7/ns/mnt": FAILURES.gone, "7/root": FAILURES.gone, "7/task/8/ns/mnt": "mnt:[2]", "7/task/8/root": "/" },
    read: { "7/mountinfo": FAILURES.unreadable, "7/task/8/mountinfo": INNER },
  };
  const view = await viewOf("7", SCANNER, processOf(7, { state: "Z" }), exited);
  assert.equal(view.id, "mnt:[2]");
  assert.equal(await located(view, "/lib/a.so"), "7/task/8/root/lib/a.so");
  assert.equal(view.mounts?.byId.has("501"), true);
});

/** The links below the root that were put there after the kernel printed names without any. */
const LINKED: Said = {
  link: {
    "self/root/lib": "usr/lib",
    "self/root/opt/app": "../srv/./app-2",
    "self/root/net": "/mnt/server",
    "self/root/var": "/data/var",
    "self/root/loop": "loop",
    "self/root/odd": "srv/../srv",
    "self/root/up": "../../../usr",
    "self/root/opt/a.so": "/net/a.so",
  },
  read: {
    "self/mountinfo": "26 1 8:1 / / rw - ext4 a rw\n30 26 0:45 / /mnt/server rw - nfs4 b rw\n" +
      "31 26 8:2 / /data rw - ext4 c rw\n",
  },
};

Deno.test("mountNamespaces() follows a directory that became a link, on the same file system", async () => {
  const view = await viewOf("7", SCANNER, processOf(7), LINKED);
  assert.equal(await located(view, "/lib/a.so"), "self/root/usr/lib/a.so");
  assert.equal(await located(view, "/opt/app/lib/b.so"), "self/root/srv/app-2/lib/b.so");
  assert.equal(await located(view, "/up/lib/a.so"), "self/root/usr/lib/a.so");
});

Deno.test("mountNamespaces() follows no link to a server, to another file system, in a circle, or over `..`", async () => {
  const view = await viewOf("7", SCANNER, processOf(7), LINKED);
  for (const name of ["/net/a.so", "/var/a.so", "/loop/a.so", "/odd/a.so"]) {
    assert.equal(await located(view, name), undefined, name);
  }
});

Deno.test("mountNamespaces() follows no link below the root of a chroot", async () => {
  const inside: Said = { link: { "7/root/lib": "usr/lib" } };
  const view = await viewOf("7", SCANNER, processOf(7, { namespace: "mnt:[2]", root: "/jail" }), inside);
  assert.equal(await located(view, "/jail/usr/lib/a.so"), "7/root/usr/lib/a.so");
  assert.equal(await located(view, "/jail/lib/a.so"), undefined);
});

Deno.test("mountNamespaces() says that a link has the name now, wherever that leads", async () => {
  const view = await viewOf("7", SCANNER, processOf(7), LINKED);
  const found = await view.stat("/opt/a.so");
  assert.deepEqual(found, {
    type: "symlink",
    device: 0,
    inode: 0,
    nlink: 1,
    size: 0,
    blocks: 0,
    ctime: null,
    mtime: null,
    uid: null,
  });
});

/** The view of the namespace that has a mount, for process 7 of the container or of the host. */
async function holding(mount: string | undefined, namespace: string): Promise<string> {
  const mountinfo = namespace === "mnt:[2]" ? INNER : "";
  const views = mountNamespaces(procOf(SCANNER, processOf(7, { namespace, mountinfo })), ["7"]);
  return (await views.holding(mount, await views.of("7"))).id;
}

Deno.test("mountNamespaces() finds the namespace of a mount, where a process brought a file along", async () => {
  assert.equal(await holding("501", "mnt:[2]"), "mnt:[2]");
  assert.equal(await holding("26", "mnt:[2]"), "mnt:[1]");
  assert.equal(await holding("30", "mnt:[1]"), "mnt:[1]");
});

Deno.test("mountNamespaces() stays with the process where no namespace has the mount, or none is known", async () => {
  assert.equal(await holding("999", "mnt:[2]"), "mnt:[2]");
  assert.equal(await holding(undefined, "mnt:[2]"), "mnt:[2]");
});

Deno.test("mountNamespaces() takes the longest list of mounts, for that of a chrooted process is cut", async () => {
  const cut = { root: "/jail", mountinfo: "26 1 8:1 /jail / rw - ext4 /dev/sda1 rw\n" };
  const inner = { namespace: "mnt:[2]", root: "/jail/deeper" };
  const longest = "600 1 8:1 /jail / rw - ext4 /dev/sda1 rw\n601 600 0:9 / /proc rw - proc proc rw\n";
  const view = await viewOf(
    "7",
    SCANNER,
    processOf(7, { ...cut, namespace: "mnt:[2]" }),
    processOf(8, { ...inner, mountinfo: longest }),
    processOf(9, { ...inner, mountinfo: "" }),
  );
  assert.deepEqual([...view.mounts!.byId.keys()], ["600", "601"]);
});

Deno.test("mountNamespaces() asks the next process where one does not tell the mounts", async () => {
  const inner = { namespace: "mnt:[2]", mountinfo: INNER };
  const silent = { read: { "7/mountinfo": FAILURES.gone } };
  const view = await viewOf("7", SCANNER, processOf(7, inner), processOf(8, inner), silent);
  assert.equal(view.mounts?.byId.has("501"), true);
});

Deno.test("mountNamespaces() knows no mounts where no process tells them", async () => {
  const view = await viewOf("7", SCANNER, processOf(7, { namespace: "mnt:[2]", mountinfo: "" }));
  assert.equal(view.mounts, undefined);
  assert.equal(await located(view, "/lib/a.so"), undefined);
});

Deno.test("mountNamespaces() reads a namespace once, however many processes are in it", async () => {
  const proc = procOf(SCANNER, processOf(7), processOf(8));
  const asked: string[] = [];
  const watched = override(proc, { read: (path) => void asked.push(path) });
  const views = mountNamespaces(watched, ["7", "8"]);
  assert.equal(await views.of("7"), await views.of("8"));
  assert.deepEqual(asked, ["self/mountinfo"]);
});

Deno.test("mountNamespaces() finds mounts by device and by id", async () => {
  const { mounts } = await viewOf("7", SCANNER, processOf(7));
  assert.deepEqual([...mounts!.byDevice.keys()], ["8:1", "0:45"]);
  assert.equal(mounts!.byDevice.get("0:45")?.mountPoint, "/net");
  assert.equal(mounts!.byId.get("30")?.type, "nfs4");
});

const TABLE = [
  "26 1 8:1 / / rw - ext4 a rw",
  "27 26 8:2 / /usr rw - xfs b rw",
  "28 26 8:3 / /usr/lib rw - btrfs c rw",
  "29 26 8:4 / /data rw - ext4 d rw",
  "30 26 0:45 / /data rw - nfs4 e rw",
  "31 26 8:5 / /my\\040disk rw - vfat f rw",
].join("\n");

const PLACES: readonly (readonly [string, string])[] = [
  ["/", "ext4"],
  ["/bin/a", "ext4"],
  ["/usr", "xfs"],
  ["/usr/bin/a", "xfs"],
  ["/usr/lib/a/b.so", "btrfs"],
  ["/usr/libexec/a", "xfs"],
  ["/usrlocal", "ext4"],
  ["/data/a", "nfs4"],
  ["/my disk/a", "vfat"],
];

Deno.test("mountNamespaces() finds the mount that a name lies on, the latest where several are at one place", async (t) => {
  const said = { read: { "self/mountinfo": TABLE } };
  const { mounts } = await viewOf("7", SCANNER, said, processOf(7));
  for (const [name, type] of PLACES) {
    await t.step(name, () => assert.equal(mounts?.at(name)?.type, type));
  }
});

Deno.test("mountNamespaces() finds no mount for a name that lies on none", async () => {
  const mountinfo = "27 26 8:2 / /usr rw - xfs b rw\n";
  const { mounts } = await viewOf("7", SCANNER, processOf(7, { namespace: "mnt:[2]", mountinfo }));
  assert.equal(mounts?.at("/lib/a.so"), undefined);
});

/** A container of process 8 beside the host, whose root is on a disk and whose `/srv` is not. */
async function inContainer(mountinfo: string, ...said: readonly Said[]): Promise<MountNamespace> {
  const host =
    "26 1 8:1 / / rw - ext4 a rw\n27 26 0:45 / /srv rw - nfs4 b rw\n28 26 0:46 / /home/u/mnt rw - fuse c rw\n";
  const self = { read: { "self/mountinfo": host }, link: { "self/ns/user": "user:[1]", "8/ns/user": "user:[1]" } };
  return await viewOf("8", SCANNER, self, processOf(7), processOf(8, { namespace: "mnt:[2]", mountinfo }), ...said);
}

/** The line of an overlay on the root, with these options. */
function overlay(options: string): string {
  return `500 499 0:60 / / rw - overlay overlay rw,${options}\n`;
}

const DOCKER =
  "lowerdir=/var/lib/docker/overlay2/l/A:/var/lib/docker/overlay2/l/B,upperdir=/var/lib/docker/overlay2/1/diff";

const CONTAINERS: readonly (readonly [string, string, boolean])[] = [
  ["Docker's, on the host's disk", overlay(DOCKER), true],
  ["Podman's, with relative paths", overlay("lowerdir=l/A:l/B,upperdir=1/diff"), true],
  ["one with a layer on a server", overlay("lowerdir=/srv/image:/var/lib/a,upperdir=/var/lib/b"), false],
  ["one whose upper layer is on FUSE", overlay("lowerdir=/var/lib/a,upperdir=/home/u/mnt/b"), false],
  ["one that shows no layers", overlay("xino=off"), false],
  ["a disk", "500 499 8:2 / / rw - xfs b rw\n", true],
  ["a type that nobody knows", "500 499 0:60 / / rw - newfs b rw\n", false],
  ["a server", "500 499 0:60 / / rw - 9p b rw\n", false],
  ["a disk mounted over a server", "500 499 0:60 / / rw - 9p b rw\n501 499 8:2 / / rw - xfs b rw\n", false],
  ["a disk below a server", "500 499 8:1 / / rw - ext4 b rw\n501 500 0:9 / /lib rw - fuse.x c rw\n", false],
];

Deno.test("mountNamespaces() asks about a name only where all file systems on the way are local", async (t) => {
  for (const [what, mountinfo, isAsked] of CONTAINERS) {
    await t.step(what, async () => {
      const view = await inContainer(mountinfo);
      assert.equal(await located(view, "/lib/a.so"), isAsked ? "8/root/lib/a.so" : undefined);
      const [mount] = view.mounts!.on("/lib/a.so");
      if (isAsked) assert.equal(view.isLocal(mount!), true);
    });
  }
});

Deno.test("mountNamespaces() asks nothing that whoever made another user namespace can have mounted", async () => {
  const mountinfo = `${overlay(DOCKER)}501 500 8:1 / /data rw - ext4 a rw\n502 500 0:70 / /tmp rw - tmpfs a rw\n`;
  const view = await inContainer(mountinfo, { link: { "8/ns/user": "user:[2]" } });
  for (const name of ["/lib/a.so", "/data/a.so", "/tmp/a.so"]) assert.equal(await located(view, name), undefined);
  // The file itself can be asked on a disk that the host has mounted too.
  const isLocal = ["500", "501", "502"].map((id) => view.isLocal(view.mounts!.byId.get(id)!));
  assert.deepEqual(isLocal, [false, true, false]);
});

Deno.test("mountNamespaces() trusts a namespace only if all processes in it belong to the own user namespace", async () => {
  const inner = processOf(9, { namespace: "mnt:[2]", mountinfo: "500 499 8:2 / / rw - xfs b rw\n" });
  const view = await inContainer("500 499 8:2 / / rw - xfs b rw\n", inner, { link: { "9/ns/user": "user:[2]" } });
  assert.equal(await located(view, "/lib/a.so"), undefined);
});

Deno.test("mountNamespaces() asks about the names of its own overlay, whose layers are out of reach", async () => {
  const said = { read: { "self/mountinfo": overlay("lowerdir=/images/1,upperdir=/images/2") } };
  const view = await viewOf("7", SCANNER, said, processOf(7));
  assert.equal(await located(view, "/lib/a.so"), "self/root/lib/a.so");
});

Deno.test("mountNamespaces() does not ask about names that are too long or too deep", async () => {
  const view = await viewOf("7", SCANNER, processOf(7));
  assert.equal(await located(view, "/d".repeat(128)), `self/root${"/d".repeat(128)}`);
  assert.equal(await located(view, "/d".repeat(129)), undefined);
  assert.equal(await located(view, `/${"d".repeat(4095)}`), undefined);
});

Deno.test("mountNamespaces() reads less of the mounts of a user who has used up his room", async () => {
  const line = (id: number): string => `${id} 1 0:${id} / /mnt/${"m".repeat(200)}${id} rw - tmpfs tmpfs rw\n`;
  const mountinfo = Array.from({ length: 2000 }, (_, id) => line(id)).join("");
  const users = [7, 8].map((pid) => processOf(pid, { namespace: `mnt:[${pid}]`, mountinfo }));
  const links = Object.fromEntries([7, 8].map((pid) => [`${pid}/ns/user`, `user:[${pid}]`]));
  const proc = override(procOf(SCANNER, ...users), { link: (path) => links[path] });
  const budget = newBudget();
  const readUser = (): Promise<undefined> => Promise.resolve(undefined);
  const namespaces = mountNamespaces(proc, ["7", "8"], budget);
  assert.equal((await namespaces.of("7")).mounts?.byId.size, 2000);
  await budget.take(100_000_000, readUser);
  assert.equal((await namespaces.of("8")).mounts, undefined);
});
