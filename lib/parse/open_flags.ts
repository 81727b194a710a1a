import type { HeldDescriptor } from "../model/finding.ts";

/** What a process may do through a descriptor. */
export type AccessMode = "read" | "write" | "read and write" | "append" | "path";

const ACCESS: readonly AccessMode[] = ["read", "write", "read and write", "path"];
const ACCESS_MASK = 0o3;
/** The values of x86 and most others: asm-generic/fcntl.h. */
const APPEND = 0o2000;
const PATH = 0o10000000;

/** How a descriptor was opened; undefined where that is not known. */
export function accessMode({ flags }: HeldDescriptor): AccessMode | undefined {
  if (flags === undefined) return undefined;
  if ((flags & PATH) !== 0) return "path";
  const access = ACCESS[flags & ACCESS_MASK];
  return access !== "read" && (flags & APPEND) !== 0 ? "append" : access;
}
