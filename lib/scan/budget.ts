// Limits how much is kept of each process, and of all of them.
import type { Truncation } from "../model/process.ts";

/** How much text a scan still keeps, in characters. Once that is used up, little is kept of each further process. */
export interface Budget {
  left: number;
}

/** How much is kept of one process. */
export interface Allowance {
  /** The length of its command line, in bytes. */
  readonly command: number;
  /** What was left out, because there was too much of it. */
  readonly truncated: Set<Truncation>;
  /** Takes room for a file of this name. Without any, returns false and notes that. */
  takeFile(name: string): boolean;
}

/** Returns the budget of a scan. */
export function newBudget(): Budget {
  return { left: 64 * MIB };
}

/** Returns what is kept of the next process: more than is real, until processes made to harm have used up the budget. */
export function allowanceFrom(budget: Budget): Allowance {
  const { command, files, names } = budget.left > 0 ? WIDE : NARROW;
  const truncated = new Set<Truncation>();
  let filesLeft = files;
  let namesLeft = names;
  return {
    command,
    truncated,
    takeFile(name): boolean {
      // One file is always kept, however long its name is.
      if (filesLeft === 0 || namesLeft < name.length && filesLeft < files) {
        truncated.add("files");
        return false;
      }
      filesLeft--;
      namesLeft -= name.length;
      budget.left -= name.length + RECORD;
      return true;
    },
  };
}

const MIB = 1024 * 1024;
/** What a file with the shortest of names counts, in characters: what is known of it takes room, too. */
const RECORD = 128;
const WIDE = { command: MIB, names: MIB, files: 10_000 };
const NARROW = { command: 4096, names: 16_384, files: 64 };
