import { isFailure } from "../lib/procfs/procfs.ts";
import { isPlain } from "../lib/base/bytes.ts";
import type { Answers, Tree } from "../lib/procfs/tree.ts";

/** The calls that write a tree. */
export interface Disk {
  /** Makes a directory and its parents. */
  makeDirectory(path: string): void;
  /** Writes a new file with this mode; fails where it exists. */
  write(path: string, content: Uint8Array, mode: number): void;
  link(target: string, path: string): void;
}

/**
 * Writes a tree into an empty or new directory, as files, directories and symbolic links. Returns the paths that a disk
 * cannot store: a link whose target is too long or not UTF-8, a link or directory that is refused, and what lies behind
 * a link (`1/root/etc/passwd`). Answers of `stat` are not written. A file that is refused becomes an empty file of mode
 * 0000, which refuses everyone but root. Never writes through a link, nor outside the directory.
 */
export function writeTree(tree: Tree, directory: string, disk: Disk = DENO_DISK): readonly string[] {
  disk.makeDirectory(directory);
  const missing = writeAnswers(tree.machine, directory, "", disk);
  for (const [pid, answers] of tree.processes) missing.push(...writeAnswers(answers, directory, pid, disk));
  // The link `self` leads to these in the directory of the process.
  return missing.filter((path) => !path.startsWith("self/"));
}

const DENO_DISK: Disk = {
  makeDirectory: (path) => Deno.mkdirSync(path, { recursive: true }),
  write: (path, content, mode) => Deno.writeFileSync(path, content, { createNew: true, mode }),
  link: (target, path) => Deno.symlinkSync(target, path),
};

function writeAnswers({ list, link, read }: Answers, directory: string, pid: string, disk: Disk): string[] {
  const missing: string[] = [];
  const made = new Set<string>();

  function place(path: string, write: (place: string) => void): void {
    const full = [pid, path].filter((part) => part !== "" && part !== ".").join("/");
    if (!isInside(full) || parentsOf(path).some((parent) => link.has(parent))) missing.push(full);
    else write(`${directory}/${full}`);
  }
  function makeDirectory(path: string): void {
    if (!made.has(path)) disk.makeDirectory(path);
    made.add(path);
  }
  for (const [path, names] of list) {
    if (link.has(path)) continue;
    if (isFailure(names)) missing.push(`${pid}/${path}`);
    else place(path, makeDirectory);
  }
  for (const [path, target] of link) {
    place(path, (at) => {
      makeDirectory(at.slice(0, at.lastIndexOf("/")));
      if (isFailure(target) || !isPlain(target)) missing.push(at.slice(directory.length + 1));
      else disk.link(target, at);
    });
  }
  for (const [path, content] of read) {
    place(path, (at) => {
      makeDirectory(at.slice(0, at.lastIndexOf("/")));
      if (isFailure(content)) disk.write(at, new Uint8Array(), 0o000);
      else disk.write(at, content, 0o444);
    });
  }
  return missing;
}

function isInside(path: string): boolean {
  return !path.includes("\0") && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** The directories that a path is in. */
function parentsOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
