import assert from "node:assert/strict";
import { LOCAL_TYPES, overlayLayers } from "../../lib/rules/file_systems.ts";

const REMOTE =
  "nfs nfs4 cifs smb3 9p ceph fuse fuseblk fuse.sshfs autofs virtiofs lustre ocfs2 gfs2 vboxsf overlay aufs ecryptfs";

Deno.test("LOCAL_TYPES has no type that asks anybody else, and none that asks another file system", () => {
  assert.deepEqual(REMOTE.split(" ").filter((type) => LOCAL_TYPES.includes(type)), []);
});

Deno.test("LOCAL_TYPES has what root file systems are of", () => {
  const usual = ["ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "squashfs", "erofs", "iso9660", "vfat"];
  assert.deepEqual(usual.filter((type) => !LOCAL_TYPES.includes(type)), []);
});

const LAYERS: readonly (readonly [string, string, readonly string[]])[] = [
  ["Docker's", "rw,lowerdir=/d/l/A:/d/l/B,upperdir=/d/1/diff,workdir=/d/1/work", ["/d/l/A", "/d/l/B", "/d/1/diff"]],
  ["relative ones", "rw,lowerdir=l/A:l/B,upperdir=1/diff,workdir=1/work", ["l/A", "l/B", "1/diff"]],
  ["a read-only one", "ro,lowerdir=/a:/b", ["/a", "/b"]],
  ["ones added one by one", "rw,lowerdir+=/a:b,datadir+=/c,upperdir=/d", ["/a:b", "/c", "/d"]],
  ["data-only ones", "rw,lowerdir=/a::/b", ["/a", "/b"]],
  ["none", "rw,xino=on", []],
];

Deno.test("overlayLayers() finds the layers", async (t) => {
  for (const [what, options, layers] of LAYERS) {
    await t.step(what, () => assert.deepEqual(overlayLayers({ options }), layers));
  }
});

Deno.test("overlayLayers() does not split a path at a separator that belongs to its name", () => {
  assert.equal(overlayLayers({ options: "rw,lowerdir=/a\\:b:/c\\,d" }).length, 2);
});
