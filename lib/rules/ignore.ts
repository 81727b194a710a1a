import { IGNORE_RULES } from "./ignore_rules.ts";

/** What a scan looks at: mapped files, or open ones. */
export type ModeName = "lib_users" | "fd_users";

/** What a rule may judge a file by. */
export interface Subject {
  readonly name: string;
  readonly inode: string | undefined;
  /** Whether its device is mounted somewhere; undefined where the mounts are not known. */
  readonly mounted: boolean | undefined;
  /** The type of the file system it is on, as `mountinfo` names it; undefined where that is not known. */
  readonly fileSystem: string | undefined;
  /** The permissions of its mappings in the process. */
  readonly permissions: readonly string[];
}

/** A kind of file that is marked as deleted without an upgrade or a lost log behind it. */
export interface IgnoreRule {
  readonly name: string;
  readonly kind: RuleKind;
  readonly modes: readonly ModeName[];
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * `kernel`: made by the kernel, on a device that is mounted nowhere; `handle`: open, but on a file system that takes up no space;
 * `shared`: mapped shared only, as generated code is, and as a loader never maps a library;
 * `temporary`: by name and shape alone; `unnamed`: made by `O_TMPFILE`, the number in the name is the inode;
 * `data`: mapped, but not for execution.
 */
export type RuleKind = "kernel" | "handle" | "shared" | "temporary" | "unnamed" | "data";

/** The rule that explains a marked file, or undefined for a file that counts. */
export function findIgnoreRule(mode: ModeName, subject: Subject): IgnoreRule | undefined {
  return IGNORE_RULES.find((rule) =>
    rule.modes.includes(mode) && rule.pattern.test(subject.name) && KIND_TESTS[rule.kind](subject)
  );
}

/** Whether a mapping with these permissions, as `maps` writes them, can be executed. */
export function isExecutable(permissions: string): boolean {
  return permissions[2] === "x";
}

/** What must be true of a file beside its name. Structure beats names: names can be faked, these cannot. */
const KIND_TESTS: Readonly<Record<RuleKind, (subject: Subject) => boolean>> = {
  kernel: ({ mounted }) => mounted !== true,
  handle: ({ fileSystem }) => fileSystem === undefined || PSEUDO.has(fileSystem),
  shared: ({ permissions }) => permissions.every((each) => each[3] === "s"),
  temporary: () => true,
  unnamed: ({ name, inode }) => inode !== undefined && name.endsWith(`#${inode}`),
  data: ({ permissions }) => !permissions.some(isExecutable),
};

/** File systems that the kernel makes up: nothing on them takes up space. */
const PSEUDO: ReadonlySet<string> = new Set(["proc", "sysfs", "cgroup", "cgroup2", "devpts", "devtmpfs"]);
