// Opens what --proc names: a procfs, a recording, or a directory of recordings.
import { decodeText } from "../base/bytes.ts";
import type { PackageAnswer } from "../model/package.ts";
import type { HostInfo } from "../model/report.ts";
import { isFailure, isForbidden, isPid, type ProcFs, SandboxError } from "../procfs/procfs.ts";
import { type Files, readFileStart } from "../procfs/host.ts";
import { treeProc } from "../procfs/tree.ts";
import type { Environment } from "./environment.ts";
import { reasonOf, TargetError, UsageError } from "./errors.ts";
import { FAILURES_FILE } from "./failures.ts";
import type { Options } from "./options.ts";

/** A procfs to look at, and what is known of its host. */
export interface Target {
  readonly proc: ProcFs;
  readonly header: HostInfo;
  /** Where it is read; see `Report.source`. */
  readonly source: string;
  /** Whether it is this very machine, on which programs can be run. */
  readonly isHost: boolean;
  /** What a recording says of packages; undefined where the database of the host can be asked. */
  readonly packages: PackageAnswer | undefined;
}

const PROC = "/proc";

/** What to look at. */
export interface Targets {
  readonly sources: readonly string[];
  /** What is called a recording in a directory, but is no regular file, and so is not opened. */
  readonly ignored: readonly string[];
  /** The lists of hosts that could not be recorded, beside the recordings. */
  readonly failures: readonly string[];
  /** Whether they are several hosts, be it a directory with one recording. */
  readonly several: boolean;
}

/**
 * Lists what to look at, each once: all that `--proc` names, and for a directory without processes the recordings in it.
 * Throws a `TargetError` for a directory that has neither.
 */
export function listTargets({ proc }: Options, { files }: Environment): Targets {
  if (proc.length === 0) return { sources: [PROC], ignored: [], failures: [], several: false };
  if (proc.indexOf("-") !== proc.lastIndexOf("-")) {
    throw new UsageError('Cannot read standard input twice: use "--proc -" once');
  }
  const ignored: string[] = [];
  const failures: string[] = [];
  const lists = proc.map((where): readonly string[] => {
    if (where === "-" || where === PROC || attempt(where, () => files.statSync(where).type) !== "directory") {
      return [where];
    }
    const names = attempt(where, () => files.listSync(where));
    if (names.some(isPid)) return [where];
    const wanted = names.filter((name) => name.endsWith(".jsonl") || name === FAILURES_FILE).toSorted();
    const regular = wanted.filter((name) => isRegular(files, where, name));
    const pathsOf = (names: readonly string[]): readonly string[] =>
      names.map((name) => `${where.replace(/\/+$/, "")}/${name}`);
    ignored.push(...pathsOf(wanted.filter((name) => !regular.includes(name))));
    failures.push(...pathsOf(regular.filter((name) => name === FAILURES_FILE)));
    if (regular.length > 0) return pathsOf(regular.filter((name) => name !== FAILURES_FILE));
    throw new TargetError(`Cannot look at "${where}": it has neither processes nor recordings (*.jsonl)`);
  });
  const sources = [...new Set(lists.flat())];
  return { sources, ignored, failures: [...new Set(failures)], several: sources.length > 1 || sources[0] !== proc[0] };
}

/**
 * Returns whether a name in a directory of recordings is to be opened: that of a regular file, or of a link to one beside
 * it. Whoever writes there is not to have anything else opened: a FIFO or a device would never end, and a link leads
 * anywhere. What cannot be looked at is opened, so that the reason is told.
 */
function isRegular(files: Files, directory: string, name: string): boolean {
  const target = linkOf(files, `${directory}/${name}`);
  const file = target ?? name;
  if (file.includes("/") || target !== undefined && linkOf(files, `${directory}/${file}`) !== undefined) return false;
  try {
    return files.statSync(`${directory}/${file}`).type === "file";
  } catch {
    return true;
  }
}

/** Returns the target of a link, or undefined for what is none. */
function linkOf(files: Files, path: string): string | undefined {
  try {
    return files.linkSync(path);
  } catch {
    return undefined;
  }
}

/** Opens what a command looks at that looks at one host. Throws a `UsageError` where several are named. */
export async function openOnlyTarget(options: Options, environment: Environment): Promise<Target> {
  const { sources: [where = ""], several } = listTargets(options, environment);
  if (!several) return await openTarget(where, options, environment);
  throw new UsageError(`Cannot use ${options.command} with several hosts: name one procfs or recording with --proc`);
}

/** Opens one of them. Throws a `TargetError` where that fails, and a `SandboxError` where the sandbox refuses it. */
export async function openTarget(where: string, { timeout }: Options, environment: Environment): Promise<Target> {
  if (where === "-") return await openRecording("-", "standard input", (limit) => environment.readInput(limit));
  const { files } = environment;
  const type = attempt(where, () => files.statSync(where).type);
  if (type !== "directory") {
    return await openRecording(where, where, (limit) => readFileStart(files, where, limit));
  }
  const proc = attempt(where, () => environment.openProc(where, timeout));
  const header = await describeHost(proc, environment);
  return { proc, header, source: where, isHost: where === PROC, packages: undefined };
}

async function openRecording(
  source: string,
  where: string,
  read: (limit: number) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Target> {
  const { parseRecording, RECORDING_LIMIT } = await import("../procfs/recording.ts");
  const bytes = await read(RECORDING_LIMIT + 1).catch((error) => fail(where, error));
  try {
    const { header, tree, packages = NOT_RECORDED } = await parseRecording(bytes);
    return { header, source, proc: treeProc(tree), isHost: false, packages };
  } catch (error) {
    if (error instanceof SyntaxError) throw new TargetError(`Cannot read recording "${where}": ${error.message}`);
    throw error;
  }
}

const NOT_RECORDED: PackageAnswer = { database: undefined, problem: "not recorded", files: new Map() };

async function describeHost(proc: ProcFs, environment: Environment): Promise<HostInfo> {
  const names = ["hostname", "osrelease"].map((name) => readLine(proc, `sys/kernel/${name}`));
  const [host = "", kernel = ""] = await Promise.all(names);
  return { host, kernel, uid: environment.uid, time: environment.now().toISOString() };
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
