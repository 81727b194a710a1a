import { after } from "../base/clock.ts";
import type { Stat } from "../model/file.ts";
import type { FailureName } from "../model/scan.ts";
import { type Failure, FAILURES, isForbidden, type ProcFs, SandboxError } from "./procfs.ts";

/**
 * The file system calls of a runtime. Each throws what the runtime throws. A path with stray bytes (see `decodeText`)
 * is refused if the runtime would ask for another path instead.
 */
export interface Files {
  /** Lists the names in a directory. */
  list(path: string): readonly string[];
  /** Returns the target of a symbolic link as text (see `decodeText`). */
  link(path: string): string;
  stat(path: string): Stat;
  /** Resolves symbolic links, `.` and `..` in a path. */
  real(path: string): string;
  read(path: string): Promise<Uint8Array>;
}

/** How to read the host. */
export interface HostOptions {
  /** The directory to read: `/proc`, another procfs, or a copy of one. */
  readonly root: string;
  /** How long one read may take, in milliseconds. One that takes longer is `stuck`. */
  readonly timeout: number;
}

/**
 * Opens the procfs of this machine, or a copy of one in a directory. A real procfs is recognized by its root, which has
 * inode 1 and size 0. In a copy no symbolic link is followed, because it would lead to a file of this machine.
 *
 * Any call throws a `SandboxError` if the permissions of the runtime forbid it.
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
 * Gives up on reads that take too long. One timer serves all of them: thousands of timers would cost more than most of
 * the reads.
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
