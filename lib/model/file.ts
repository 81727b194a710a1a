/** What a file is: inode(7). */
export type FileType = "fifo" | "character" | "directory" | "block" | "file" | "symlink" | "socket" | "other";

/** What `stat(2)` said of the file at the end of a link. */
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
  /** `st_ctime` in milliseconds since 1970; null where the runtime does not tell. */
  readonly ctime: number | null;
}

/** A mapping of a file, or the part of it that matters. */
export interface FileMapping {
  readonly range: string;
  readonly permissions: string;
}

/** An open descriptor of a file. */
export interface FileDescriptor {
  readonly number: string;
  /** The thread whose own descriptor table it is in; undefined where it is the table of the process. */
  readonly thread: string | undefined;
  /** The offset in bytes and the flags of open(2); undefined where `fdinfo` could not be read. */
  readonly offset: number | undefined;
  readonly flags: number | undefined;
}

/** A file marked as deleted that a process still uses, as its `maps` or `fd` tell. */
export interface DeletedFile {
  /** The kernel's name without its mark; undefined where a link could not be read and only `stat` can tell. */
  readonly name: string | undefined;
  /** The link, below the procfs root, that leads to the file itself. */
  readonly procPath: string;
  /** The device as in `mountinfo` (from `maps`), or the id of the mount (from `fdinfo`), where it is known. */
  readonly device: string | undefined;
  readonly mountId: string | undefined;
  readonly inode: string | undefined;
  readonly mappings: readonly FileMapping[];
  readonly descriptors: readonly FileDescriptor[];
}

/**
 * What became of a file: `replaced`: another file has the name now; `removed`: none has; `linked`: it is marked as
 * deleted, but is still there under its name; `unknown`: could not, or must not, look.
 */
export type FileState = "replaced" | "removed" | "linked" | "unknown";

/** Why a file is not reported. */
export interface Ignored {
  /** The name of the rule, or the option that said so. */
  readonly rule: string;
  readonly reason: string;
  /** Whether the user said so, and not a rule of the program. */
  readonly byUser: boolean;
}

/** A file that a process uses, looked into. */
export interface UsedFile extends Omit<DeletedFile, "name" | "procPath"> {
  readonly name: string;
  /** What to know about a name that is not the whole truth; undefined where it is. */
  readonly note: string | undefined;
  readonly state: FileState;
  /** Whether the process may execute it: it is the program, a library, or generated code. */
  readonly executable: boolean;
  /** What `stat` says of the file itself; undefined where it could not, or must not, be asked. */
  readonly stat: Stat | undefined;
  /** Since when the name leads elsewhere, in milliseconds since 1970. */
  readonly staleSince: number | undefined;
  readonly ignored: Ignored | undefined;
}
