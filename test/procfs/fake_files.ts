import type { Files } from "../../lib/procfs/host.ts";
import type { Clock } from "../../lib/base/clock.ts";
import type { Stat } from "../../lib/model/file.ts";
import type { FailureName } from "../../lib/model/scan.ts";
import { type Failure, isFailure, type ProcFs } from "../../lib/procfs/procfs.ts";
import { statOf } from "../answers.ts";

/** The answers of a file system, for the calls that wait and those that do not. */
export interface Told {
  readonly list?: (path: string) => readonly string[];
  readonly link?: (path: string) => string;
  readonly stat?: (path: string) => Stat;
  readonly real?: (path: string) => string;
  readonly read?: (path: string) => Promise<Uint8Array>;
}

/** A file system of which only what is told answers; every other call fails the test, for nobody handles its error. */
export function fakeFiles(told: Told): Files {
  const unexpected = (call: string) => (path: string): never => {
    throw denoError("NotCapable", `Unexpected call: ${call} "${path}"`);
  };
  const { list = unexpected("list"), link = unexpected("link"), stat = unexpected("stat"), real = unexpected("real") } =
    told;
  const { read = unexpected("read") } = told;
  return {
    listSync: list,
    linkSync: link,
    statSync: stat,
    realSync: real,
    // deno-lint-ignore require-await
    list: async (path) => list(path),
    // deno-lint-ignore require-await
    link: async (path) => link(path),
    // deno-lint-ignore require-await
    stat: async (path) => stat(path),
    read,
    open: async (path) => openBytes(await read(path)),
    capacity: 24,
  };
}

/**
 * A file system that answers what a procfs in memory does, but every question that can wait only after a while. `uidOf`
 * tells to whom a process belongs.
 */
export function slowFiles(
  proc: ProcFs,
  clock: Clock,
  delayOf: (path: string) => number,
  uidOf: (pid: string) => number,
): Files {
  const inside = (path: string): string => path === "/proc" ? "." : path.slice("/proc/".length);
  const later = (path: string): Promise<void> =>
    new Promise((resolve) => {
      const delay = delayOf(inside(path));
      if (delay === 0) resolve();
      else if (delay < Infinity) clock.after(delay, resolve);
    });
  const files: Omit<Files, "open" | "read" | "capacity"> = {
    listSync: (path) => orThrow(proc.listSync(inside(path))),
    linkSync: (path) => orThrow(proc.linkSync(inside(path))),
    statSync: (path) => path === "/proc" ? LIVE : { ...LIVE, uid: uidOf(inside(path)) },
    realSync: (path) => path,
    list: (path) => later(path).then(() => files.listSync(path)),
    link: (path) => later(path).then(() => files.linkSync(path)),
    stat: (path) => later(path).then(async () => orThrow(await proc.stat(inside(path)))),
  };
  const read = (path: string): Promise<Uint8Array> =>
    later(path).then(async () => orThrow(await proc.read(inside(path))));
  return { ...files, read, open: async (path) => openBytes(await read(path)), capacity: 24 };
}

function orThrow<Answer>(answer: Answer | Failure): Answer {
  if (isFailure(answer)) throw denoError("Error", `It is ${answer.failure}`, CODES[answer.failure]);
  return answer;
}

const CODES: Readonly<Partial<Record<FailureName, string>>> = { gone: "ENOENT", denied: "EACCES" };

/** A file that is open, of these bytes. */
export function openBytes(bytes: Uint8Array): Awaited<ReturnType<Files["open"]>> {
  let at = 0;
  return {
    read(buffer): Promise<number> {
      const piece = bytes.subarray(at, at + buffer.length);
      buffer.set(piece);
      at += piece.length;
      return Promise.resolve(piece.length);
    },
    close(): void {},
  };
}

/** A procfs at `/proc`, which has inode 1 and no size. */
export const LIVE = statOf({ type: "directory", inode: 1, size: 0 });

/** An error of Deno, by its class, its message and, where it has one, its code. */
export function denoError(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}
