// Limits how much is kept of each process, and of all of them.
import type { Truncation } from "../model/process.ts";
import { ROOT, type User } from "../procfs/seats.ts";

/**
 * How much text a scan still keeps, in characters: of root's processes, and of those of each other user. Once that is used
 * up, little is kept of each further process of that user.
 */
export interface Budget {
  /** Returns whether there is room for more of the processes of a user, who is read only where it matters. */
  hasRoom(readUser: ReadUser): Promise<boolean>;
  /** Takes room for what is kept of a process. An ordinary one takes none. */
  take(length: number, readUser: ReadUser): Promise<void>;
}

/** Returns the user of a process; undefined where that cannot be read. */
export type ReadUser = () => Promise<User>;

/** How much is kept of one process. */
export interface Allowance {
  /** The length of its command line, in bytes. */
  readonly command: number;
  /** What was left out, because there was too much of it. */
  readonly truncated: Set<Truncation>;
  /** Takes room for a file of this name. Without any, returns false and notes that. */
  takeFile(name: string): boolean;
  /** Returns how much room was taken, in characters. */
  taken(): number;
}

/** Returns the budget of a scan. */
export function newBudget(): Budget {
  const used = new Map<User, number>();
  let usedByAll = 0;
  return {
    async hasRoom(readUser): Promise<boolean> {
      if (usedByAll < SHARE) return true;
      const uid = await readUser();
      const others = usedByAll - (used.get(ROOT) ?? 0);
      return (used.get(uid) ?? 0) < (uid === ROOT ? TOTAL : SHARE) && (uid === ROOT || others < TOTAL);
    },
    async take(length, readUser): Promise<void> {
      if (length < ORDINARY) return;
      usedByAll += length;
      const uid = await readUser();
      used.set(uid, (used.get(uid) ?? 0) + length);
    },
  };
}

/** Returns what is kept of the next process: more than is real, until processes made to harm have used up the budget. */
export function newAllowance(hasRoom: boolean): Allowance {
  const { command, files, names } = hasRoom ? WIDE : NARROW;
  const truncated = new Set<Truncation>();
  let filesLeft = files;
  let namesLeft = names;
  let taken = 0;
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
      taken += name.length + RECORD;
      return true;
    },
    taken: () => taken,
  };
}

const MIB = 1024 * 1024;
/** How much is kept of the processes of root, and of those of all others together; and of those of one other user. */
const TOTAL = 64 * MIB;
const SHARE = 4 * MIB;
/** What is kept of a process in any case, in characters. */
const ORDINARY = 16_384;
/** What a file with the shortest of names counts, in characters: what is known of it takes room, too. */
const RECORD = 128;
const WIDE = { command: MIB, names: MIB, files: 10_000 };
const NARROW = { command: 4096, names: ORDINARY, files: 64 };
