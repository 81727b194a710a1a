import type { FormatName } from "../../format/formats.ts";
import type { RuleKind } from "../../rules/ignore.ts";
import type { Config } from "../config.ts";

// Backquotes make bold; so are long options.

/** What the program is for. */
export const DESCRIPTION: readonly string[] = [
  "When an upgrade replaces the files of a package, processes that run already go on with the old ones, errors and holes " +
  "included. `lib_users` finds the processes that still map such files. When a file is deleted that a process holds " +
  "open, its space does not come back, and du(1) does not find it. `fd_users` finds the processes that hold such files. " +
  "Both are one program: `lib_users fd_users` is the same as `fd_users`.",
  "What is not root may not look at the processes of others. Whatever could not be read is counted on standard error, " +
  "so that an empty list is not mistaken for a clean machine.",
];

/** What each format prints, in paragraphs. */
export const FORMAT_TEXTS: Readonly<Record<FormatName, readonly string[]>> = {
  human: [
    '`PIDS "COMMAND"`, with --showlibs `PIDS "COMMAND" uses FILE,FILE`: a line for each distinct command line. A process ' +
    "without one is shown by its name, in brackets. Control characters and bytes that are not UTF-8 are written in octal, " +
    "`\\012`.",
    "With several hosts, the lines of each come below one with its name: `host: HOST`.",
  ],
  machine: [
    "`PIDS;FILES;COMMAND`: split it at the first two `;`, then PIDS and FILES at `,`. So that this always holds, control " +
    "characters, `\\` and bytes that are not UTF-8 are written in octal, in FILES also `,` and `;`. What --services, " +
    "--packages and --restart add stands behind an empty line.",
    "With several hosts, the name of the host comes first: `HOST;PIDS;FILES;COMMAND`.",
  ],
  long: [
    "A line with PID, user, service and age of a process, its command, then a line for each of its files: `replaced` or " +
    "`removed`, how the process uses it, the space that it takes up, since when, and its name and package.",
  ],
  json: [
    "Everything that is known, what was left out included, as `report.schema.json`, which comes with the program, " +
    "describes it. It is always valid UTF-8. With several hosts, one document whose `reports` are such documents.",
  ],
  ndjson: [
    "The processes of that document, a line each, and then those that could not be read. Every line names the mode, the " +
    "machine and the time, and so stands alone.",
  ],
  check: [
    "`LIB_USERS STATE - SUMMARY | PERFORMANCE DATA`, then a line for each unit. The exit status is that of STATE: OK, " +
    "WARNING, CRITICAL, or UNKNOWN where something could not be read and nothing worse was found.",
  ],
  prometheus: [
    "Gauges whose names begin with `lib_users_`, with the label `mode`. Write them with --output to a file of the " +
    "collector's directory, one for each mode.",
  ],
};

/** What the rules of a kind have in common. */
export const RULE_KINDS: Readonly<Record<RuleKind, string>> = {
  kernel: "Made by the kernel, on a device that is mounted nowhere",
  handle: "Held open, on a file system that takes up no space",
  shared: "Mapped shared only, as a loader never maps a library",
  temporary: "Temporary, by name and shape",
  unnamed: "Made without a name: the number in it is the inode",
  data: "Mapped, but not for execution",
};

/** What each key of the configuration takes. */
export const CONFIG_TEXTS: Readonly<Record<keyof Config, string>> = {
  ignore: "A list of files to ignore, as with --ignore-pattern.",
  excludeUnits: "A list of units to leave out, as with --exclude-unit.",
  cautions: "A list of units that --restart must not restart blindly, beside those that it knows: `unit`, a pattern, " +
    "`reason`, what a restart would do, and `instead`, what to do.",
  warning: "As --warning.",
  critical: "As --critical.",
};

/** A configuration with every key in it. */
export const CONFIG_EXAMPLE = `{
  // Built anew every night
  "ignore": ["/opt/nightly/*"],
  "excludeUnits": ["session-*.scope"],
  "cautions": [
    {
      "unit": "billing*.service",
      "reason": "the invoices of the day are lost",
      "instead": "restart it after midnight"
    }
  ],
  "warning": 1,
  "critical": 5
}`;

/** What to do with the program, and how. */
export const EXAMPLES: readonly (readonly [what: string, lines: string])[] = [
  ["See after an upgrade who still uses which old files, and what to do about it:", "lib_users -s\nlib_users -r"],
  ["Find out what fills a disk although du(1) does not see it:", "fd_users -l"],
  [
    "Take the files of programs apart in a script:",
    "lib_users -m | while IFS=';' read -r pids files command; do\n    echo \"$pids\"\ndone",
  ],
  ["Watch a machine with Nagios:", "lib_users --format check --warning 1 --critical 5"],
  ["Look at a machine somewhere else:", "lib_users record -o web1.jsonl\nlib_users -s --proc web1.jsonl"],
];

/** Other pages, each with its section. */
export const SEE_ALSO: readonly (readonly [page: string, section: number])[] = [
  ["lsfd", 1],
  ["needrestart", 1],
  ["systemctl", 1],
  ["proc", 5],
  ["checkrestart", 8],
  ["lsof", 8],
];
