// Records: a deleted file, its mappings and descriptors, what became of it, and why it is ignored.

/** The type of a file: inode(7). */
export type FileType = "fifo" | "character" | "directory" | "block" | "file" | "symlink" | "socket" | "other";

/** The answer of `stat(2)`, links followed. */
export interface Stat {
  readonly type: FileType;
  /** `st_dev`, as one number. Not the device of `maps`: they differ on btrfs and overlayfs. */
  readonly device: number;
  readonly inode: number;
  readonly nlink: number;
  /** The length in bytes. */
  readonly size: number;
  /** The space held on disk, in blocks of 512 bytes. */
  readonly blocks: number;
  /** `st_ctime` in milliseconds since 1970; null if the runtime does not report it. */
  readonly ctime: number | null;
  /** `st_mtime` in milliseconds since 1970; null if the runtime, or an old recording, does not report it. */
  readonly mtime: number | null;
  /** The id of the user whose it is; null if an old recording does not report it. */
  readonly uid: number | null;
}

/** A mapping of a file: a line of `maps`. */
export interface FileMapping {
  readonly range: string;
  readonly permissions: string;
}

/** An open descriptor of a file. */
export interface FileDescriptor {
  readonly number: string;
  /** The thread, if the descriptor is in a table of the thread's own; undefined if it is in that of the process. */
  readonly thread: string | undefined;
  /** The offset in bytes and the flags of open(2); undefined if `fdinfo` could not be read. */
  readonly offset: number | undefined;
  readonly flags: number | undefined;
}

/** A deleted file that a process still uses, as `maps` or `fd` shows it. */
export interface DeletedFile {
  /** The kernel's name without its mark; undefined if the link could not be read, so that only `stat` can tell. */
  readonly name: string | undefined;
  /** The link to the file itself, relative to the procfs root. */
  readonly procPath: string;
  /** The device as `mountinfo` writes it (from `maps`), or the id of the mount (from `fdinfo`); undefined if unknown. */
  readonly device: string | undefined;
  readonly mountId: string | undefined;
  readonly inode: string | undefined;
  /** Whether the process was started from it, as `/proc/PID/exe` tells. */
  readonly isProgram: boolean;
  readonly mappings: readonly FileMapping[];
  readonly descriptors: readonly FileDescriptor[];
}

/**
 * The state of a deleted file. `replaced`: another file has its name now. `removed`: no file has. `linked`: the kernel
 * marks it as deleted, but it still has its name. `unknown`: nobody could, or should, look.
 */
export type FileState = "replaced" | "removed" | "linked" | "unknown";

/** The reason why a file is not reported. */
export interface Ignored {
  /** The name of the rule or of the option. */
  readonly rule: string;
  readonly reason: string;
  /** Whether an option of the user ignores it, and not a rule of the program. */
  readonly byUser: boolean;
}

/** A deleted file that a process uses, with all that was found out about it. */
export interface UsedFile extends Omit<DeletedFile, "name" | "procPath"> {
  readonly name: string;
  /** A remark about a name that is not exact; undefined if the name is. */
  readonly note: string | undefined;
  readonly state: FileState;
  /** Whether a mapping of it is executable: it is the program, a library, or generated code. */
  readonly executable: boolean;
  /** The answer of `stat` for the file itself; undefined if it could not, or should not, be asked. */
  readonly stat: Stat | undefined;
  /** The type of the file system, as `mountinfo` names it, and where it is mounted; undefined if they are not known. */
  readonly fileSystem: string | undefined;
  readonly mountPoint: string | undefined;
  /** When the file lost its name, in milliseconds since 1970; undefined if unknown. */
  readonly staleSince: number | undefined;
  readonly ignored: Ignored | undefined;
}
