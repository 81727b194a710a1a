import { groupBy } from "../base/group_by.ts";
import type { Caution } from "../model/advice.ts";
import type { FileDescriptor, UsedFile } from "../model/file.ts";
import type { Finding } from "../model/scan.ts";
import { accessMode } from "../parse/fdinfo.ts";
import { findNamedCaution } from "./named_cautions.ts";
import { isPlainName } from "./commands.ts";

/** A deleted file that takes up space, and who holds it. */
export interface HeldSpace {
  readonly name: string;
  /** The space on disk, in bytes. */
  readonly bytes: number;
  readonly holders: readonly Holder[];
}

/** A process that holds a file open. */
export interface Holder {
  readonly process: Finding["process"];
  readonly descriptors: readonly FileDescriptor[];
}

/** The deleted files that take up space, the largest first, each once however many processes and descriptors hold it. */
export function findSpace(findings: readonly Finding[]): readonly HeldSpace[] {
  const held = findings.flatMap(({ process, files }) =>
    files.filter(takesSpace).map((file) => ({ file, holder: { process, descriptors: file.descriptors } }))
  );
  const byInode = groupBy(held, ({ file: { stat } }) => `${stat!.device}:${stat!.inode}`);
  return Array.from(byInode.values(), (same) => ({
    name: same[0]!.file.name,
    bytes: 512 * same[0]!.file.stat!.blocks,
    holders: same.map(({ holder }) => holder),
  })).toSorted((left, right) => right.bytes - left.bytes);
}

/** Adds up the disk space that processes keep from coming back, in bytes, each file once. */
export function heldBytes(findings: readonly Finding[]): number {
  return findSpace(findings).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Advises how to have one holder give the space of a file back. */
export function adviseRelease(
  { process: { pid, service }, descriptors }: Holder,
  cautions: readonly Caution[],
): string {
  const appending = descriptors.find((descriptor) =>
    accessMode(descriptor) === "append" && descriptor.thread === undefined
  );
  const truncate = `: > /proc/${pid}/fd/${appending?.number} (empties it at once; what is in it is lost)`;
  const unit = service?.kind === "system-unit" && isRestartable(service.unit, cautions) ? service.unit : undefined;
  const reopen = unit === undefined
    ? `have ${pid} close or reopen it, or end it`
    : `systemctl reload-or-restart ${unit}`;
  return appending === undefined ? reopen : `${reopen}; or ${truncate}`;
}

/** A name that is still there holds its space by itself, and so does what was never on a disk. */
function takesSpace({ stat, descriptors }: UsedFile): boolean {
  return descriptors.length > 0 && stat?.type === "file" && stat.nlink === 0 && stat.blocks > 0;
}

function isRestartable(unit: string, cautions: readonly Caution[]): boolean {
  return isPlainName(unit) && !cautions.some(({ pattern }) => pattern.test(unit)) &&
    findNamedCaution(unit) === undefined;
}
