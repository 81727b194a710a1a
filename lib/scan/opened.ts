import { parseFdinfo } from "../parse/fdinfo.ts";
import { unmarked } from "../parse/maps.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import type { Held } from "./finding.ts";
import { otherThreads } from "./threads.ts";

/** The marked files that a process holds open, from `/proc/PID/fd` and the threads that have a table of their own. */
export async function findOpened(proc: ProcFs, pid: string): Promise<readonly Held[] | Failure> {
  const numbers = proc.list(`${pid}/fd`);
  if (isFailure(numbers)) return numbers;
  let links = markedLinks(proc, pid, undefined, numbers);
  if (isFailure(links)) return links;
  for (const folder of otherThreads(proc, pid)) {
    const own = proc.list(`${folder}/fd`);
    if (isFailure(own) || sameNumbers(own, numbers)) continue;
    const more = markedLinks(proc, folder, folder.slice(folder.lastIndexOf("/") + 1), own);
    if (!isFailure(more)) links = [...links, ...more];
  }
  if (links.length === 0) return NONE;
  const held = await Promise.all(links.map((link) => describe(proc, link)));
  return mergeSame(held.filter((each) => each !== undefined));
}

const NONE: readonly Held[] = [];

/** A link that is marked as deleted, or that could not be read. */
interface Link {
  readonly folder: string;
  readonly thread: string | undefined;
  readonly number: string;
  readonly target: string | Failure;
}

/** The links worth a closer look; `denied` where one is refused, for then all are: ptrace(2), PTRACE_MODE_READ. */
function markedLinks(
  proc: ProcFs,
  folder: string,
  thread: string | undefined,
  numbers: readonly string[],
): readonly Link[] | Failure {
  const links: Link[] = [];
  for (const number of numbers) {
    const target = proc.link(`${folder}/fd/${number}`);
    if (isFailure(target) && target.failure === "denied") return target;
    if (typeof target === "string" ? target.endsWith(" (deleted)") : target.failure !== "gone") {
      links.push({ folder, thread, number, target });
    }
  }
  return links;
}

/** Threads nearly always share one table. The numbers tell a table of its own, unless it happens to have the same. */
function sameNumbers(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((number, index) => number === right[index]);
}

/** Looks closer at a link; undefined where the descriptor was closed, or opened anew, in the meantime. */
async function describe(proc: ProcFs, { folder, thread, number, target }: Link): Promise<Held | undefined> {
  const via = `${folder}/fd/${number}`;
  const text = await proc.read(`${folder}/fdinfo/${number}`);
  const info = isFailure(text) ? undefined : parseFdinfo(text);
  const again = proc.link(via);
  if (typeof target === "string" ? again !== target : !isFailure(again) || again.failure === "gone") return undefined;
  return {
    name: typeof target === "string" ? unmarked(target) : undefined,
    via,
    device: undefined,
    mount: info?.mount,
    inode: info?.inode,
    mappings: [],
    descriptors: [{ number, thread, offset: info?.offset, flags: info?.flags }],
  };
}

/** One entry a file, however many descriptors lead to it. */
function mergeSame(held: readonly Held[]): readonly Held[] {
  const byFile = Map.groupBy(
    held,
    (each) => each.name === undefined ? each.via : `${each.mount} ${each.inode} ${each.name}`,
  );
  return Array.from(byFile.values(), (same) => {
    const seen = new Map(
      same.flatMap(({ descriptors }) => descriptors).toReversed().map((each) => [each.number, each]),
    );
    return { ...same[0]!, descriptors: [...seen.values()].toReversed() };
  });
}
