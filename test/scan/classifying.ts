import type { DeletedFile, UsedFile } from "../../lib/model/file.ts";
import type { ProcFs } from "../../lib/procfs/procfs.ts";
import { type ClassifyOptions, fileClassifier } from "../../lib/scan/classify.ts";
import { mountNamespaces } from "../../lib/scan/mount_namespace.ts";
import { processOf, procOf, type Said, SCANNER } from "../answers.ts";

/** Where the tests find a mapped file itself, and an open one. */
export const MAPPED = "7/map_files/7f0000000000-7f0000001000";
export const OPENED = "7/fd/3";

/** A library that process 7 maps, inode 42 on 8:1, with what is given instead. */
export function mapped(name: string, told: Partial<DeletedFile> & { readonly permissions?: string } = {}): DeletedFile {
  const { permissions = "r-xp", ...rest } = told;
  const mappings = [{ range: "7f0000000000-7f0000001000", permissions }];
  const identity = { device: "8:1", mountId: undefined, inode: "42" };
  return { name, procPath: MAPPED, ...identity, isProgram: false, mappings, descriptors: [], ...rest };
}

/** A file that process 7 holds open, inode 42 on mount 26, with what is given instead. */
export function opened(name: string, told: Partial<DeletedFile> = {}): DeletedFile {
  const descriptors = [{ number: "3", thread: undefined, offset: 0, flags: 2 }];
  const identity = { device: undefined, mountId: "26", inode: "42" };
  return { name, procPath: OPENED, ...identity, isProgram: false, mappings: [], descriptors, ...told };
}

/** Classifies files of process 7, in the mode of each, on a machine of which more may be said. */
export async function classifyAll(
  held: readonly DeletedFile[],
  told: Partial<ClassifyOptions>,
  ...said: readonly Said[]
): Promise<readonly UsedFile[]> {
  return await classifyOn(procOf(SCANNER, processOf(7), ...said), held, told);
}

/** As {@linkcode classifyAll}, on this procfs. */
export async function classifyOn(
  proc: ProcFs,
  held: readonly DeletedFile[],
  told: Partial<ClassifyOptions> = {},
): Promise<readonly UsedFile[]> {
  const namespace = await mountNamespaces(proc, ["7"]).of("7");
  const classify = fileClassifier(proc);
  const files: UsedFile[] = [];
  for (const each of held) {
    const options = {
      mode: each.mappings.length > 0 ? "lib_users" : "fd_users",
      namespace,
      named: { name: each.name!, note: undefined, isLost: false },
      process: { impliesExec: false, started: undefined, temporaryDirectories: [] },
      ignoredByUser: () => undefined,
      ...told,
    } as const;
    files.push(await classify(each, options));
  }
  return files;
}
