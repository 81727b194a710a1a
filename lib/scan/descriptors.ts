// Reads the deleted files that a process has open.
import { baseName } from "../base/base_name.ts";
import { decodeText } from "../base/bytes.ts";
import { groupBy } from "../base/group_by.ts";
import type { DeletedFile } from "../model/file.ts";
import { parseFdinfo } from "../parse/fdinfo.ts";
import { unmarked } from "../parse/maps.ts";
import { parseStat } from "../parse/stat.ts";
import { parseTableSize } from "../parse/status.ts";
import { type Failure, FAILURES, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { type Allowance, newAllowance } from "./budget.ts";
import { otherThreads } from "./process.ts";
import { isSameTable } from "./screen.ts";

/** Reads the deleted files that a process has open, from `/proc/PID/fd` and from threads with their own table. */
export async function readOpenFiles(
  proc: ProcFs,
  pid: string,
  allowance = newAllowance(),
): Promise<readonly DeletedFile[] | Failure> {
  if (await isTooMuch(proc, pid, allowance)) return NONE;
  const names = proc.listSync(`${pid}/fd`);
  if (isFailure(names) && !await hasExited(proc, pid, names)) return names;
  const numbers = isFailure(names) ? [] : names;
  const links: Link[] = [];
  const failure = addMarkedLinks(links, proc, { directory: pid, thread: undefined, numbers, allowance });
  if (failure !== undefined) return failure;
  const threads = otherThreads(proc, pid);
  for (const directory of threads) {
    if (allowance.isFull() || await isTooMuch(proc, directory, allowance)) break;
    const own = proc.listSync(`${directory}/fd`);
    if (isFailure(own)) continue;
    allowance.skim(own.length * LINK);
    if (isSameTable((path) => proc.linkSync(path), { directory, own, leader: pid, numbers, threads: threads.length })) {
      continue;
    }
    const thread = baseName(directory);
    addMarkedLinks(links, proc, { directory, thread, numbers: own, allowance });
  }
  if (links.length === 0) return NONE;
  const files: DeletedFile[] = [];
  for (const link of links) {
    const file = await describe(proc, link);
    if (file !== undefined) files.push(file);
  }
  return mergeSame(files);
}

const NONE: readonly DeletedFile[] = [];

/** Whether a table is too large to be listed where room is scarce: there is no way to list a part of it. */
async function isTooMuch(proc: ProcFs, directory: string, allowance: Allowance): Promise<boolean> {
  if (!allowance.isNarrow) return false;
  const text = await proc.read(`${directory}/status`);
  allowance.expect(isFailure(text) ? 0 : LINK * parseTableSize(decodeText(text)));
  return allowance.isFull();
}

/** A descriptor whose link is marked as deleted or could not be read. */
interface Link {
  readonly directory: string;
  readonly thread: string | undefined;
  readonly number: string;
  readonly target: string | Failure;
}

/** A table of descriptors, and how many of them may be kept. */
interface Table {
  readonly directory: string;
  readonly thread: string | undefined;
  readonly numbers: readonly string[];
  readonly allowance: Allowance;
}

/**
 * Reads the links of descriptors, and adds those that are marked while there is room for them. If one is `denied`, all
 * are: ptrace(2), PTRACE_MODE_READ.
 */
function addMarkedLinks(
  links: Link[],
  proc: ProcFs,
  { directory, thread, numbers, allowance }: Table,
): Failure | undefined {
  for (const number of numbers) {
    if (allowance.isFull()) break;
    allowance.skim(LINK);
    const target = proc.linkSync(`${directory}/fd/${number}`);
    if (isFailure(target) && target.failure === "denied") return target;
    if (typeof target === "string" ? unmarked(target) !== undefined : target.failure !== "gone") {
      if (!allowance.takeFile(typeof target === "string" ? target : undefined)) return undefined;
      links.push({ directory, thread, number, target });
    }
  }
  return undefined;
}

/** To list a descriptor or to read its link takes about as long as to read so many bytes. */
const LINK = 512;

/** Returns whether the process has ended. Then it has nothing open, but an ordinary user may not list that either. */
async function hasExited(proc: ProcFs, pid: string, { failure }: Failure): Promise<boolean> {
  const text = failure === "denied" ? await proc.read(`${pid}/stat`) : FAILURES.gone;
  return !isFailure(text) && parseStat(text)?.exiting === true;
}

/** Reads more about a descriptor. Returns undefined if it was closed or reopened in the meantime. */
async function describe(proc: ProcFs, { directory, thread, number, target }: Link): Promise<DeletedFile | undefined> {
  const procPath = `${directory}/fd/${number}`;
  // It also lists the locks on the file, of which there may be any number.
  const text = await proc.readStart(`${directory}/fdinfo/${number}`, 4096);
  const info = isFailure(text) ? undefined : parseFdinfo(text);
  const again = proc.linkSync(procPath);
  if (typeof target === "string" ? again !== target : !isFailure(again) || again.failure === "gone") return undefined;
  return {
    name: typeof target === "string" ? unmarked(target) : undefined,
    procPath,
    device: undefined,
    mountId: info?.mountId,
    inode: info?.inode,
    isProgram: false,
    mappings: [],
    descriptors: [{ number, thread, offset: info?.offset, flags: info?.flags }],
  };
}

/** Makes one entry for each file, however many descriptors lead to it. */
function mergeSame(files: readonly DeletedFile[]): readonly DeletedFile[] {
  const byFile = groupBy(
    files,
    (each) => each.name === undefined ? each.procPath : `${each.mountId} ${each.inode} ${each.name}`,
  );
  return Array.from(byFile.values(), (same) => {
    const seen = new Map(
      same.flatMap(({ descriptors }) => descriptors).toReversed().map((each) => [each.number, each]),
    );
    return { ...same[0]!, descriptors: [...seen.values()].toReversed() };
  });
}
