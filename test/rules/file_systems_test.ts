import assert from "node:assert/strict";
import { isRemote } from "../../lib/rules/file_systems.ts";

const REMOTE = ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse", "fuseblk", "fuse.sshfs", "fuse.glusterfs"];
const MORE = ["autofs", "virtiofs", "lustre", "afs", "ocfs2", "gfs2", "vboxsf", "glusterfs"];
const LOCAL = [
  "ext4",
  "xfs",
  "btrfs",
  "zfs",
  "overlay",
  "tmpfs",
  "squashfs",
  "vfat",
  "nfsd",
  "fusectl",
  "proc",
  "notfuse.x",
];

Deno.test("isRemote() tells file systems whose answer comes from elsewhere", async (t) => {
  for (const type of [...REMOTE, ...MORE]) await t.step(type, () => assert.equal(isRemote(type), true));
});

Deno.test("isRemote() tells file systems that the kernel answers for", async (t) => {
  for (const type of [...LOCAL, "", "nfs5x", "NFS"]) {
    await t.step(type || "no type", () => assert.equal(isRemote(type), false));
  }
});
