// Answers from the procfs of this machine, or from a copy of one in a directory.
import { joinBytes } from "../base/bytes.ts";
import { CLOCK, type Clock } from "../base/clock.ts";
import type { Stat } from "../model/file.ts";
import type { FailureName } from "../model/scan.ts";
import { deadlines, MOMENT } from "./deadlines.ts";
import { type Failure, FAILURES, isFailure, isForbidden, type ProcFs, READ_LIMIT, SandboxError } from "./procfs.ts";
import { ROOT, type User } from "./seats.ts";

/**
 * The file system calls of a runtime. Each throws what the runtime throws. A path with stray bytes (see `decodeText`)
 * is refused if the runtime would ask for another path instead.
 */
export interface Files {
  /** Lists the names in a directory. */
  listSync(path: string): readonly string[];
  /** Returns the target of a symbolic link as text (see `decodeText`). */
  linkSync(path: string): string;
  statSync(path: string): Stat;
  /** Resolves symbolic links, `.` and `..` in a path. */
  realSync(path: string): string;
  list(path: string): Promise<readonly string[]>;
  link(path: string): Promise<string>;
  stat(path: string): Promise<Stat>;
  /** Reads a file to its end. */
  read(path: string): Promise<Uint8Array>;
  open(path: string): Promise<OpenFile>;
  /** How many of these promises may stay unsettled for ever before the runtime has no thread left for others. */
  readonly capacity: number;
}

/** A file that is open for reading. */
export interface OpenFile {
  /** Reads into a buffer what there is, and returns how many bytes it was; 0 at the end. */
  read(buffer: Uint8Array): Promise<number>;
  close(): void;
}

/** How to read the host. */
export interface HostOptions {
  /** The directory to read: `/proc`, another procfs, or a copy of one. */
  readonly root: string;
  /** How long one question may take, in milliseconds. One that takes longer is `stuck`. */
  readonly timeout: number;
  /** What tells how long that is (default: the clock of the machine). */
  readonly clock?: Clock;
}

/**
 * Opens the procfs of this machine, or a copy of one in a directory. A real procfs is recognized by its root, which has
 * inode 1 and size 0. In a copy no symbolic link is followed, because it would lead to a file of this machine.
 *
 * What has not answered once is not asked again until it has: a file of a process, or anything below its `root`. Any call
 * throws a `SandboxError` if the permissions of the runtime forbid it.
 */
export function hostProc(files: Files, { root, timeout, clock = CLOCK }: HostOptions): ProcFs {
  const { inode, size } = files.statSync(root);
  const live = inode === 1 && size === 0;
  const base = live ? root : files.realSync(root);
  const wait = deadlines({ timeout, capacity: files.capacity, clock });
  const stuck = new Set<string>();
  const waited = new Map<string, number>();
  const users = new Map<string, User>();

  function at(path: string): string {
    return path === "." ? base : `${base}/${path}`;
  }
  function isOutside(path: string): boolean {
    return !live && files.realSync(at(path)) !== at(path);
  }
  /** Asks what can wait. `path` must not lead outside of a copy. */
  async function ask<Answer>(
    path: string,
    call: (onProgress: () => void) => Promise<Answer>,
    inside = path,
  ): Promise<Answer | Failure> {
    const kind = kindOf(path);
    if (stuck.has(kind)) return FAILURES.stuck;
    const outside = live ? undefined : attempt(() => isOutside(inside) ? FAILURES.unreadable : undefined);
    if (outside !== undefined) return outside;
    let asked = 0;
    const answer = await wait((onProgress) => {
      asked = clock.now();
      return call(onProgress).catch(failureOf).finally(() => stuck.delete(kind));
    }, () => SHORT.test(path) ? ROOT : userOf(path.split("/", 1)[0]!));
    if (answer === FAILURES.stuck || kind.endsWith(MEMORY) && addWait(kind, clock.now() - asked) >= timeout) {
      stuck.add(kind);
    }
    return answer;
  }
  /** The kernel answers from its own memory to whom a process belongs. */
  function userOf(directory: string): User {
    if (!users.has(directory)) {
      const stat = attempt(() => files.statSync(at(directory)));
      users.set(directory, isFailure(stat) ? undefined : stat.uid ?? undefined);
    }
    return users.get(directory);
  }
  /** Adds up how long slow answers take: a process may hold its memory for a moment at each of a thousand questions. */
  function addWait(kind: string, took: number): number {
    // More than that counts as lost in any case, or it was the main thread that had no time.
    const sum = (waited.get(kind) ?? 0) + (took < QUICK ? 0 : Math.min(took, MOMENT));
    waited.set(kind, sum);
    return sum;
  }
  function readStart(path: string, limit: number): Promise<Uint8Array | Failure> {
    return ask(path, () => readFileStart(files, at(path), limit));
  }
  return {
    listSync: (path) => attempt(() => isOutside(path) ? FAILURES.unreadable : sorted(files.listSync(at(path)))),
    linkSync(path): string | Failure {
      // `self` in a copy leads to whoever made it, and that is a process like any other.
      if (!live && path === "self") return FAILURES.gone;
      const target = attempt(() => isOutside(parentOf(path)) ? FAILURES.unreadable : files.linkSync(at(path)));
      return !live && target === FAILURES.gone && path.endsWith("/exe") ? FAILURES.unreadable : target;
    },
    list: (path) => ask(path, async () => sorted(await files.list(at(path)))),
    link: (path) => ask(path, () => files.link(at(path)), parentOf(path)),
    stat: (path) => live ? ask(path, () => files.stat(at(path))) : Promise.resolve(FAILURES.unreadable),
    async read(path): Promise<Uint8Array | Failure> {
      if (live && SHORT.test(path)) return await ask(path, () => files.read(at(path)));
      const bytes = await readStart(path, READ_LIMIT + 1);
      return !isFailure(bytes) && bytes.length > READ_LIMIT ? FAILURES.unreadable : bytes;
    },
    readStart,
    async readPieces(path, visit): Promise<Failure | undefined> {
      let isOver = false;
      const failure = await ask(path, (onProgress) =>
        eachPiece(files, at(path), (piece) => {
          onProgress();
          return !isOver && visit(piece);
        }));
      isOver = true;
      return failure;
    },
  };
}

/**
 * What waits for the same: `maps`, `cmdline` and all below `map_files` for the memory of a process, which its threads
 * share, all below `root` for its files.
 */
function kindOf(path: string): string {
  const [directory = "", name = "", , ofThread] = path.split("/", 4);
  const last = name === "task" ? ofThread ?? name : name;
  return `${directory}/${last === "map_files" || last === "cmdline" ? "maps" : last}`;
}

/** How the kinds end that wait for the memory of a process. */
const MEMORY = "/maps";

/** An answer that takes less is not slow, in milliseconds. */
const QUICK = 10;

/** Files that the kernel makes of what it knows itself: they are short and come without waiting. */
const SHORT = /^(?:stat|sys\/kernel\/.*|(?:self|[0-9]+)\/(?:task\/[0-9]+\/)?(?:stat|status|cgroup))$/;

/** Reads the first bytes of a file, at most `limit`. */
export async function readFileStart(files: Files, path: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  await eachPiece(files, path, (piece) => {
    pieces.push(piece.slice(0, limit - length));
    length += piece.length;
    return length < limit;
  });
  return pieces.length === 1 ? pieces[0]! : joinBytes(pieces);
}

/** Reads a file in pieces until its end, or until `visit` returns false. */
async function eachPiece(
  files: Files,
  path: string,
  visit: (piece: Uint8Array<ArrayBuffer>) => boolean,
): Promise<undefined> {
  const file = await files.open(path);
  const buffer = BUFFERS.pop() ?? new Uint8Array(PIECE);
  try {
    for (;;) {
      const length = await file.read(buffer);
      if (length === 0 || !visit(buffer.subarray(0, length))) return undefined;
    }
  } finally {
    BUFFERS.push(buffer);
    file.close();
  }
}

/** Those that are free. One that is being read into, perhaps for ever, is not among them. */
const BUFFERS: Uint8Array<ArrayBuffer>[] = [];

/** Most files of a procfs give no more than a page at once. */
const PIECE = 16_384;

type Failures = Readonly<Record<string, FailureName>>;

const CODES: Failures = { EPERM: "denied", ENOENT: "gone", ESRCH: "gone", EACCES: "denied", ENOTDIR: "gone" };
/** Some errors of Deno have no code, but all have the number: errno(3), asm-generic/errno-base.h. */
const NUMBERS: Failures = { 1: "denied", 2: "gone", 3: "gone", 13: "denied", 20: "gone" };

function attempt<Answer>(ask: () => Answer): Answer | Failure {
  try {
    return ask();
  } catch (error) {
    return failureOf(error);
  }
}

/** Returns the failure that an error of the runtime stands for. Throws a `SandboxError` if that forbade it. */
export function failureOf(error: unknown): Failure {
  const { message, code } = error as Error & { readonly code?: string };
  if (isForbidden(error)) throw new SandboxError(message, { cause: error });
  const number = /\(os error ([0-9]+)\)/.exec(message)?.[1];
  return FAILURES[CODES[code ?? ""] ?? NUMBERS[number ?? ""] ?? "unreadable"];
}

/** Sorts numbers in ascending order, and before all other names. */
function sorted(names: readonly string[]): readonly string[] {
  return names.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf(name: string): number {
  return /^[0-9]+$/.test(name) ? Number(name) : Number.MAX_VALUE;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
