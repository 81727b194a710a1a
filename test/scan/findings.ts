import { encodeText } from "../../lib/base/bytes.ts";
import type { Ignored, UsedFile } from "../../lib/model/file.ts";
import type { Process } from "../../lib/model/process.ts";
import type { Finding } from "../../lib/model/scan.ts";
import { parseCmdline } from "../../lib/parse/cmdline.ts";

/** Reasons not to report a file: of a rule, and of the user. */
export const IGNORED: Readonly<Record<"rule" | "user", Ignored>> = {
  rule: { rule: "memfd", reason: "memory", byUser: false },
  user: { rule: "ignore-pattern", reason: "*.so", byUser: true },
};

/** A file that a process uses: a library that was replaced, except as told. */
export function fileOf(name: string, told: Partial<UsedFile> = {}): UsedFile {
  return {
    name,
    note: undefined,
    device: "8:1",
    mountId: undefined,
    inode: "42",
    isProgram: false,
    mappings: [{ range: "7f0000000000-7f0000001000", permissions: "r-xp" }],
    descriptors: [],
    state: "replaced",
    executable: true,
    stat: undefined,
    fileSystem: "ext4",
    mountPoint: "/",
    staleSince: undefined,
    ignored: undefined,
    ...told,
  };
}

/** A process and its files: a daemon that uses `/lib/a.so`, except as told. Its command is made of its arguments. */
export function findingOf(
  pid: string,
  told: Partial<Process> = {},
  files: readonly UsedFile[] = [fileOf("/lib/a.so")],
): Finding {
  const args = told.arguments ?? ["daemon"];
  const { command } = parseCmdline(encodeText(args.map((argument) => `${argument}\0`).join("")));
  const process: Process = {
    pid,
    name: "daemon",
    parent: "1",
    started: 100,
    command,
    truncated: [],
    uid: undefined,
    cgroup: undefined,
    service: undefined,
    ...told,
    arguments: args,
  };
  return { process, files };
}
