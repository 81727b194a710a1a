// Parses /proc/PID/fdinfo/N: the offset and the flags of an open file.
import { decodeText } from "../base/bytes.ts";
import type { FileDescriptor } from "../model/file.ts";

/** What `/proc/PID/fdinfo/N` says of an open file. */
export interface DescriptorInfo {
  /** The offset in bytes. */
  readonly offset: number;
  /** The flags of open(2), access mode included. */
  readonly flags: number;
  /** The id of the mount in `mountinfo`. */
  readonly mountId: string;
  /** The inode in decimal; undefined before Linux 5.14. */
  readonly inode: string | undefined;
}

/**
 * Parses `/proc/PID/fdinfo/N`. Returns undefined if the text has another shape. Format: proc_pid_fdinfo(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseFdinfo } from "./fdinfo.ts";
 *
 * const text = "pos:\t12\nflags:\t0102001\nmnt_id:\t26\nino:\t7\n";
 * assert.deepEqual(parseFdinfo(new TextEncoder().encode(text)), { offset: 12, flags: 0o102001, mountId: "26", inode: "7" });
 * ```
 */
export function parseFdinfo(bytes: Uint8Array): DescriptorInfo | undefined {
  const fields = new Map<string, string>();
  for (const line of decodeText(bytes).split("\n", 8)) {
    const [key, value] = line.split(":\t", 2);
    if (value !== undefined && !fields.has(key!)) fields.set(key!, value.trim());
  }
  const mountId = fields.get("mnt_id");
  const flags = parseInt(fields.get("flags") ?? "", 8);
  const offset = Number(fields.get("pos"));
  if (mountId === undefined || Number.isNaN(flags) || Number.isNaN(offset)) return undefined;
  return { offset, flags, mountId, inode: fields.get("ino") };
}

/** What a process may do with a descriptor. */
export type AccessMode = "read" | "write" | "read and write" | "append" | "path";

const ACCESS: readonly AccessMode[] = ["read", "write", "read and write", "path"];
const ACCESS_MASK = 0o3;
/** The values of x86 and most others: asm-generic/fcntl.h. */
const APPEND = 0o2000;
const PATH = 0o10000000;

/** Returns how a descriptor was opened, or undefined if that is not known. */
export function accessMode({ flags }: FileDescriptor): AccessMode | undefined {
  if (flags === undefined) return undefined;
  if ((flags & PATH) !== 0) return "path";
  const access = ACCESS[flags & ACCESS_MASK];
  return access !== "read" && (flags & APPEND) !== 0 ? "append" : access;
}
