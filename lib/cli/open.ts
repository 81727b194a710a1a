import { isFailure, type ProcFs, SandboxError } from "../procfs/procfs.ts";
import type { RecordingHeader } from "../procfs/recording.ts";
import { decodeText } from "../procfs/text.ts";
import { treeProc } from "../procfs/tree.ts";
import type { Settings } from "./settings.ts";
import type { World } from "./world.ts";

/** A procfs to look at, and what is known of its machine. */
export interface Source {
  readonly proc: ProcFs;
  readonly header: RecordingHeader;
}

/** What was to be looked at cannot be. The message is one line that names it. */
export class SourceError extends Error {
  override name = "SourceError";
}

/** Opens what `--proc` names. Throws a `SourceError` where it cannot be opened, a `SandboxError` where it must not be. */
export async function openSource({ proc: where, timeout }: Settings, world: World): Promise<Source> {
  if (where === "-") return await openRecording("standard input", () => world.readInput());
  const type = attempt(where, () => world.files.stat(where).type);
  if (type !== "directory") return await openRecording(where, () => world.files.read(where));
  const proc = attempt(where, () => world.openProc(where, timeout));
  return { proc, header: await describeHost(proc, world) };
}

async function openRecording(where: string, read: () => Promise<Uint8Array>): Promise<Source> {
  const bytes = await read().catch((error) => fail(where, error));
  const { parseRecording } = await import("../procfs/recording.ts");
  try {
    const { header, tree } = await parseRecording(bytes as Uint8Array<ArrayBuffer>);
    return { header, proc: treeProc(tree) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new SourceError(`Cannot read recording "${where}": ${error.message}`);
    throw error;
  }
}

async function describeHost(proc: ProcFs, world: World): Promise<RecordingHeader> {
  return {
    host: await readLine(proc, "sys/kernel/hostname"),
    kernel: await readLine(proc, "sys/kernel/osrelease"),
    uid: world.uid,
    time: world.now().toISOString(),
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
  const { name, code, message } = error as Error & { readonly code?: string };
  if (name === "NotCapable" || code === "ERR_ACCESS_DENIED") throw new SandboxError(message, { cause: error });
  throw new SourceError(`Cannot look at "${where}": ${message.replace(/: \w+ '.*$/s, "")}`);
}
