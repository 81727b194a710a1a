// Limits how much is kept of each process, and of all of them.
import type { Truncation } from "../model/process.ts";
import { LINE_LIMIT } from "../procfs/procfs.ts";
import { ROOT, type User } from "../procfs/seats.ts";

/**
 * How much a scan still keeps, in bytes of memory or so: of root's processes, and of those of each other user. Once a user
 * has used that up, less is kept of each further process of his, and once he has used three times as much, next to nothing.
 */
export interface Budget {
  /** Returns what may be kept of the next process of a user, who is read only where it matters. */
  allow(readUser: ReadUser): Promise<Allowance>;
  /** Takes room for what is kept of a process. An ordinary one takes none. */
  take(length: number, readUser: ReadUser): Promise<void>;
}

/** Returns the user of a process; undefined where that cannot be read. */
export type ReadUser = () => Promise<User>;

/** How much is kept of one process. */
export interface Allowance {
  /** How much of its command line to read, in bytes. */
  readonly command: number;
  /** How much room there is for all else, in bytes. */
  readonly room: number;
  /** Whether that is less than usual. */
  readonly isNarrow: boolean;
  /** What was left out, because there was too much of it. */
  readonly truncated: Set<Truncation>;
  /** Takes room for a file with this name, or with one that is yet to be found. Returns whether there is any. */
  takeFile(name: string | undefined): boolean;
  /** Takes room for one more mapping of a file with this name. Returns whether there is any. */
  takeMapping(name: string): boolean;
  /** Takes a little room for what is read and not kept, by its length. */
  skim(length: number): void;
  /** Notes what is to be read, by its length: if there is no room for it, there is none for anything any more. */
  expect(length: number): void;
  /** Returns whether the room is used up. Then nothing more needs to be read. */
  isFull(): boolean;
  /** Returns how much room was taken. */
  taken(): number;
}

/** Returns the budget of a scan. */
export function newBudget(): Budget {
  const used = new Map<User, number>();
  let usedByAll = 0;
  return {
    async allow(readUser): Promise<Allowance> {
      if (usedByAll < SHARE) return newAllowance();
      const uid = await readUser();
      const own = used.get(uid) ?? 0;
      const others = usedByAll - (used.get(ROOT) ?? 0);
      const spent = uid === ROOT ? own / ROOTS : Math.max(own / SHARE, others / TOTAL);
      return newAllowance(spent < 1 ? WIDE : spent < 3 ? NARROW : LEAST);
    },
    async take(length, readUser): Promise<void> {
      if (length < ORDINARY) return;
      usedByAll += length;
      const uid = await readUser();
      used.set(uid, (used.get(uid) ?? 0) + length);
    },
  };
}

/** Returns what is kept of a process: more than is real, until processes made to harm have used up the budget. */
export function newAllowance({ command, room } = WIDE): Allowance {
  const truncated = new Set<Truncation>();
  let taken = 0;
  let isEmpty = true;
  let isFull = false;

  function expect(size: number): boolean {
    isFull ||= taken + size > room;
    if (isFull) truncated.add("files");
    return !isFull;
  }
  function fits(size: number): boolean {
    if (!expect(size)) return false;
    taken += size;
    return true;
  }
  return {
    command,
    room,
    isNarrow: room < WIDE.room,
    truncated,
    takeFile(name): boolean {
      // One is always kept, however long its name is.
      const isKept = fits(FILE + (name?.length ?? LINE_LIMIT)) || isEmpty;
      isEmpty = false;
      return isKept;
    },
    takeMapping: (name) => fits(MAPPING + name.length),
    skim: (length) => void fits(length / SKIMMED),
    expect: (length) => void expect(length / SKIMMED),
    isFull: () => isFull,
    taken: () => taken,
  };
}

const MIB = 1024 * 1024;
/** How much is kept in full of the processes of root; of those of all others together; and of those of one other user. */
const ROOTS = 256 * MIB;
const TOTAL = 48 * MIB;
const SHARE = 6 * MIB;
/** What is kept of a process in any case. */
const ORDINARY = 48 * 1024;
/** What is known of a file and of a mapping beside the name. */
const FILE = 768;
const MAPPING = 64;
/** To read so much takes as long as to keep the unit of it. */
const SKIMMED = 64;
const WIDE = { command: MIB, room: 8 * MIB };
const NARROW = { command: 4096, room: 96 * 1024 };
const LEAST = { command: 1024, room: 16 * 1024 };
