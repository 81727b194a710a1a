// The prose of the manual page.
import type { FormatName } from "../../format/formats.ts";
import type { Config } from "../config.ts";

// Words in backquotes and long options become bold.

/** What the program is for, in paragraphs. */
export const DESCRIPTION: readonly string[] = [
  "When an upgrade replaces the files of a package, running processes keep using the old ones, with all their bugs and " +
  "security holes. `lib_users` finds the processes that still map such files. When a file is deleted while a process " +
  "holds it open, its disk space is not freed, and du(1) does not count it. `fd_users` finds the processes that hold " +
  "such files open. Both are one program: `lib_users fd_users` is the same as `fd_users`.",
  "The program only reads and prints. It never restarts, reloads or empties anything. The commands that --restart prints " +
  "can be pasted into a shell of root as they are; what only a person can decide, such as to end a login, is a comment.",
  "Without root it can look only at the processes of the user. What could not be read is counted on standard error, so " +
  "that an empty list always means that nothing was found.",
];

/** What each format prints, in paragraphs. */
export const FORMAT_TEXTS: Readonly<Record<FormatName, readonly string[]>> = {
  human: [
    '`PIDS "COMMAND"`, and with --showlibs `PIDS "COMMAND" uses FILE,FILE`: one line for each distinct command line. A ' +
    "process without a command line is shown by its name in brackets. Control characters and bytes that are not UTF-8 " +
    "are written in octal, such as `\\012`.",
    "With several hosts, a line `host: HOST` precedes the lines of each.",
  ],
  machine: [
    "`PIDS;FILES;COMMAND`: split each line at the first two `;`, then PIDS and FILES at `,`. Control characters, `\\` " +
    "and bytes that are not UTF-8 are written in octal, in FILES also `,` and `;`. What --services, --packages and " +
    "--restart add follows an empty line.",
    "With several hosts, the name of the host is the first field: `HOST;PIDS;FILES;COMMAND`.",
  ],
  long: [
    "A line with the PID, user, service and age of a process, a line with its command, and a line for each of its files: " +
    "the state (`replaced`, `removed` or `unknown`), how the process uses it, the disk space it holds, since when it is " +
    "stale, its name and its package. For open files, the disk space that can be freed comes last, and how to free it.",
  ],
  json: [
    "One document with everything that is known, what was ignored included. `report.schema.json`, which comes with the " +
    "program, describes it. It is always valid UTF-8. With several hosts, it is one document whose `reports` are such " +
    "documents.",
  ],
  ndjson: [
    "One line for each process that uses deleted files, and one for each that could not be read. Every line names the " +
    "mode, the host and the time, and so can be read alone.",
  ],
  summary: [
    "Many hosts on one screen: in one line those with the same plan, then those that need a reboot, and those that could " +
    "not be scanned, with the reason. Clean hosts are counted.",
  ],
  html: [
    "A page complete in itself: it has no script, and fetches nothing. What to do comes first, then every host, " +
    "folded. It holds command lines, so --output makes it readable for its owner alone.",
  ],
  check: [
    "`LIB_USERS STATE - SUMMARY | PERFORMANCE DATA`, then one line for each unit. The exit status is that of STATE: 0 for " +
    "OK, 1 for WARNING, 2 for CRITICAL, and 3 for UNKNOWN, where something could not be read and nothing worse was found.",
    "Processes of login sessions, which no restart of a service renews, count as sessions only. A threshold is a number, at " +
    "which and above which the check alerts, or a range as in the guidelines of the Monitoring Plugins: `5:` alerts below " +
    "5, `~:5` above 5, `2:5` outside and `@2:5` inside. The output has at most 4,096 bytes.",
  ],
  prometheus: [
    "Gauges whose names begin with `lib_users_` and that have a label `mode`. Use --output to write them into the " +
    "collector's directory, one file for each mode.",
  ],
};

/** What each key of the configuration takes. */
export const CONFIG_TEXTS: Readonly<Record<keyof Config, string>> = {
  ignore: "A list of patterns of files to ignore, as with --ignore-pattern.",
  excludeUnits: "A list of patterns of units not to report, as with --exclude-unit.",
  cautions:
    "A list of units that --restart must not restart blindly, beside those that the program knows: `unit` is a " +
    "pattern, `reason` says what a restart would do, and `instead` what to do.",
  warning: "As --warning, which overrides it: a number, or a text with a range.",
  critical: "As --critical, which overrides it.",
  warningSessions: "As --warning-sessions, which overrides it.",
};

/** A configuration with every key. */
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
  "critical": "@5:",
  "warningSessions": 20
}`;

/** Tasks, and the command lines for them. */
export const EXAMPLES: readonly (readonly [task: string, lines: string])[] = [
  ["After an upgrade, see which processes use which old files, and what to run:", "lib_users -s\nlib_users -r"],
  ["Find out what fills a disk although du(1) does not see it:", "fd_users -l"],
  [
    "Read the PIDs in a script:",
    "lib_users -m | while IFS=';' read -r pids files command; do\n    echo \"$pids\"\ndone",
  ],
  ["Monitor a machine with Nagios or Icinga:", "lib_users --format check --warning 1 --critical 5"],
  ["Look at a machine from elsewhere:", "lib_users record -o web1.jsonl\nlib_users -s --proc web1.jsonl"],
  [
    "Look at a host that has no runtime, over ssh:",
    "lib_users recorder -o recorder.sh\nssh web1 sh -s < recorder.sh | lib_users --proc -",
  ],
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
