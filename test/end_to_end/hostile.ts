import type { Action } from "./holder.ts";

const BOTH: readonly Action[] = [["create", "a"], ["map", "a"], ["open", "a"]];
const HELD: readonly Action[] = [["create", "a"], ["map", "a"], ["unlink", "a"]];
const ANONYMOUS: Action = ["execute", "/proc/self/exe", ""];

/** What hostile or odd processes do, each in a directory of its own under its name. */
export const HOSTILE: Readonly<Record<string, readonly Action[]>> = {
  "removed": [...BOTH, ["unlink", "a"]],
  "written in 1970": [...BOTH, ["date", "a", "0"], ["unlink", "a"]],
  "written before 1970": [...BOTH, ["date", "a", "-1"], ["unlink", "a"]],
  "replaced": [...BOTH, ["log", "a"], ["create", "b"], ["rename", "b", "a"]],
  "half way through dpkg": [...BOTH, ["link", "a", "a.dpkg-tmp"], ["create", "b"], ["rename", "b", "a"]],
  "linked elsewhere": [...BOTH, ["link", "a", "b"], ["unlink", "a"]],
  "linked again": [...BOTH, ["link", "a", "b"], ["unlink", "a"], ["rename", "b", "a"]],
  "moved aside": [...BOTH, ["rename", "a", "b"], ["create", "a"]],
  "marked by name": [["create", "a (deleted)"], ["map", "a (deleted)"], ["open", "a (deleted)"]],
  "marked beside another": [...BOTH, ["create", "b (deleted)"], ["open", "b (deleted)"], ["create", "b"]],
  "memory": [["memory", "\\377"], ["memory", "a\\012b (deleted)"]],
  "thread": [["create", "a"], ["thread-open", "a"], ["unlink", "a"]],
  "thread beside": [["create", "a"], ["thread-open", "a"], ["create", "b"], ["open", "b"], ["unlink", "a"]],
  "thread with the same": [
    ...[["create", "a"], ["thread-open", "a"], ["unlink", "a"], ["create", "a"]] as const,
    ...[["open", "a"], ["unlink", "a"]] as const,
  ],
  "many files": Array.from("abcdefghijkl", (name): readonly Action[] => [
    ["create", name],
    ["open", name],
    ["unlink", name],
  ]).flat(),
  "mounted oddly": [
    ...[["own-mounts"], ["mkdir", "m\\015\\013x"], ["mount", "tmpfs", "m\\015\\013x"]] as const,
    ...[["chdir", "m\\015\\013x"], ...BOTH, ["unlink", "a"]] as const,
  ],
  "leaderless": [...BOTH, ["unlink", "a"], ["leave"]],
  "harmless": BOTH,
  "too deep": [["descend", "d".repeat(200), "21"], ...BOTH, ["unlink", "a"]],
  "too deep to tell": [["descend", "d".repeat(200), "21"], ["create", "a"], ["open", "a"], ["unlink", "a"]],
  "many folders": [["descend", "d", "600"], ...BOTH, ["unlink", "a"]],
  "nameless": [ANONYMOUS, ...HELD],
  "a line of stat": [ANONYMOUS, ["name", "x) R 1 (y"], ...HELD],
  "a name of two lines": [ANONYMOUS, ["name", "a\\012b\\033[1m\\377"], ...HELD],
  "arguments": [["execute", "/proc/self/exe", 'x"\\0121 "init" uses /lib;\\033[2J', "\\134012\\377"], ...HELD],
  "no arguments": [["no-arguments"], ...HELD],
  "chroot": [["mkdir", "root"], ["chroot", "root"], ...BOTH, ["create", "b"], ["rename", "b", "a"]],
  "chroot in a namespace": [
    ["own-mounts"],
    ["mkdir", "root"],
    ["mount", "tmpfs", "root"],
    ["chroot", "root"],
    ...BOTH,
    ["create", "b"],
    ["rename", "b", "a"],
  ],
  "container": [
    ["mkdir", "root"],
    ["own-mounts"],
    ["mount", "tmpfs", "root"],
    ["pivot", "root"],
    ["create", "/a"],
    ["map", "/a"],
    ["open", "/a"],
    ["create", "/b"],
    ["rename", "/b", "/a"],
    ["create", "/memfd:evil.so"],
    ["map", "/memfd:evil.so"],
    ["unlink", "/memfd:evil.so"],
  ],
  "opened before": [["create", "a"], ["create", "b"], ["open", "a"], ["own-mounts"], ["rename", "b", "a"]],
  "in a folder": [["mkdir", "d"], ["create", "d/a"], ["map", "d/a"], ["open", "d/a"], ["unlink", "d/a"]],
  "in a folder of two lines": [
    ...[["mkdir", "d\\012"], ["create", "d\\012/a"], ["map", "d\\012/a"]] as const,
    ...[["open", "d\\012/a"], ["unlink", "d\\012/a"]] as const,
  ],
  "bound": [["create", "b"], ["create", "a"], ["own-mounts"], ["bind", "b", "a"], ["map", "a"], ["open", "a"], [
    "unlink",
    "b",
  ]],
  "detached": [["own-mounts"], ["mkdir", "m"], ["mount", "tmpfs", "m"], ["chdir", "m"], ...BOTH, ["unlink", "a"], [
    "detach",
    ".",
  ]],
};

/** Names that break what is not careful, as the holder is told them: `\ooo` for a byte. */
export const NAMES: readonly string[] = [
  "a\\012b.so",
  "a\\134012b.so",
  "a\\012b\\134012c.so",
  "a\\0127f00-7f01 r-xp 0 08:01 1 b (deleted)\\012c",
  "a\\012lrwx------ 1 0 0 64 Jan  1 00:00 7 -> b",
  "a\\012same",
  "a\\012.",
  "a\\012ls: a: No such file or directory",
  "{\\042error\\042:\\042denied\\042}",
  "\\012\\012",
  "\\011a\\015",
  "\\033]0;x\\007.so",
  " a  b ",
  "-L",
  "a,b;c.so",
  "*?[a]$(id)`id`'\"\\134\\134n",
  "(deleted)",
  "a (deleted) b",
  "é漢🦕",
  "\\302\\2332J\\342\\200\\256",
  "\\377\\012.so",
  "\\355\\240\\200\\300\\200\\364\\220\\200\\200\\342\\200",
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(bytesFrom),
];

/** Thirty-two bytes one after the other, but for those that no name has. */
function bytesFrom(row: number): string {
  return Array.from({ length: 32 }, (_, column) => 32 * row + column)
    .filter((byte) => byte !== 0 && byte !== "/".charCodeAt(0))
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}
