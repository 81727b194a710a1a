import type { Files } from "../../lib/procfs/host.ts";
import { statOf } from "../answers.ts";

/** A file system of which only what is told answers; every other call fails the test, for nobody handles its error. */
export function fakeFiles(told: Partial<Files>): Files {
  const unexpected = (call: string) => (path: string): never => {
    throw denoError("NotCapable", `Unexpected call: ${call} "${path}"`);
  };
  return {
    list: unexpected("list"),
    link: unexpected("link"),
    stat: unexpected("stat"),
    real: unexpected("real"),
    read: unexpected("read"),
    ...told,
  };
}

/** A procfs at `/proc`, which has inode 1 and no size. */
export const LIVE = statOf({ type: "directory", inode: 1, size: 0 });

/** An error of Deno, by its class, its message and, where it has one, its code. */
export function denoError(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}
