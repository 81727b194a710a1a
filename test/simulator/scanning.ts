import type { Scan } from "../../lib/model/scan.ts";
import { MODES } from "../../lib/scan/modes.ts";
import { scan, type ScanOptions } from "../../lib/scan/scan.ts";
import type { Machine } from "../../simulator/machine.ts";
import { machineProc } from "../../simulator/proc.ts";

/** A scan that leaves out nothing and asks for nothing more. */
export const OPTIONS: ScanOptions = { pids: [], ignoredByUser: () => undefined, details: false };

/** What both modes find on a machine. */
export async function scanBoth(machine: Machine): Promise<{ readonly libs: Scan; readonly fds: Scan }> {
  const [libs, fds] = await Promise.all(MODES.map((mode) => scan(machineProc(machine), mode, OPTIONS)));
  return { libs: libs!, fds: fds! };
}

/** What is to be reported, a line a command line: `PIDS;FILES;COMMAND`. */
export function linesOf({ findings }: Scan): readonly string[] {
  const reported = findings
    .map(({ process, files }) => ({ process, files: files.filter(({ ignored }) => ignored === undefined) }))
    .filter(({ files }) => files.length > 0);
  return Array.from(Map.groupBy(reported, ({ process }) => process.command), ([command, members]) => {
    const names = new Set(members.flatMap(({ files }) => files.map(({ name }) => name)));
    return `${members.map(({ process }) => process.pid).toSorted()};${[...names].toSorted()};${command}`;
  });
}

/** PID, name, state and rule of all files. */
export function statesOf({ findings }: Scan): readonly (readonly (string | undefined)[])[] {
  return findings.flatMap(({ process, files }) =>
    files.map(({ name, state, ignored }) => [process.pid, name, state, ignored?.rule])
  );
}
