// Examines the deleted files of a process: what became of each, and whether it counts.
import type { Ignored, UsedFile } from "../model/file.ts";
import type { ModeName } from "../model/scan.ts";
import { type Failure, isFailure, type ProcFs } from "../procfs/procfs.ts";
import { findTemporaryDirectories } from "../rules/unpacked.ts";
import type { Budget } from "./budget.ts";
import { fileClassifier } from "./classify.ts";
import { findName } from "./file_status.ts";
import type { Inspection } from "./inspect.ts";
import { type LongNames, readLongNames } from "./mappings.ts";
import { mountNamespaces } from "./mount_namespace.ts";
import { startTime } from "./process.ts";

/** How to find what became of files. */
export interface ExamineOptions {
  readonly mode: ModeName;
  /** Returns why the user wants a file of this name ignored, or undefined. */
  readonly ignoredByUser: (name: string) => Ignored | undefined;
  /** All processes, through which mount namespaces are found. */
  readonly all: readonly string[];
  /** When the machine started, in milliseconds since 1970; undefined if that is not known. */
  readonly booted: number | undefined;
  readonly budget: Budget;
}

const NO_NAMES: LongNames = new Map();

/** The deleted files of a process, and why not all could be read; undefined if they could. */
export interface Examination {
  readonly files: readonly UsedFile[];
  readonly problem: Failure | undefined;
}

/** Returns a function that finds what became of the files of a process, and remembers what it learns. */
export function examiner(
  proc: ProcFs,
  { mode, all, booted, budget, ignoredByUser }: ExamineOptions,
): (pid: string, inspection: Inspection) => Promise<Examination> {
  const namespaces = mountNamespaces(proc, all, budget);
  const classify = fileClassifier(proc);

  return async (pid, { process, impliesExec, files, problem }) => {
    const using = {
      impliesExec,
      started: startTime(process.started, booted),
      temporaryDirectories: findTemporaryDirectories(process.arguments),
    };
    const own = await namespaces.of(pid);
    let names: Promise<LongNames> | undefined;
    // What is more than there is room for is not worth another look.
    const isCut = process.truncated.includes("files");
    const longNames = async (): Promise<LongNames> => isCut ? NO_NAMES : await (names ??= readLongNames(proc, pid));
    const examined: UsedFile[] = [];
    let failure = problem;
    for (const file of files) {
      const namespace = await namespaces.holding(file.mountId, own);
      const named = await findName(proc, file, { process, namespace, longNames });
      if (isFailure(named)) failure = named.failure === "gone" ? failure : failure ?? named;
      else if (named !== undefined) {
        examined.push(await classify(file, { mode, namespace, named, process: using, ignoredByUser }));
      }
    }
    return { files: examined, problem: failure };
  };
}
