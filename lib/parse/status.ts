import { decodeText, encodeText } from "../procfs/text.ts";

/** What the tool needs of `/proc/PID/status`. */
export interface ProcessStatus {
  /** The name of the process, at most 15 bytes (64 for a kernel thread), a newline in it as it is. */
  readonly name: string;
  /** One letter: `R`, `S`, `Z`, …; empty where the kernel did not say. */
  readonly state: string;
  /** The PID of the parent; `0` where there is none, or none that the reader can see. */
  readonly parent: string;
  /** The real user id; undefined where the kernel did not say. */
  readonly uid: number | undefined;
  /** The user id that decides what the process may do. */
  readonly effectiveUid: number | undefined;
  /** How many threads are alive. */
  readonly threads: number;
  /** How many PID namespaces deep below the reader's the process runs: 0 in the same one. */
  readonly depth: number;
}

/**
 * Parses `/proc/PID/status`, or gives undefined where the text is none. A newline and a backslash in the name are
 * written `\n` and `\\`, so no name adds a line. Format: proc_pid_status(5), `proc_task_name()` in fs/proc/array.c.
 *
 * @example Usage
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseStatus } from "./status.ts";
 *
 * const text = "Name:\ta\\nb\nState:\tS (sleeping)\nPPid:\t1\nUid:\t7\t8\t8\t8\nNSpid:\t42\t1\nThreads:\t3\n";
 * assert.deepEqual(parseStatus(text), {
 *   name: "a\nb",
 *   state: "S",
 *   parent: "1",
 *   uid: 7,
 *   effectiveUid: 8,
 *   threads: 3,
 *   depth: 1,
 * });
 * ```
 */
export function parseStatus(text: string): ProcessStatus | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":\t");
    if (colon > 0 && !fields.has(line.slice(0, colon))) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const name = fields.get("Name");
  if (name === undefined) return undefined;
  const [uid, effectiveUid] = (fields.get("Uid") ?? "").split("\t");
  return {
    name: name.replace(/\\([n\\])/g, (_, character) => character === "n" ? "\n" : "\\"),
    state: (fields.get("State") ?? "").slice(0, 1),
    parent: parseNumber(fields.get("PPid"))?.toString() ?? "0",
    uid: parseNumber(uid),
    effectiveUid: parseNumber(effectiveUid),
    threads: parseNumber(fields.get("Threads")) ?? 1,
    depth: (fields.get("NSpid") ?? "").trim().split(/\s+/).length - 1,
  };
}

function parseNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}

/** The lines of `status` that {@linkcode parseStatus} reads: what a recording keeps. */
export function keepStatusFields(bytes: Uint8Array): Uint8Array {
  return encodeText(
    decodeText(bytes).split("\n").filter((line) => FIELDS.test(line)).map((line) => `${line}\n`).join(""),
  );
}

const FIELDS = /^(Name|State|PPid|Uid|NSpid|Threads):/;
