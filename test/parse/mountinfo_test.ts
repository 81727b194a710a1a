import assert from "node:assert/strict";
import { type Mount, parseMountinfo } from "../../lib/parse/mountinfo.ts";
import { encodeText } from "../../lib/base/bytes.ts";

const LINES: readonly (readonly [string, string, Mount])[] = [
  [
    "one optional field",
    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue",
    { id: "36", device: "98:0", mountPoint: "/mnt2", type: "ext3", options: "rw,errors=continue" },
  ],
  [
    "no optional field",
    "21 26 0:19 / /sys rw,nosuid - sysfs sysfs rw",
    { id: "21", device: "0:19", mountPoint: "/sys", type: "sysfs", options: "rw" },
  ],
  [
    "several optional fields",
    "40 26 0:35 / /run rw shared:5 master:1 propagate_from:2 - tmpfs tmpfs rw,size=1g",
    { id: "40", device: "0:35", mountPoint: "/run", type: "tmpfs", options: "rw,size=1g" },
  ],
  [
    "a file system with a dot in its type",
    "55 26 0:60 / /net/home rw - fuse.sshfs user@host: rw,user_id=0",
    { id: "55", device: "0:60", mountPoint: "/net/home", type: "fuse.sshfs", options: "rw,user_id=0" },
  ],
  [
    "an overlay with its layers",
    "80 70 0:50 / / rw - overlay overlay rw,lowerdir=/a:/b,upperdir=/c,workdir=/d",
    {
      id: "80",
      device: "0:50",
      mountPoint: "/",
      type: "overlay",
      options: "rw,lowerdir=/a:/b,upperdir=/c,workdir=/d",
    },
  ],
  [
    "a dash for a mount point and a root",
    "81 70 8:2 - - rw - ext4 /dev/sda2 rw",
    { id: "81", device: "8:2", mountPoint: "-", type: "ext4", options: "rw" },
  ],
];

Deno.test("parseMountinfo() reads every field", async (t) => {
  for (const [what, line, mount] of LINES) {
    await t.step(what, () => assert.deepEqual(parseMountinfo(encodeText(`${line}\n`)), [mount]));
  }
});

const POINTS: readonly (readonly [string, string, string])[] = [
  ["a space, a tab and a newline", "/a\\040b\\011c\\012d", "/a b\tc\nd"],
  ["a backslash", "/a\\134b", "/a\\b"],
  ["a backslash and digits, which is no escape", "/a\\134040", "/a\\040"],
  ["a number sign", "/a\\043b", "/a#b"],
  ["beside a byte that is not UTF-8", "/\udcff\\040\udcfe", "/\udcff \udcfe"],
  ["beside a character of several bytes", "/é\\040😀", "/é 😀"],
  ["what is none", "/a\\04\\8b\\", "/a\\04\\8b\\"],
  ["what no byte can be", "/a\\400", "/a\\400"],
];

Deno.test("parseMountinfo() undoes the escapes in a mount point", async (t) => {
  for (const [what, written, point] of POINTS) {
    await t.step(what, () => {
      const [mount] = parseMountinfo(encodeText(`36 35 98:0 / ${written} rw - ext4 /dev/a rw\n`));
      assert.equal(mount?.mountPoint, point);
    });
  }
});

Deno.test("parseMountinfo() keeps the order, and passes over lines of another shape", () => {
  const lines = [
    "21 26 0:19 / /sys rw - sysfs sysfs rw",
    "",
    "garbage",
    "22 26 0:20 / /x rw shared:1 ext4 /dev/a rw",
    "23 26 0:21 / /y rw -",
    "20 26 0:18 / /proc rw - proc proc rw",
  ];
  assert.deepEqual(parseMountinfo(encodeText(lines.join("\n"))).map(({ mountPoint }) => mountPoint), ["/sys", "/proc"]);
});

Deno.test("parseMountinfo() finds no mount in an empty file, as below a chroot", () => {
  assert.deepEqual(parseMountinfo(new Uint8Array()), []);
});
