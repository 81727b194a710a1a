import { encodeText } from "../../lib/base/bytes.ts";
import type { FilePackages } from "../../lib/model/package.ts";
import type { Failure, ProcFs } from "../../lib/procfs/procfs.ts";
import { emptyAnswers, emptyTree, treeProc } from "../../lib/procfs/tree.ts";

/** Files by path below the root, a link as `-> target`, or the failure to read one; a directory with its failure. */
export type Root = Readonly<Record<string, string | Failure>>;

/** The links of a merged `/usr`. */
export const LINKS: Root = { bin: "-> usr/bin", sbin: "-> usr/sbin", lib: "-> usr/lib", lib64: "-> usr/lib64" };

/** A file of no package. */
export const NONE: FilePackages = { state: "unowned", packages: [] };

/** A file of which nothing is known. */
export const UNKNOWN: FilePackages = { state: "unknown", packages: [] };

/** A machine of which nothing is known but the root of its first process. */
export function machine(root: Root): ProcFs {
  const tree = emptyTree();
  const answers = emptyAnswers();
  tree.processes.set("1", answers);
  const directories = new Map<string, Set<string>>();
  for (const [path, content] of Object.entries(root)) {
    const isLink = typeof content === "string" && content.startsWith("-> ");
    if (isLink) answers.link.set(`root/${path}`, content.slice("-> ".length));
    else answers.read.set(`root/${path}`, typeof content === "string" ? encodeText(content) : content);
    if (typeof content !== "string") answers.list.set(`root/${path}`, content);
    const parts = `root/${path}`.split("/");
    for (let at = 1; at < parts.length; at++) {
      const directory = parts.slice(0, at).join("/");
      if (!directories.has(directory)) directories.set(directory, new Set());
      directories.get(directory)!.add(parts[at]!);
    }
  }
  for (const [path, names] of directories) if (!answers.list.has(path)) answers.list.set(path, [...names]);
  return treeProc(tree);
}

/** The packages that list a file. */
export function listed(...packages: readonly string[]): FilePackages {
  return { state: "listed", packages };
}

/** The package that has its soname. */
export function guessed(...packages: readonly string[]): FilePackages {
  return { state: "guessed", packages };
}
