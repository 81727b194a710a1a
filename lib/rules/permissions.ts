// Tells by the permissions of its mappings how a file is used: executed, shared or written.
import type { FileMapping } from "../model/file.ts";

/** The mappings of a file, by their permissions. */
export type Mappings = readonly Pick<FileMapping, "permissions">[];

/** What {@linkcode isExecutable} looks at. */
export interface Executable {
  /** Whether the process was started from the file. */
  readonly isProgram: boolean;
  /** Whether every readable mapping of the process is executable: `READ_IMPLIES_EXEC`, personality(2). */
  readonly impliesExec: boolean;
  readonly mappings: Mappings;
}

/** Returns whether the process may execute a file: it is the program, a library, or generated code. */
export function isExecutable({ isProgram, impliesExec, mappings }: Executable): boolean {
  return isProgram || (impliesExec ? isLoaded(mappings) : mappings.some(({ permissions }) => permissions[2] === "x"));
}

/** Returns whether a file is mapped as a loader does it: in several parts, all private, one of them for variables. */
function isLoaded(mappings: Mappings): boolean {
  return mappings.length > 1 && mappings.every(({ permissions }) => permissions[3] === "p") && isWritable(mappings);
}

/** Returns whether a file is mapped, and changes to it reach the file. */
export function isShared(mappings: Mappings): boolean {
  return mappings.length > 0 && mappings.every(({ permissions }) => permissions[3] === "s");
}

/** Returns whether the process writes a file through its mappings. */
export function isWritten(mappings: Mappings): boolean {
  return isShared(mappings) && isWritable(mappings);
}

function isWritable(mappings: Mappings): boolean {
  return mappings.some(({ permissions }) => permissions[1] === "w");
}
