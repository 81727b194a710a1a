import { encodeText, isPlain } from "../lib/base/bytes.ts";
import type { Stat } from "../lib/model/file.ts";
import { type Failure, FAILURES } from "../lib/procfs/procfs.ts";
import type { Machine, SimulatedFile } from "./machine.ts";

/** A file with the name that the kernel shows. */
export interface MarkedFile extends SimulatedFile {
  readonly name: string;
  readonly deleted?: true | "openvz";
}

/** Returns the inode of a file: its own, or one made from its name, another one if the file is deleted. */
export function inodeOf({ name, deleted, inode }: MarkedFile): number {
  if (inode !== undefined) return inode;
  return name.startsWith("/") ? 2 + (hash(deleted === undefined ? name : `${name} (deleted)`) >>> 1) : 0;
}

/** Returns what `stat` says of a file on this device. */
export function statOf(file: MarkedFile, device: string, times: Times): Stat {
  const size = file.size ?? 196_608;
  const isMarked = file.deleted !== undefined;
  return {
    type: file.type ?? "file",
    device: deviceNumber(file.statDevice ?? device),
    inode: inodeOf(file),
    nlink: file.links ?? (isMarked ? 0 : 1),
    size,
    blocks: file.blocks ?? 8 * Math.ceil(size / 4096),
    ctime: file.changed !== undefined ? Date.parse(file.changed) : isMarked ? times.upgraded : times.booted,
    mtime: file.written !== undefined ? Date.parse(file.written) : times.booted - YEAR,
    uid: file.owner ?? 0,
  };
}

/** In milliseconds. */
const YEAR = 31_536_000_000;

/** When things happened on a machine, in milliseconds since 1970. */
export interface Times {
  readonly booted: number;
  readonly upgraded: number;
}

/** Returns the times of a machine, which was upgraded an hour ago. */
export function timesOf({ time, uptime }: Machine): Times {
  const now = Date.parse(time);
  return { booted: now - uptime * 1000, upgraded: now - 3_600_000 };
}

/** Returns the name with the kernel's mark. */
export function markedName({ name, deleted }: MarkedFile): string {
  if (deleted === "openvz") return `(deleted)${name}`;
  return deleted ? `${name} (deleted)` : name;
}

/** Returns the target of a link to a file. One that does not fit in a page cannot be read: `do_proc_readlink()`. */
export function linkTo(file: MarkedFile): string | Failure {
  const target = markedName(file);
  return byteLength(target) > 4095 ? FAILURES.unreadable : target;
}

/** Whether `stat` can be asked of a name below `/proc/self/root`: it must be UTF-8 and fit in a path. */
export function isAskable(name: string): boolean {
  return isPlain(name) && byteLength(name) < 4096 - "/proc/self/root".length;
}

/** Returns the length in bytes; for a short text, the longest that it can be. */
function byteLength(text: string): number {
  return text.length < 1000 ? 3 * text.length : encodeText(text).length;
}

/** Returns a device as `stat` has it, from `8:1`: `new_encode_dev()` in include/linux/kdev_t.h. */
export function deviceNumber(device: string): number {
  const colon = device.indexOf(":");
  const [major, minor] = [Number(device.slice(0, colon)), Number(device.slice(colon + 1))];
  return (minor & 0xff) + major * 0x100 + (minor >>> 8) * 0x100000;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
