import type { BigIntStats } from "node:fs";
import { decodeText, encodeText, isPlain } from "../base/bytes.ts";
import type { Stat } from "../model/file.ts";
import type { Files } from "../procfs/host.ts";
import { fileTypeOf } from "../procfs/procfs.ts";

/** The file system calls of Node. */
export interface NodeFiles {
  readonly files: Files;
  /** Waits a moment for the last reads. Resolves to whether all have ended. */
  settle(): Promise<boolean>;
}

/** Returns the file system calls of Node, or of Bun. */
export function nodeFiles(fs: typeof import("node:fs")): NodeFiles {
  const reading = new Set<Promise<unknown>>();

  function read(path: string): Promise<Uint8Array> {
    // Twice as fast as `fs.promises`.
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      fs.readFile(path, (error, bytes) => error === null ? resolve(bytes) : reject(plainError(error)));
    });
    const end = answer.then(() => {}, () => {}).then(() => void reading.delete(end));
    reading.add(end);
    return answer;
  }
  return {
    files: {
      list: (path) => plainly(() => fs.readdirSync(path)),
      link: (path) => plainly(() => decodeText(fs.readlinkSync(path, { encoding: "buffer" }))),
      stat: (path) => plainly(() => recordOf(fs.statSync(bytesOf(path), { bigint: true }))),
      real: (path) => plainly(() => fs.realpathSync.native(path)),
      read,
    },
    async settle(): Promise<boolean> {
      await Promise.race([Promise.all(reading), new Promise((resolve) => setTimeout(resolve, LAST_READS))]);
      return reading.size === 0;
    },
  };
}

/** How long to wait at the end for reads that were given up, in milliseconds. */
const LAST_READS = 200;

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
  };
}

/** In nanoseconds. Deno says no more than the second, so no runtime does. */
const SECOND = 1_000_000_000n;
