// What the type of a file system says: local, in memory, or of the kernel alone.
import type { Mount } from "../parse/mountinfo.ts";

/**
 * The types of file systems that the kernel answers for by itself, as `mountinfo` names them: on a disk of this machine,
 * or in memory. Any other type may ask a server, a daemon or another machine, and then even a `stat` can wait for ever,
 * in a state that no signal ends. So this is a list of what is known to be local, not of what is known to be remote.
 */
export const LOCAL_TYPES: readonly string[] = (
  "bcachefs btrfs cramfs devtmpfs erofs exfat ext2 ext3 ext4 f2fs hfsplus hugetlbfs iso9660 jffs2 jfs minix mqueue " +
  "msdos nilfs2 ntfs3 ramfs reiserfs romfs rootfs simfs squashfs tmpfs ubifs udf ufs vfat xfs zfs"
).split(" ");

/**
 * Returns the directories that an overlay is made of, as whoever mounted it saw them, from the options in `mountinfo`.
 * A path may be relative to a directory that is not known. Format: `ovl_show_options()` in fs/overlayfs/params.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { overlayLayers } from "./file_systems.ts";
 *
 * const options = "rw,lowerdir=/a/1:/a/2::/a/data,upperdir=/a/3,workdir=/a/4";
 * assert.deepEqual(overlayLayers({ options }), ["/a/1", "/a/2", "/a/data", "/a/3"]);
 * ```
 */
export function overlayLayers({ options }: Pick<Mount, "options">): readonly string[] {
  return splitAt(options, ",").flatMap((option) => {
    const [, key, value] = /^(lowerdir\+?|datadir\+|upperdir)=(.*)$/s.exec(option) ?? [];
    if (value === undefined) return [];
    return key === "lowerdir" ? splitAt(value, ":").filter((path) => path !== "") : [value];
  });
}

/** Splits a text at a character that has no backslash before it. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === separator) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Whether a file system of this type keeps its files in memory, so that nothing on it takes up disk space. */
export function isMemory(type: string): boolean {
  return MEMORY_TYPES.has(type);
}

const MEMORY_TYPES: ReadonlySet<string> = new Set(["tmpfs", "ramfs", "hugetlbfs", "devtmpfs", "mqueue"]);

/** The types of file systems that the kernel makes up: each file there stands for something else, and takes no space. */
export const PSEUDO_TYPES: readonly string[] = (
  "binder binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs efivarfs fusectl nfsd nsfs proc pstore resctrl " +
  "rpc_pipefs securityfs selinuxfs smackfs sysfs tracefs"
).split(" ");
