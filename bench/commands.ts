/** What a command looks at: ratios are between commands of one family. */
export type Family = "start" | "maps" | "descriptors" | "replay";

/** What must be there for a command to be timed. */
export interface Need {
  readonly kind: "program" | "file" | "option" | "processors";
  readonly what: string;
  /** Where to get it, for the reader of the report. */
  readonly from: string;
  /** The shell command that tells the version, among other things. */
  readonly asks?: string;
}

/** One command to be timed. */
export interface Command {
  /** For `--only`, the targets and the JSON. */
  readonly name: string;
  readonly family: Family;
  /** The command line. The keys of {@linkcode Words} stand for what this run has in their place. */
  readonly line: string;
  readonly needs: readonly Need[];
  /** The exit codes that are no failure. */
  readonly exits: readonly number[];
  /** Whether the line needs a shell. */
  readonly shell?: boolean;
  /** The one load under which it is timed, where the load makes no difference to it. */
  readonly only?: string;
  /** How many processors it may use, where it shows how the time of the family's tool depends on them; default: all. */
  readonly processors?: number;
}

/** What stands in the place of a word of a command line. */
export type Words = Readonly<
  Record<"deno" | "python3" | "reader" | "RECORDING" | "lib_users.py" | "fd_users.py", string>
>;

const DENO: Need = { kind: "program", what: "deno", from: "deno.com" };
const COMPILER: Need = { kind: "program", what: "cc", from: "any C compiler" };
const SOURCE: Need = { kind: "file", what: "main.ts", from: "this repository" };
const BUNDLE: Need = { kind: "file", what: "dist/lib_users.js", from: "made by deno task bundle" };
const RECORDING: Need = { kind: "option", what: "recording", from: "--recording FILE" };
const ANCESTOR: Need = { kind: "option", what: "ancestor", from: "--ancestor DIRECTORY" };
const PYTHON: Need = { kind: "program", what: "python3", from: "package python3", asks: "python3 --version" };
const TASKSET: Need = { kind: "program", what: "taskset", from: "package util-linux" };
const SECOND: Need = { kind: "processors", what: "2", from: "this machine has one" };
const GREP: Need = { kind: "program", what: "grep", from: "package grep", asks: "grep --version" };
const LSOF: Need = { kind: "program", what: "lsof", from: "package lsof", asks: "lsof -v 2>&1" };
const LSFD: Need = { kind: "program", what: "lsfd", from: "util-linux 2.38 or later", asks: "lsfd --version" };
const NEEDRESTART: Need = {
  kind: "program",
  what: "needrestart",
  from: "Debian package needrestart",
  asks: "needrestart --version",
};
const CHECKRESTART: Need = { kind: "program", what: "checkrestart", from: "Debian package debian-goodies" };

/** The rows of one mode of this project: from source, from the one file, and on some of the processors. */
function ours(name: string, family: Family, argument: string): readonly Command[] {
  const source = `deno run -A main.ts${argument}`;
  const bundle = `deno run -A --no-config --no-lock dist/lib_users.js${argument}`;
  const common = { family, exits: [0] };
  return [
    { ...common, name, line: source, needs: [SOURCE] },
    { ...common, name: `${name}-bundle`, line: bundle, needs: [BUNDLE] },
    { ...common, name: `${name}-1`, line: `taskset -c 0 ${source}`, needs: [SOURCE, TASKSET], processors: 1 },
    { ...common, name: `${name}-2`, line: `taskset -c 0,1 ${source}`, needs: [SOURCE, TASKSET, SECOND], processors: 2 },
  ];
}

/** The commands, in the order in which the first round runs them. */
export const COMMANDS: readonly Command[] = [
  { name: "empty", family: "start", line: "deno run -A bench/empty.ts", needs: [DENO], exits: [0] },
  ...ours("lib_users", "maps", ""),
  { name: "reader-maps-1", family: "maps", line: "reader maps 1", needs: [COMPILER], exits: [0] },
  { name: "reader-maps", family: "maps", line: "reader maps all", needs: [COMPILER], exits: [0] },
  {
    name: "grep",
    family: "maps",
    line: "grep -l '(deleted)' /proc/[0-9]*/maps",
    needs: [GREP],
    exits: [0, 1, 2],
    shell: true,
  },
  { name: "lsof-DEL", family: "maps", line: "lsof -n -d DEL", needs: [LSOF], exits: [0, 1] },
  { name: "needrestart", family: "maps", line: "needrestart -b -r l", needs: [NEEDRESTART], exits: [0] },
  { name: "checkrestart", family: "maps", line: "checkrestart", needs: [CHECKRESTART], exits: [0, 1] },
  { name: "lib_users.py", family: "maps", line: "python3 lib_users.py", needs: [PYTHON, ANCESTOR], exits: [0] },
  ...ours("fd_users", "descriptors", " fd_users"),
  { name: "reader-fd-1", family: "descriptors", line: "reader fd 1", needs: [COMPILER], exits: [0] },
  { name: "reader-fd", family: "descriptors", line: "reader fd all", needs: [COMPILER], exits: [0] },
  { name: "lsof-L1", family: "descriptors", line: "lsof -n +L1", needs: [LSOF], exits: [0, 1] },
  { name: "lsfd", family: "descriptors", line: "lsfd", needs: [LSFD], exits: [0, 1] },
  { name: "fd_users.py", family: "descriptors", line: "python3 fd_users.py", needs: [PYTHON, ANCESTOR], exits: [0] },
  {
    name: "recording",
    family: "replay",
    line: "deno run -A main.ts --proc RECORDING",
    needs: [RECORDING],
    exits: [0],
    only: "idle",
  },
];

/** By family the tool of this project, and the command that does the least that must be done. */
export const BASELINES: Readonly<Record<Family, { readonly tool: string; readonly limit: string }>> = {
  start: { tool: "empty", limit: "empty" },
  maps: { tool: "lib_users", limit: "reader-maps" },
  descriptors: { tool: "fd_users", limit: "reader-fd" },
  replay: { tool: "recording", limit: "empty" },
};
