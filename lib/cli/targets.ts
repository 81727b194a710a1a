import { decodeText } from "../base/bytes.ts";
import type { HostInfo } from "../model/report.ts";
import { isFailure, isForbidden, isPid, type ProcFs, SandboxError } from "../procfs/procfs.ts";
import { treeProc } from "../procfs/tree.ts";
import type { Environment } from "./environment.ts";
import { reasonOf, TargetError, UsageError } from "./errors.ts";
import type { Options } from "./options.ts";

/** A procfs to look at, and what is known of its host. */
export interface Target {
  readonly proc: ProcFs;
  readonly header: HostInfo;
  /** Where it is read; see `Report.source`. */
  readonly source: string;
  /** Whether it is this very machine, on which programs can be run. */
  readonly isHost: boolean;
}

const PROC = "/proc";

/** What to look at. */
export interface Targets {
  readonly sources: readonly string[];
  /** Whether they are several hosts, be it a directory with one recording. */
  readonly several: boolean;
}

/**
 * Lists what to look at: all that `--proc` names, and for a directory without processes the recordings in it. Throws a
 * `TargetError` for a directory that has neither.
 */
export function listTargets({ proc }: Options, { files }: Environment): Targets {
  if (proc.length === 0) return { sources: [PROC], several: false };
  if (proc.indexOf("-") !== proc.lastIndexOf("-")) {
    throw new UsageError('Cannot read standard input twice: use "--proc -" once');
  }
  const lists = proc.map((where): readonly string[] => {
    if (where === "-" || where === PROC || attempt(where, () => files.statSync(where).type) !== "directory") {
      return [where];
    }
    const names = attempt(where, () => files.listSync(where));
    if (names.some(isPid)) return [where];
    const recordings = names.filter((name) => name.endsWith(".jsonl")).toSorted();
    if (recordings.length > 0) return recordings.map((name) => `${where}/${name}`);
    throw new TargetError(`Cannot look at "${where}": it has neither processes nor recordings (*.jsonl)`);
  });
  const sources = lists.flat();
  return { sources, several: sources.length > 1 || sources[0] !== proc[0] };
}

/** Opens one of them. Throws a `TargetError` where that fails, and a `SandboxError` where the sandbox refuses it. */
export async function openTarget(where: string, { timeout }: Options, environment: Environment): Promise<Target> {
  if (where === "-") return await openRecording("-", "standard input", () => environment.readInput());
  const type = attempt(where, () => environment.files.statSync(where).type);
  if (type !== "directory") return await openRecording(where, where, () => environment.files.read(where));
  const proc = attempt(where, () => environment.openProc(where, timeout));
  return { proc, header: await describeHost(proc, environment), source: where, isHost: where === PROC };
}

async function openRecording(source: string, where: string, read: () => Promise<Uint8Array>): Promise<Target> {
  const bytes = await read().catch((error) => fail(where, error));
  const { parseRecording } = await import("../procfs/recording.ts");
  try {
    const { header, tree } = await parseRecording(bytes as Uint8Array<ArrayBuffer>);
    return { header, source, proc: treeProc(tree), isHost: false };
  } catch (error) {
    if (error instanceof SyntaxError) throw new TargetError(`Cannot read recording "${where}": ${error.message}`);
    throw error;
  }
}

async function describeHost(proc: ProcFs, environment: Environment): Promise<HostInfo> {
  return {
    host: await readLine(proc, "sys/kernel/hostname"),
    kernel: await readLine(proc, "sys/kernel/osrelease"),
    uid: environment.uid,
    time: environment.now().toISOString(),
  };
}

async function readLine(proc: ProcFs, path: string): Promise<string> {
  const bytes = await proc.read(path);
  return isFailure(bytes) ? "" : decodeText(bytes).trim();
}

function attempt<Answer>(where: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    return fail(where, error);
  }
}

function fail(where: string, error: unknown): never {
  if (isForbidden(error)) throw new SandboxError((error as Error).message, { cause: error });
  throw new TargetError(`Cannot look at "${where}": ${reasonOf(error)}`);
}
