// Reads the list of hosts that could not be recorded.
import { decodeText } from "../base/bytes.ts";
import type { HostFailure } from "../model/report.ts";
import { readFileStart } from "../procfs/host.ts";
import type { Mode } from "../scan/modes.ts";
import type { Environment } from "./environment.ts";
import { reasonOf } from "./errors.ts";

/** The name of the list of hosts that could not be recorded, beside the recordings. */
export const FAILURES_FILE = "failures.txt";

/** The size of the largest list that is read, in bytes: that of ten thousand hosts. */
const FAILURES_LIMIT = 4 * 1024 * 1024;

/**
 * Reads such a list, a line `HOST<TAB>REASON` for each host, as `collect.sh` writes it. A line without a tab is a reason
 * alone. What cannot be read is a failure itself.
 */
export async function readFailures(
  source: string,
  { name: mode }: Mode,
  { files }: Environment,
): Promise<readonly HostFailure[]> {
  function failure(error: string): HostFailure {
    return { mode, source, host: undefined, error: `Cannot read the failed hosts in "${source}": ${error}` };
  }
  try {
    const bytes = await readFileStart(files, source, FAILURES_LIMIT + 1);
    if (bytes.length > FAILURES_LIMIT) return [failure("it is too large")];
    const lines = new Set(decodeText(bytes).split("\n").filter((line) => line !== ""));
    return Array.from(lines, (line) => {
      const tab = line.indexOf("\t");
      return { mode, source, host: tab > 0 ? line.slice(0, tab) : undefined, error: line.slice(tab + 1) };
    });
  } catch (error) {
    return [failure(reasonOf(error))];
  }
}
