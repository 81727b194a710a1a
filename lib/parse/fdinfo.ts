import { decodeText } from "../base/bytes.ts";

/** What `/proc/PID/fdinfo/N` tells of an open file. */
export interface DescriptorInfo {
  /** The offset in bytes. */
  readonly offset: number;
  /** The flags of open(2), access mode included. */
  readonly flags: number;
  /** The id of the mount in `mountinfo`. */
  readonly mount: string;
  /** The inode in decimal; undefined before Linux 5.14. */
  readonly inode: string | undefined;
}

/**
 * Parses `/proc/PID/fdinfo/N`, or gives undefined where the text is none. Format: proc_pid_fdinfo(5), flags in octal.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseFdinfo } from "./fdinfo.ts";
 *
 * const text = "pos:\t12\nflags:\t0102001\nmnt_id:\t26\nino:\t7\n";
 * assert.deepEqual(parseFdinfo(new TextEncoder().encode(text)), { offset: 12, flags: 0o102001, mount: "26", inode: "7" });
 * ```
 */
export function parseFdinfo(bytes: Uint8Array): DescriptorInfo | undefined {
  const fields = new Map<string, string>();
  for (const line of decodeText(bytes).split("\n", 8)) {
    const [key, value] = line.split(":\t", 2);
    if (value !== undefined && !fields.has(key!)) fields.set(key!, value.trim());
  }
  const mount = fields.get("mnt_id");
  const flags = parseInt(fields.get("flags") ?? "", 8);
  const offset = Number(fields.get("pos"));
  if (mount === undefined || Number.isNaN(flags) || Number.isNaN(offset)) return undefined;
  return { offset, flags, mount, inode: fields.get("ino") };
}
