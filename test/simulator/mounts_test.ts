import assert from "node:assert/strict";
import { parseMountinfo } from "../../lib/parse/mountinfo.ts";
import { decodeText } from "../../lib/base/bytes.ts";
import { containerMounts, DEFAULT_MOUNTS, formatMountinfo } from "../../simulator/mounts.ts";

const ODD = {
  id: 90,
  parent: 26,
  device: "0:70",
  point: "/mnt/a b\\c",
  type: "nfs4",
  source: "files:/x",
  root: "/r\t",
};

Deno.test("formatMountinfo() writes lines as the kernel does", () => {
  assert.equal(
    decodeText(formatMountinfo([DEFAULT_MOUNTS[0]!, ODD], "/")),
    "26 1 8:1 / / rw,relatime shared:5 - ext4 /dev/sda1 rw\n" +
      "90 26 0:70 /r\\011 /mnt/a\\040b\\134c rw,relatime shared:69 - nfs4 files:/x rw\n",
  );
});

Deno.test("formatMountinfo() leaves out what a chrooted process cannot reach", () => {
  const mounts = [...DEFAULT_MOUNTS, ODD, { ...ODD, id: 91, point: "/mnt" }];
  assert.deepEqual(parseMountinfo(formatMountinfo(mounts, "/mnt")).map(({ id, mountPoint }) => [id, mountPoint]), [
    ["90", "/a b\\c"],
    ["91", "/"],
  ]);
  assert.equal(formatMountinfo(mounts, "/srv/chroot").length, 0);
});

Deno.test("formatMountinfo() is read back as it was", () => {
  const mounts = [...DEFAULT_MOUNTS, ...containerMounts(3), ODD];
  assert.deepEqual(
    parseMountinfo(formatMountinfo(mounts, "/")).map((
      { id, device, mountPoint, type },
    ) => [id, device, mountPoint, type]),
    mounts.map(({ id, device, point, type }) => [String(id), device, point, type]),
  );
});
