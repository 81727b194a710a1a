import { groupBy } from "../base/group_by.ts";
import { type Caution, findCaution } from "../advice/cautions.ts";
import type { Finding, HeldDescriptor, UsedFile } from "../model/finding.ts";
import { accessMode } from "../parse/open_flags.ts";
import { escapeText } from "./escape.ts";
import { isName } from "../advice/restart_step.ts";
import { formatBytes } from "./quantities.ts";

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
  readonly descriptors: readonly HeldDescriptor[];
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

/** How much space would come back, from what, and how; nothing where none would. */
export function formatSpace(findings: readonly Finding[], cautions: readonly Caution[]): string {
  const space = findSpace(findings);
  if (space.length === 0) return "";
  const total = space.reduce((sum, { bytes }) => sum + bytes, 0);
  const sizes = space.map(({ bytes }) => formatBytes(bytes));
  const width = sizes.reduce((width, size) => Math.max(width, size.length), 0);
  const lines = space.map((each, index) => {
    const holders = each.holders.map(({ process: { pid } }) => pid).join(",");
    const advice = [...new Set(each.holders.map((holder) => adviceFor(holder, cautions)))].map((line) =>
      `${" ".repeat(width + 4)}${line}\n`
    ).join(
      "",
    );
    return `  ${sizes[index]!.padStart(width)}  ${escapeText(each.name)}, held by ${holders}\n${advice}`;
  });
  return `${formatBytes(total)} would come back in all:\n${lines.join("")}`;
}

/** A name that is still there holds its space by itself, and so does what was never on a disk. */
function takesSpace({ stat, descriptors }: UsedFile): boolean {
  return descriptors.length > 0 && stat?.type === "file" && stat.links === 0 && stat.blocks > 0;
}

function adviceFor({ process: { pid, owner }, descriptors }: Holder, cautions: readonly Caution[]): string {
  const appending = descriptors.find((descriptor) =>
    accessMode(descriptor) === "append" && descriptor.thread === undefined
  );
  const truncate = `: > /proc/${pid}/fd/${appending?.number} (empties it at once; what is in it is lost)`;
  const unit = owner?.kind === "system-unit" && isRestartable(owner.unit, cautions) ? owner.unit : undefined;
  const reopen = unit === undefined
    ? `have ${pid} close or reopen it, or end it`
    : `systemctl reload-or-restart ${unit}`;
  return appending === undefined ? reopen : `${reopen}; or ${truncate}`;
}

function isRestartable(unit: string, cautions: readonly Caution[]): boolean {
  return isName(unit) && findCaution(unit, cautions) === undefined;
}
