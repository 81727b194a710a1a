// Parses /proc/PID/mountinfo: the mounts of a namespace.
import { decodeText } from "../base/bytes.ts";

/** One mount of a mount namespace. */
export interface Mount {
  readonly id: string;
  /** The device in decimal, `8:1`. */
  readonly device: string;
  /** The directory it is mounted on, with octal escapes undone. */
  readonly mountPoint: string;
  /** The type of the file system: `ext4`, `nfs4`, `fuse.sshfs`. */
  readonly type: string;
  /** The options of the file system, as the kernel writes them. */
  readonly options: string;
}

/**
 * Parses `/proc/PID/mountinfo`. A line of another shape is skipped. Format: proc_pid_mountinfo(5).
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseMountinfo } from "./mountinfo.ts";
 *
 * const line = "36 35 98:0 / /my\\040disk rw,noatime master:1 - ext4 /dev/root rw\n";
 * assert.deepEqual(parseMountinfo(new TextEncoder().encode(line)), [
 *   { id: "36", device: "98:0", mountPoint: "/my disk", type: "ext4", options: "rw" },
 * ]);
 * ```
 */
export function parseMountinfo(bytes: Uint8Array): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const line of decodeText(bytes).split("\n")) {
    const fields = line.split(" ");
    const separator = fields.indexOf("-", 6);
    const [id, , device, , point] = fields;
    const type = fields[separator + 1];
    if (separator < 0 || id === undefined || device === undefined || point === undefined || type === undefined) {
      continue;
    }
    mounts.push({ id, device, mountPoint: unescapeOctal(point), type, options: fields[separator + 3] ?? "" });
  }
  return mounts;
}

/** Undoes `\040` and its like for characters that separate fields, all of them ASCII (`mangle()` in fs/proc_namespace.c). */
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([01][0-7]{2})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
