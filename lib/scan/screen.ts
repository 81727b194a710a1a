// What a thread does: it tells whether a process is clean, and reads ahead what the scan asks of the others.

/** What threads screen: all of it can be sent to one. */
export interface ScreenJob {
  /** The directory of the procfs. */
  readonly root: string;
  readonly pids: readonly string[];
  /** Whether deleted files count that a process only has open; those that it maps always count. */
  readonly descriptors: boolean;
  /** The files below the directory of a process to read ahead if it is not clean. */
  readonly files: readonly string[];
  /**
   * Numbers of four bytes that all threads share: which process is next; how often each thread has asked the kernel, 0
   * before the first and after the last time; and for each process 1 if it is clean.
   */
  readonly shared: SharedArrayBuffer;
  readonly threads: number;
  /** The number of this thread, from 0 on. */
  readonly thread: number;
}

/** What was read ahead of a process, by the names below its directory. */
export interface ReadAhead {
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Of `fd` only the descriptors that are marked, and of `task` only the threads whose descriptors differ from these. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** A process that is not clean, by its place in the list, and what was read ahead of it. */
export interface Screened extends ReadAhead {
  readonly index: number;
}

/** The file system calls of a thread. Each waits for the answer, and throws what the runtime throws. */
export interface ThreadFiles {
  readonly list: (path: string) => readonly string[];
  readonly link: (path: string) => string;
  readonly open: (path: string) => { readonly read: (buffer: Uint8Array) => number; readonly close: () => void };
}

/**
 * Returns the source of an expression: the function {@linkcode screenProcesses}. A thread is started with this text and
 * not with a file, so that the program is one file, and nothing that lies on a disk is taken for a part of it.
 */
export function screenSource(): string {
  const functions = [
    screenProcesses,
    countingFiles,
    screenProcess,
    readMarkedLines,
    isMarkAt,
    isSameTable,
    readShort,
  ];
  // Bun leaves the name out of the text of a function that stands in a block.
  const text = functions.map((each) => `const ${each.name} = ${each};\n`).join("");
  return `(() => {\n${text}return ${screenProcesses.name};\n})()`;
}

/**
 * Screens processes, each of which the first thread takes that is free. A process is clean if it uses no deleted file
 * for certain; all others are posted. Whatever fails is left to the caller, who asks again and learns why.
 *
 * It and the functions below use nothing but each other: see {@linkcode screenSource}.
 */
export function screenProcesses(files: ThreadFiles, job: ScreenJob, post: (screened: Screened) => void): void {
  const { pids, threads, thread } = job;
  const shared = new Int32Array(job.shared);
  const buffer = new Uint8Array(262_144);
  const counted = countingFiles(files, (names) => {
    // What a user's processes take is counted by the main thread: it has to do what is left.
    if (Atomics.add(shared, 1 + thread, 1 + names) > 1_000_000) throw new RangeError("more than is read ahead");
  });
  for (let index; (index = Atomics.add(shared, 0, 1)) < pids.length;) {
    let found: ReadAhead | undefined = { files: {}, lists: {} };
    try {
      found = screenProcess(counted, job, pids[index]!, buffer);
    } catch {
      // It has ended, or it may not be looked at, or it is extreme.
    }
    if (found === undefined) Atomics.store(shared, 1 + threads + index, 1);
    else post({ index, ...found });
  }
  Atomics.store(shared, 1 + thread, 0);
}

/**
 * Returns the same calls, and counts each of them, and the names in a list: a thread that waits is known by a number that
 * stays the same.
 */
function countingFiles({ list, link, open }: ThreadFiles, count: (names: number) => void): ThreadFiles {
  return {
    list(path): readonly string[] {
      count(0);
      const names = list(path);
      count(names.length);
      return names;
    },
    link: (path) => (count(0), link(path)),
    open(path): ReturnType<ThreadFiles["open"]> {
      count(0);
      const { read, close } = open(path);
      return { read: (buffer) => (count(0), read(buffer)), close };
    },
  };
}

/** Screens one process. Returns undefined if it is clean, else what was read ahead. */
function screenProcess(files: ThreadFiles, job: ScreenJob, pid: string, buffer: Uint8Array): ReadAhead | undefined {
  const directory = `${job.root}/${pid}`;
  const isMarked = (target: string): boolean => target.endsWith("(deleted)") || target.startsWith("(deleted)");
  const numbers = job.descriptors ? files.list(`${directory}/fd`) : [];
  const marked = numbers.filter((number) => isMarked(files.link(`${directory}/fd/${number}`)));
  const maps = readMarkedLines(files, `${directory}/maps`, buffer);
  // Without memory it is a kernel thread or a zombie, or its other threads have it.
  const tasks = job.descriptors || maps === undefined ? files.list(`${directory}/task`) : [];
  const threads = tasks.filter((thread) => thread !== pid).map((thread) => `${directory}/task/${thread}`);
  const isAlone = threads.length === 0 || maps !== undefined && threads.every((thread) => {
        const own = files.list(`${thread}/fd`);
        return isSameTable(files.link, { directory: thread, own, leader: directory, numbers, threads: threads.length });
      });
  const usesFiles = marked.length > 0 || maps !== undefined && maps.length > 1;
  const hasProgram = !job.descriptors && maps !== undefined;
  if (!usesFiles && isAlone && !(hasProgram && isMarked(files.link(`${directory}/exe`)))) return undefined;
  const found: Record<string, Uint8Array> = maps === undefined ? {} : { maps };
  for (const name of [...job.files, ...marked.slice(0, 100).map((number) => `fdinfo/${number}`)]) {
    const bytes = readShort(files, `${directory}/${name}`, buffer);
    if (bytes !== undefined) found[name] = bytes;
  }
  return { files: found, lists: job.descriptors && isAlone && maps !== undefined ? { fd: marked, task: [pid] } : {} };
}

/**
 * Reads the lines of `maps` that have a mark. Returns a newline alone if there are only others, and undefined if the
 * file is empty. Throws for more of them than a real process has.
 */
function readMarkedLines(files: ThreadFiles, path: string, buffer: Uint8Array): Uint8Array | undefined {
  const lines: Uint8Array[] = [new Uint8Array([0x0a])];
  const file = files.open(path);
  try {
    let kept = 1;
    let total = 0;
    let isEmpty = true;
    for (let filled = 0;; isEmpty = false) {
      const length = file.read(buffer.subarray(filled));
      if (length === 0 && isEmpty) return undefined;
      filled += length;
      total += length;
      if (length > 0 && filled < buffer.length) continue;
      const bytes = buffer.subarray(0, filled);
      const end = length === 0 ? filled : bytes.lastIndexOf(0x0a) + 1;
      for (let at = bytes.indexOf(0x28); at >= 0 && at < end;) {
        const to = isMarkAt(bytes, at) ? bytes.indexOf(0x0a, at) + 1 || end : at + 1;
        if (to > at + 1) {
          const line = bytes.slice(bytes.lastIndexOf(0x0a, at) + 1, to);
          lines.push(line);
          kept += line.length;
        }
        at = bytes.indexOf(0x28, to);
      }
      if (end === 0 && length > 0 || kept > 262_144 || total > 1_048_576) {
        throw new RangeError("more than is read ahead");
      }
      if (length === 0) break;
      buffer.copyWithin(0, end, filled);
      filled -= end;
    }
    const joined = new Uint8Array(kept);
    let at = 0;
    for (const line of lines) {
      joined.set(line, at);
      at += line.length;
    }
    return joined;
  } finally {
    file.close();
  }
}

/** Returns whether the kernel's `(deleted)` is at a place in `maps`, or at least what looks like it. */
function isMarkAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 8] === 0x29;
}

/** The descriptor table of a thread, and that of the leader of its process. */
export interface Tables {
  readonly directory: string;
  readonly own: readonly string[];
  readonly leader: string;
  readonly numbers: readonly string[];
  /** How many threads are to be compared. */
  readonly threads: number;
}

/**
 * Returns whether a thread shares the table of its process, as nearly all do: same numbers, same links. Of many threads
 * only the link of the highest number is compared: a hundred would take a hundred times as long as their process.
 */
export function isSameTable(
  link: (path: string) => unknown,
  { directory, own, leader, numbers, threads }: Tables,
): boolean {
  const compared = threads * numbers.length <= 1000 ? numbers : numbers.slice(-1);
  return own.length === numbers.length && own.every((number, index) => number === numbers[index]) &&
    compared.every((number) => link(`${directory}/fd/${number}`) === link(`${leader}/fd/${number}`));
}

/** Reads a file that is short. Returns undefined for one that is not, or cannot be read. */
function readShort(files: ThreadFiles, path: string, buffer: Uint8Array): Uint8Array | undefined {
  try {
    const file = files.open(path);
    try {
      for (let filled = 0; filled < 65_536;) {
        const length = file.read(buffer.subarray(filled, 65_536));
        if (length === 0) return buffer.slice(0, filled);
        filled += length;
      }
    } finally {
      file.close();
    }
  } catch {
    // The caller asks again.
  }
  return undefined;
}
