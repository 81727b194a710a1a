// The table of formats, each with the file that writes it.
import { formatEach, type HostsFormatter, joinFields, joinGroups } from "./hosts.ts";
import type { Report } from "../model/report.ts";

/** The name of a format, as `--format` takes it. */
export type FormatName = "human" | "machine" | "long" | "json" | "ndjson" | "summary" | "html" | "check" | "prometheus";

/** A way to print a report. */
export interface Format {
  readonly name: FormatName;
  readonly summary: string;
  /** Whether it shows more of a process than its command line, such as its user and service. */
  readonly details?: true;
  /** Whether it shows the plan or the advice about a reboot. */
  readonly plan?: true;
  /** Whether it is lines of text, after which `-S` and the like can add more. */
  readonly isLines?: true;
  /** Whether it is about one host only. */
  readonly isForOne?: true;
  /** The ending of the files, one for each host, that `--output DIRECTORY/` asks for; absent where it cannot. */
  readonly fileEnding?: string;
  /** Whether it shows command lines, which can hold secrets: its file is for its owner alone. */
  readonly isPrivate?: true;
  /** What to print, and the exit status, where the scan could not be done; absent where a message on stderr is enough. */
  readonly failure?: { readonly status: number; readonly describe: (program: string, message: string) => string };
  /** Loads the function that formats the results. */
  readonly load: () => Promise<HostsFormatter>;
  /** Returns the exit status for a report; absent where it is 0. */
  readonly status?: (report: Report) => Promise<number>;
}

/** All formats; the first is the default. */
export const FORMATS: readonly [Format, ...Format[]] = [
  {
    name: "human",
    summary: "one line for each command line, for people",
    isLines: true,
    isPrivate: true,
    load: async () => formatEach((await import("./classic.ts")).formatHuman, joinGroups),
  },
  {
    name: "machine",
    summary: "PIDS;FILES;COMMAND lines, for scripts",
    isLines: true,
    isPrivate: true,
    load: async () => formatEach((await import("./classic.ts")).formatMachine, joinFields),
  },
  {
    name: "long",
    summary: "a block for each process, for people",
    details: true,
    plan: true,
    isLines: true,
    isPrivate: true,
    load: async () => formatEach((await import("./long.ts")).formatLong, joinGroups),
  },
  {
    name: "json",
    summary: "one JSON document with everything that is known",
    details: true,
    plan: true,
    isPrivate: true,
    load: async () => (await import("./json.ts")).formatJson,
  },
  {
    name: "ndjson",
    summary: "one line of JSON for each process",
    details: true,
    isPrivate: true,
    load: async () => (await import("./json.ts")).formatNdjson,
  },
  {
    name: "summary",
    summary: "many hosts on one screen: what to do where, for people",
    details: true,
    plan: true,
    load: async () => (await import("./summary.ts")).formatSummary,
  },
  {
    name: "html",
    summary: "one page about all hosts, without script or network",
    details: true,
    plan: true,
    isPrivate: true,
    load: async () => (await import("./html.ts")).formatHtml,
  },
  {
    name: "check",
    summary: "state, summary and a line for each unit, for Nagios, Icinga and mon",
    failure: { status: 3, describe: (program, message) => `${program.toUpperCase()} UNKNOWN - ${message}\n` },
    details: true,
    plan: true,
    isForOne: true,
    load: async () => formatEach((await import("./check.ts")).formatCheck, joinGroups),
    status: async (report) => (await import("../advice/severity.ts")).reportStatus(report),
  },
  {
    name: "prometheus",
    summary: "gauges for the textfile collector of node_exporter",
    details: true,
    plan: true,
    fileEnding: ".prom",
    load: async () => (await import("./prometheus.ts")).formatPrometheus,
  },
];
