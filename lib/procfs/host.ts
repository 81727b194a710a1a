import { after } from "../base/clock.ts";
import type { Stat } from "../model/file.ts";
import type { FailureName } from "../model/scan.ts";
import { type Failure, FAILURES, isForbidden, type ProcFs, SandboxError } from "./procfs.ts";

/**
 * The calls of a runtime that the host backend is made of. Each throws what the runtime throws, and refuses a path that
 * has stray bytes (see `decodeText`) rather than ask for another one.
 */
export interface Files {
  /** The names in a directory. */
  list(path: string): readonly string[];
  /** The target of a symbolic link as text (see `decodeText`). */
  link(path: string): string;
  stat(path: string): Stat;
  /** The path without symbolic links, `.` and `..`. */
  real(path: string): string;
  read(path: string): Promise<Uint8Array>;
}

/** How the host is to be read. */
export interface HostOptions {
  /** The directory to look at: `/proc`, another procfs, or a copy of one. */
  readonly root: string;
  /** How long one read may take before it is `stuck`, in milliseconds. */
  readonly timeout: number;
}

/**
 * The `ProcFs` of this machine, or of a copy in a directory. A copy is told by its root: only that of a real procfs has
 * inode 1 and no size (a tmpfs has inode 1 too). In a copy no symbolic link is followed, for it would lead to a file
 * of this machine.
 *
 * Throws a `SandboxError` from any call that the runtime's own permissions forbid.
 */
export function hostProc(files: Files, { root, timeout }: HostOptions): ProcFs {
  const { inode, size } = files.stat(root);
  const live = inode === 1 && size === 0;
  const base = live ? root : files.real(root);
  const waiting = deadlines(timeout);

  function at(path: string): string {
    return path === "." ? base : `${base}/${path}`;
  }
  function isOutside(path: string): boolean {
    return !live && files.real(at(path)) !== at(path);
  }
  return {
    list: (path) => attempt(() => isOutside(path) ? FAILURES.unreadable : files.list(at(path)).toSorted(byNumber)),
    link: (path) => attempt(() => isOutside(parentOf(path)) ? FAILURES.unreadable : files.link(at(path))),
    stat: (path) => attempt(() => live ? files.stat(at(path)) : FAILURES.unreadable),
    async read(path): Promise<Uint8Array | Failure> {
      const outside = attempt(() => isOutside(path) ? FAILURES.unreadable : undefined);
      if (outside !== undefined) return outside;
      return await waiting(files.read(at(path)));
    },
  };
}

type Failures = Readonly<Record<string, FailureName>>;

const CODES: Failures = { EPERM: "denied", ENOENT: "gone", ESRCH: "gone", EACCES: "denied", ENOTDIR: "gone" };
/** Deno gives some errors no code, but always the number: errno(3), asm-generic/errno-base.h. */
const NUMBERS: Failures = { 1: "denied", 2: "gone", 3: "gone", 13: "denied", 20: "gone" };

function attempt<Answer>(ask: () => Answer): Answer | Failure {
  try {
    return ask();
  } catch (error) {
    return failureOf(error);
  }
}

/** The failure that a runtime's error stands for; throws a `SandboxError` where the runtime forbade the call. */
export function failureOf(error: unknown): Failure {
  const { message, code } = error as Error & { readonly code?: string };
  if (isForbidden(error)) throw new SandboxError(message, { cause: error });
  const number = /\(os error ([0-9]+)\)/.exec(message)?.[1];
  return FAILURES[CODES[code ?? ""] ?? NUMBERS[number ?? ""] ?? "unreadable"];
}

/** Numbers in ascending order, whatever order the directory is in, and before other names. */
function byNumber(left: string, right: string): number {
  return rank(left) - rank(right) || 0;
}

function rank(name: string): number {
  return /^[0-9]+$/.test(name) ? Number(name) : Number.MAX_VALUE;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

/**
 * Gives up on reads that take too long. One timer looks after all of them: a timer for each of thousands would cost
 * more than most of the reads do.
 */
function deadlines(timeout: number): (reading: Promise<Uint8Array>) => Promise<Uint8Array | Failure> {
  const open = new Map<(failure: Failure) => void, number>();
  let isWatched = false;

  function watch(milliseconds: number): void {
    isWatched = true;
    after(milliseconds, giveUpOld);
  }
  function giveUpOld(): void {
    const now = performance.now();
    for (const [giveUp, until] of open) {
      if (until > now) break;
      open.delete(giveUp);
      giveUp(FAILURES.stuck);
    }
    isWatched = false;
    if (open.size > 0) watch(Math.max(1, timeout / 20));
  }
  return (reading) =>
    new Promise((resolve, reject) => {
      function settle(answer: Uint8Array | Failure): void {
        open.delete(resolve);
        resolve(answer);
      }
      open.set(resolve, performance.now() + timeout);
      if (!isWatched) watch(timeout);
      reading.then(settle, (error) => settle(failureOf(error))).catch(reject);
    });
}
