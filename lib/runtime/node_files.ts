// Reads files through Node.
import type { BigIntStats } from "node:fs";
import { decodeText, encodeText, isPlain } from "../base/bytes.ts";
import type { Stat } from "../model/file.ts";
import type { Files, OpenFile } from "../procfs/host.ts";
import { fileTypeOf } from "../procfs/procfs.ts";
import { THREADS } from "./node_process.ts";

/** The file system calls of Node. */
export interface NodeFiles {
  readonly files: Files;
  /** Waits a moment for the last answers. Resolves to whether all have come. */
  settle(): Promise<boolean>;
}

/** Returns the file system calls of Node, or of Bun. */
export function nodeFiles(fs: typeof import("node:fs")): NodeFiles {
  const waiting = new Set<Promise<unknown>>();

  /** Calls with a callback, which takes half of the time that `fs.promises` takes. */
  function ask<Answer>(call: (callback: Callback<Answer>) => void): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      call((error, value) => error === null ? resolve(value) : reject(plainError(error)));
    });
    const end = answer.then(() => {}, () => {}).then(() => void waiting.delete(end));
    waiting.add(end);
    return answer;
  }
  return {
    files: {
      listSync: (path) => plainly(() => fs.readdirSync(bytesOf(path))),
      linkSync: (path) => plainly(() => decodeText(fs.readlinkSync(bytesOf(path), BYTES))),
      statSync: (path) => plainly(() => recordOf(fs.statSync(bytesOf(path), BIGINT))),
      realSync: (path) => plainly(() => fs.realpathSync.native(bytesOf(path))),
      list: (path) => ask((callback) => fs.readdir(bytesOf(path), callback)),
      link: async (path) => decodeText(await ask((callback) => fs.readlink(bytesOf(path), BYTES, callback))),
      stat: async (path) => recordOf(await ask((callback) => fs.stat(bytesOf(path), BIGINT, callback))),
      read: (path) => ask((callback) => fs.readFile(bytesOf(path), callback)),
      async open(path): Promise<OpenFile> {
        const file = await ask<number>((callback) => fs.open(bytesOf(path), callback));
        return {
          read: (buffer) => ask((callback) => fs.read(file, buffer, 0, buffer.length, null, callback)),
          close: () => fs.closeSync(file),
        };
      },
      capacity: Number(THREADS) - 8,
    },
    async settle(): Promise<boolean> {
      await Promise.race([Promise.all(waiting), new Promise((resolve) => setTimeout(resolve, LAST_ANSWERS))]);
      return waiting.size === 0;
    },
  };
}

type Callback<Answer> = (error: NodeJS.ErrnoException | null, answer: Answer) => void;

const BYTES = { encoding: "buffer" } as const;
const BIGINT = { bigint: true } as const;

/** How long to wait at the end for answers that were given up, in milliseconds. */
const LAST_ANSWERS = 200;

/** Calls Node, and rewords its errors as Deno words them. */
export function plainly<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    throw plainError(error as NodeJS.ErrnoException);
  }
}

/** `ENOENT: no such file or directory, stat '/x'` becomes `No such file or directory (os error 2)`. */
function plainError(error: NodeJS.ErrnoException): Error {
  const { code, errno, message } = error;
  if (code === undefined || errno === undefined) return error;
  const text = message.slice(code.length + 2).replace(/, \w+( '.*)?$/s, "");
  const plain = new Error(`${text.slice(0, 1).toUpperCase()}${text.slice(1)} (os error ${-errno})`, { cause: error });
  return Object.assign(plain, { code });
}

/** Returns a path as Node takes it: bytes, if it is not UTF-8. */
function bytesOf(path: string): string | Buffer {
  return isPlain(path) ? path : encodeText(path) as Buffer;
}

function recordOf(info: BigIntStats): Stat {
  return {
    type: fileTypeOf(Number(info.mode)),
    device: Number(info.dev),
    inode: Number(info.ino),
    nlink: Number(info.nlink),
    size: Number(info.size),
    blocks: Number(info.blocks),
    ctime: 1000 * Number(info.ctimeNs / SECOND),
    mtime: Number(info.mtimeNs / MILLISECOND),
    uid: Number(info.uid),
  };
}

/** In nanoseconds. Deno says no more than the second, so no runtime does. */
const SECOND = 1_000_000_000n;
const MILLISECOND = 1_000_000n;
